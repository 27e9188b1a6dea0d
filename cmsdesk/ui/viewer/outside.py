"""Opening a document in a program of its own: a copy that cannot be written, in a folder nobody else can look into.

The copies go when the program closes; what could not be removed then, because a program still has it open, goes at the
next start.
"""

import os
import re
import secrets
import shutil
from pathlib import Path

import psutil
from platformdirs import user_cache_path
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from cmsdesk.domain.documents import display_name
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _

# What ordinary programs show. Anything else could be run by the system instead of shown.
_SHOWN = frozenset(
    {
        *(".pdf", ".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".heic"),
        *(".docx", ".doc", ".odt", ".rtf", ".txt", ".xlsx", ".xls", ".ods", ".csv", ".pptx", ".ppt", ".odp", ".eml", ".msg"),
    }
)
_OURS = re.compile(r"(\d+)-(\d+)-[0-9a-f]+")


class Outside:
    """The copies that this process made."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or user_cache_path("cmsdesk", appauthor=False) / "opened"
        self._mine: Path | None = None

    def copy(self, name: str, content: bytes) -> Path:
        """A copy under its own name; refuses what the system might run."""
        name = display_name(name)
        if Path(name).suffix.lower() not in _SHOWN:
            raise RuleBroken(_("“{name}” is of a kind that is not opened from here, because it could do harm.").format(name=name))
        try:
            if self._mine is None:
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                process = psutil.Process()
                mine = self._folder / f"{process.pid}-{int(process.create_time())}-{secrets.token_hex(4)}"
                mine.mkdir(mode=0o700)
                self._mine = mine
            place = self._mine / secrets.token_hex(4)
            place.mkdir(mode=0o700)
            path = place / name
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
            path.chmod(0o400)
        except OSError as error:
            raise RuleBroken(_("No copy could be made: the disk is full or cannot be written.")) from error
        return path

    def open(self, name: str, content: bytes) -> None:
        """Hand a copy to the program that this computer uses for it; refuses when there is none."""
        path = self.copy(name, content)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            raise RuleBroken(_("This computer has no program for “{name}”.").format(name=path.name))

    def remove(self) -> None:
        """Take the own copies away."""
        if self._mine is not None:
            _remove(self._mine)
            self._mine = None

    def remove_left_behind(self) -> None:
        """Take away what a process left that is no more; another window's copies stay."""
        for place in self._folder.glob("*") if self._folder.is_dir() else ():
            if (ours := _OURS.fullmatch(place.name)) and not _is_running(int(ours[1]), int(ours[2])):
                _remove(place)


OUTSIDE = Outside()


def _is_running(pid: int, begun: int) -> bool:
    try:
        return int(psutil.Process(pid).create_time()) == begun
    except psutil.Error:
        return False


def _remove(place: Path) -> None:
    """A copy that a program still holds stays for the next start."""
    for path in place.rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.chmod(0o600)  # Windows removes nothing that cannot be written
    shutil.rmtree(place, ignore_errors=True)
