"""Where what came in is decrypted while it is looked at: a folder of this computer and this process, swept afterwards."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

import psutil
from platformdirs import user_cache_path

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _

_COARSE = 2.0  # seconds that a clock of files may be behind that of processes


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
    """Remove the folders of processes that are gone, as after a power cut.

    Where the folder is not there, or may not be looked into, there is nothing to remove.
    """
    with suppress(OSError):
        for left in root.iterdir():
            if not _is_in_use(left):
                shutil.rmtree(left, ignore_errors=True)


def _is_in_use(folder: Path) -> bool:
    """Whether the process it is named after runs; one that began after its last change only got the same number."""
    if not folder.name.isdecimal():
        return False
    try:
        return psutil.Process(int(folder.name)).create_time() < folder.stat().st_mtime + _COARSE
    except (psutil.Error, OSError, OverflowError):
        return False


def _root() -> Path:
    return user_cache_path("cmsdesk", appauthor=False) / "staging"
