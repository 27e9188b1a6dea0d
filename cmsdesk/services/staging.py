"""Where what came in is decrypted while it is looked at: a folder of this computer and this process, swept afterwards."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

import psutil
from platformdirs import user_cache_path

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _


def staging_folder() -> Path:
    """The folder of this process; only its owner may look into it."""
    folder = _root() / str(os.getpid())
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise RuleBroken(_("No folder can be made at {path}. Please choose another place.").format(path=folder)) from error
    return folder


def sweep_staging() -> None:
    """Remove what processes that are gone left there."""
    sweep_folders(_root())


def sweep_folders(root: Path) -> None:
    """Remove the folders of processes that are gone, as after a power cut, and what one with our own number left.

    Where the folder is not there, or may not be looked into, there is nothing to remove.
    """
    with suppress(OSError):
        for left in root.iterdir():
            if not (left.name.isdecimal() and int(left.name) != os.getpid() and psutil.pid_exists(int(left.name))):
                shutil.rmtree(left, ignore_errors=True)


def _root() -> Path:
    return user_cache_path("cmsdesk", appauthor=False) / "staging"
