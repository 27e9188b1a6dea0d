"""Double clicks on Windows: a few entries in the user's own part of the registry."""

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDir, QSettings

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.ui.double_click.kinds import KINDS
from cmsdesk.ui.icons import save_icon

CLASSES = "HKEY_CURRENT_USER\\Software\\Classes"
_ITSELF = "."  # what Qt calls the value of a key that has no name
_KINDS_CHANGED = 0x08000000  # SHCNE_ASSOCCHANGED


class Windows:
    r"""Writes below HKCU\Software\Classes, where no administrator is needed, and the icon in `data`."""

    def __init__(self, classes: QSettings, data: Path, command: Sequence[str]) -> None:
        self._classes = classes
        self._icon = data / "cmsdesk-file.ico"
        self._values = entries(command, self._icon)

    def is_set(self) -> bool:
        """Whether a double click starts this very program; what a kind is called may be in another language."""
        starting = (key for key in self._values if not key.startswith("cmsdesk.") or "/shell/" in key)
        return self._icon.is_file() and all(self._classes.value(key) == self._values[key] for key in starting)

    def set_up(self) -> None:
        """Let our files open here from now on."""
        if not QDir().mkpath(str(self._icon.parent)) or not save_icon("cmsdesk-file", self._icon, 256):
            raise RuleBroken(_("Nothing could be written in {folder}. Is the disk full?").format(folder=self._icon.parent))
        for key, value in self._values.items():
            self._classes.setValue(key, value)
        self._tell_system()

    def remove(self) -> None:
        """Leave our files to the system again; an ending that another program took since stays with that."""
        for kind in KINDS:
            if self._classes.value(f"{kind.ending}/{_ITSELF}") == kind.id:
                self._classes.remove(f"{kind.ending}/{_ITSELF}")
            self._classes.remove(kind.id)
        self._icon.unlink(missing_ok=True)
        self._tell_system()

    def _tell_system(self) -> None:
        self._classes.sync()
        if self._classes.status() != QSettings.Status.NoError:
            raise RuleBroken(
                _("Windows did not let cmsdesk change how files open. Please ask whoever looks after this computer.")
            )
        if sys.platform == "win32":
            import ctypes  # noqa: PLC0415 - there only

            ctypes.windll.shell32.SHChangeNotify(_KINDS_CHANGED, 0, None, None)


def entries(command: Sequence[str], icon: Path) -> dict[str, str]:
    """What stands in the registry, by the place below the classes."""
    start = " ".join(f'"{word}"' for word in command)
    values = {}
    for kind in KINDS:
        values[f"{kind.ending}/{_ITSELF}"] = kind.id
        values[f"{kind.id}/{_ITSELF}"] = _(kind.name)
        values[f"{kind.id}/DefaultIcon/{_ITSELF}"] = str(icon)
        values[f"{kind.id}/shell/open/command/{_ITSELF}"] = f'{start} "%1"'
    return values
