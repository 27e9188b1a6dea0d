"""Files and office files as commands open them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.services.office import Office, open_office, user_name


@contextmanager
def opened(path: Path) -> Iterator[Office]:
    """An office file, let go of whatever happens."""
    office = open_office(path, user=user_name())
    try:
        yield office
    finally:
        office.close()


def read_bytes(path: Path) -> bytes:
    """What is in a file; refused with its name when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise RuleBroken(_("{file} is not there or cannot be read.").format(file=path)) from error


def read_text(path: Path) -> str:
    """The text in a file, in UTF-8 with or without a mark in front."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleBroken(_("{file} is not written in UTF-8.").format(file=path.name)) from error


def make_folder(path: Path) -> None:
    """A folder for papers, unless it is there."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RuleBroken(_("No folder can be made at {path}. Please choose another place.").format(path=path)) from error
