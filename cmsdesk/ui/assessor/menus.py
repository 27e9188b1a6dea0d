"""The menus of the assessor's window: everything in it can be reached by keys as well."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from cmsdesk.domain.words import LANGUAGES, _, language
from cmsdesk.ui.double_click.offering import add_tick

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from cmsdesk.ui.assessor.window import AssessorWindow

_NAMES = {"nl": "Nederlands", "en": "English"}


def fill_menus(window: AssessorWindow) -> None:
    """Build the menus for what can be done now."""
    bar = window.menuBar()
    bar.clear()
    inside = window.workplace is not None
    file = bar.addMenu(_("&File"))
    _add(file, _("Open a package…"), window.ask_open, QKeySequence.StandardKey.Open, on=inside)
    _add(file, _("Back to the list"), window.back, "Alt+Left", on=window.desk is not None)
    file.addSeparator()
    _add(file, _("Keys and offices…"), window.show_keys, on=inside)
    _add(file, _("Change passphrase…"), window.change_passphrase, on=inside)
    _add(file, _("Lock"), window.lock, "Ctrl+L", on=inside)
    file.addSeparator()
    _add(file, _("To the start window"), window.to_start)
    add_tick(file, None, window.job, window.notices)
    file.addSeparator()
    leave = _add(file, _("Quit"), window.close, QKeySequence.StandardKey.Quit)
    leave.setMenuRole(QAction.MenuRole.QuitRole)
    view = bar.addMenu(_("&View"))
    worn = str(QSettings().value("theme", "system"))
    themes = {"light": _("Light"), "dark": _("Dark"), "system": _("As the system")}
    _choices(window, view, themes, worn, window.theme_wanted.emit)
    view.addSeparator()
    _choices(window, view, {code: _NAMES[code] for code in LANGUAGES}, language(), window.language_wanted.emit)


def _add(
    menu: QMenu, words: str, act: Callable[[], object], keys: QKeySequence.StandardKey | str = "", *, on: bool = True
) -> QAction:
    action = menu.addAction(words)
    action.setShortcut(QKeySequence(keys))
    action.setEnabled(on)
    action.triggered.connect(lambda _checked=False: act())
    return action


def _choices(window: AssessorWindow, menu: QMenu, offered: dict[str, str], chosen: str, then: Callable[[str], object]) -> None:
    group = QActionGroup(window)
    for code, words in offered.items():
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(code == chosen)
        group.addAction(action)
        action.triggered.connect(lambda _checked=False, code=code: then(code))
