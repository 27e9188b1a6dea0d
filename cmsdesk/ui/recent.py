"""The office files this workstation opened last, and which of them it already warned about."""

from pathlib import Path, PurePath
from typing import Any

from PySide6.QtCore import QSettings

from cmsdesk.domain.words import _
from cmsdesk.store.places import is_on_share, warning_about

_MOST = 10


def recent_offices() -> list[str]:
    """The newest first."""
    return _list("recent")


def remember(path: Path) -> None:
    """Put an office file on top."""
    QSettings().setValue("recent", [str(path), *(other for other in recent_offices() if other != str(path))][:_MOST])


def forget(path: str) -> None:
    """Take an office file off the list; the file itself stays."""
    QSettings().setValue("recent", [other for other in recent_offices() if other != path])


def why_gone(path: str) -> str:
    """Why a recent office cannot be opened now, or nothing.

    A file on a share is not looked for: a server that is away would keep the window waiting.
    """
    try:
        if is_on_share(PurePath(path), ()) or Path(path).is_file():
            return ""
        folder = Path(path).parent.is_dir()
    except OSError:  # a folder that may not be looked into
        folder = False
    if folder:
        return _("No longer there: moved, renamed or deleted.")
    return _("The folder is not there. Perhaps a disk is not connected.")


def first_warning_about(path: Path) -> str:
    """What the user should know about where this office file lies; said once on each workstation."""
    warned = _list("warned")
    if str(path) in warned or not (sentence := warning_about(path)):
        return ""
    QSettings().setValue("warned", [*warned, str(path)])
    return sentence


def _list(key: str) -> list[str]:
    found: Any = QSettings().value(key, [])  # a list of one comes back as a string
    return [found] if isinstance(found, str) else list(found or [])
