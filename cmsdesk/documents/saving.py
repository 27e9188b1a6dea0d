"""A paper reaches its place whole or not at all."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _


def save_whole(path: Path, save: Callable[[BinaryIO], object]) -> None:
    """Let something be written beside its place and put it there when it is complete."""
    if not path.parent.is_dir():
        raise RuleBroken(_("The folder {path} does not exist.").format(path=path.parent))
    # Not a temporary file of Python's: only its maker may read that, also when it has become the register.
    building = path.with_name(f".cmsdesk-{token_hex(8)}.tmp")
    try:
        with building.open("xb") as target:
            save(target)
            target.flush()
            os.fsync(target.fileno())
        building.replace(path)
    except OSError as error:
        raise RuleBroken(
            _("{path} could not be written. Is it open in another program, or is the disk full?").format(path=path)
        ) from error
    finally:
        with suppress(OSError):
            building.unlink(missing_ok=True)
