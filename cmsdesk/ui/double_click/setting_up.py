"""Which way of double clicks is this system's, and what the program says of it."""

import sys
from typing import Protocol

from platformdirs import user_data_path
from PySide6.QtCore import QSettings

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.ui.double_click.command import program_command
from cmsdesk.ui.double_click.linux import Linux
from cmsdesk.ui.double_click.windows import CLASSES, Windows


class DoubleClicks(Protocol):
    """How one system lets files open in a program; everything in it raises RuleBroken when the system says no."""

    def is_set(self) -> bool:
        """Whether a double click starts this very program."""

    def set_up(self) -> None:
        """Let our files open here from now on."""

    def remove(self) -> None:
        """Leave our files to the system again."""


class Mac:
    """macOS reads in the application itself what it opens (build_installer.spec); nothing is written anywhere."""

    def is_set(self) -> bool:
        """As an application, always."""
        return bool(getattr(sys, "frozen", False))

    def set_up(self) -> None:
        """Without an application there is nothing that could be told."""
        if not self.is_set():
            raise RuleBroken(
                _("On a Mac a double click opens files in the application cmsdesk only, not in a program that pip installed.")
            )

    def remove(self) -> None:
        """It goes with the application."""
        raise RuleBroken(_("On a Mac you choose this in the Finder: Get Info, Open with."))


def double_clicks() -> DoubleClicks:
    """The way of this system, for the program that runs now."""
    if sys.platform == "darwin":
        return Mac()
    data, command = user_data_path(), program_command()
    if sys.platform == "win32":
        return Windows(QSettings(CLASSES, QSettings.Format.NativeFormat), data / "cmsdesk", command)
    return Linux(data, command)


def works_already() -> bool:
    """Whether there is nothing to offer: it is set up, or cannot be."""
    try:
        return double_clicks().is_set()
    except RuleBroken:
        return True
