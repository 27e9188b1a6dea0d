"""The keys of the viewer."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from cmsdesk.domain.words import _

if TYPE_CHECKING:
    from cmsdesk.ui.viewer.document_view import DocumentView


def bind_keys(view: "DocumentView", page: QWidget) -> list[QShortcut]:
    """Let keys do something wherever the cursor is on a page; letters are words in a field for words."""
    acts: dict[str, Callable[[], object]] = {
        "Ctrl++": view.tools.in_button.click,
        "Ctrl+=": view.tools.in_button.click,
        "Ctrl+-": view.tools.out_button.click,
        "Ctrl+0": view.fit,
        "Ctrl+Shift+F": view.find_in_dossier,
        "Ctrl+PgDown": partial(view.step_page, 1),
        "Ctrl+PgUp": partial(view.step_page, -1),
        "F3": partial(view.step_hit, 1),
        "Shift+F3": partial(view.step_hit, -1),
        "N": view.add_note,
        "]": partial(view.step_note, 1),
        "[": partial(view.step_note, -1),
    }
    made = []
    for key, act in acts.items():
        shortcut = QShortcut(QKeySequence(key), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
        made.append(shortcut)
    return made


def key_list() -> list[tuple[str, str]]:
    """Every key of the viewer and what it does, for the help."""
    return [
        ("Ctrl+F, F3, Shift+F3", _("Find in document, next and previous place")),
        ("Ctrl+Shift+F", _("Find in the whole dossier")),
        ("N", _("Write a note on the page; Ctrl+Enter keeps it, Alt and the arrows move it")),
        ("], [", _("Next and previous note")),
        ("Ctrl++, Ctrl+-, Ctrl+0", _("Larger, smaller, the whole width")),
        ("Ctrl+PgDn, Ctrl+PgUp", _("Next and previous page")),
    ]
