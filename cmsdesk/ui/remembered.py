"""What this workstation remembers: the columns, order and named views of a list, and how a page is divided."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHeaderView, QInputDialog, QMenu, QSplitter, QWidget

from cmsdesk.domain.words import _
from cmsdesk.services.lists import Asked
from cmsdesk.ui.icons import icon
from cmsdesk.ui.tables import Column


def passing_menu(parent: QWidget) -> QMenu:
    """A menu that goes away with its use."""
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def remember_widths(name: str, splitter: QSplitter, otherwise: Sequence[int]) -> None:
    """Divide the room as it was left, or as given in pixels; remembers every change from here on."""
    key = f"widths/{name}"
    state = QSettings().value(key)
    if not (isinstance(state, QByteArray) and splitter.restoreState(state)):
        splitter.setSizes(list(otherwise))
    splitter.splitterMoved.connect(lambda _at, _index: QSettings().setValue(key, splitter.saveState()))


class RememberedColumns:
    """Which columns of a list are shown, how wide, in what place, and by which one it is sorted."""

    def __init__(self, name: str, header: QHeaderView, columns: Sequence[Column[Any]]) -> None:
        self._name = name
        self._header = header
        self._columns = columns

    def restore(self) -> None:
        """As they were left, or as the list brings them; remembers every change from here on."""
        for section, shown in enumerate(self._columns):
            self._header.resizeSection(section, shown.width)
        state = QSettings().value(f"columns/{self._name}")
        if isinstance(state, QByteArray):
            self._header.restoreState(state)
        self._header.sectionResized.connect(lambda *_: self._save())
        self._header.sectionMoved.connect(lambda *_: self._save())

    def shown(self) -> list[int]:
        """The columns that are shown, from left to right."""
        order = sorted(range(len(self._columns)), key=self._header.visualIndex)
        return [section for section in order if not self._header.isSectionHidden(section)]

    def fill(self, menu: QMenu) -> None:
        """Offer every column, and the way back."""
        now = self.shown()
        for section, shown in enumerate(self._columns):
            action = QAction(shown.title, menu, checkable=True, checked=section in now)
            action.setEnabled(now != [section])  # without any column there is no heading to bring one back
            action.toggled.connect(partial(self._show, section))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(_("As it was")).triggered.connect(lambda _checked=False: self._reset())

    def sort(self, otherwise: tuple[str, bool]) -> tuple[str, bool]:
        """The order in which the list was left: a column's key, and whether downwards."""
        kept = str(QSettings().value(f"sort/{self._name}", ""))
        key = kept.removeprefix("-")
        return (key, kept != key) if key in {shown.key for shown in self._columns if shown.key} else otherwise

    def show_sort(self, key: str, *, descending: bool, keep: bool = False) -> None:
        """Point at the column the list is sorted by."""
        section = next((n for n, shown in enumerate(self._columns) if shown.key and shown.key == key), -1)
        self._header.setSortIndicatorShown(section >= 0)
        if section >= 0:
            self._header.setSortIndicator(section, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)
        if keep:
            QSettings().setValue(f"sort/{self._name}", f"-{key}" if descending else key)

    def _show(self, section: int, on: bool) -> None:
        self._header.setSectionHidden(section, not on)
        self._save()

    def _reset(self) -> None:
        for section, shown in enumerate(self._columns):
            self._header.setSectionHidden(section, False)
            self._header.resizeSection(section, shown.width)
            self._header.moveSection(self._header.visualIndex(section), section)
        self._save()

    def _save(self) -> None:
        QSettings().setValue(f"columns/{self._name}", self._header.saveState())


class SavedViews:
    """Named views of a list: the words searched, the filters and the order."""

    def __init__(self, name: str) -> None:
        self._key = f"views/{name}"

    def all(self) -> dict[str, Asked]:
        """The views by name."""
        kept: Any = QSettings().value(self._key, {}) or {}
        return {title: Asked(words, frozenset(chips), sort, down) for title, (words, chips, sort, down) in kept.items()}

    def keep(self, title: str, asked: Asked) -> None:
        """Keep what a list shows under a name; a name without letters keeps nothing."""
        if title.strip():
            self._write(self.all() | {title.strip(): asked})

    def drop(self, title: str) -> None:
        """Forget a view."""
        self._write({name: asked for name, asked in self.all().items() if name != title})

    def fill(self, menu: QMenu, asked: Asked, use: Callable[[Asked], object]) -> None:
        """Offer every view, keeping the present one, and dropping one."""
        views = self.all()
        for title, view in views.items():
            menu.addAction(icon("bookmark", "text"), _plain(title)).triggered.connect(lambda _on=False, view=view: use(view))
        menu.addSeparator()
        menu.addAction(icon("plus", "text"), _("Keep this view…")).triggered.connect(
            lambda _on=False: self._ask_name(menu.parentWidget(), asked)
        )
        if views:
            gone = menu.addMenu(icon("trash-2", "text"), _("Remove"))
            for title in views:
                gone.addAction(_plain(title)).triggered.connect(lambda _on=False, title=title: self.drop(title))

    def _ask_name(self, parent: QWidget | None, asked: Asked) -> None:
        dialog = QInputDialog(parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(_("Keep this view"))
        dialog.setLabelText(_("A name for what the list shows now:"))
        dialog.textValueSelected.connect(lambda title: self.keep(title, asked))
        dialog.open()

    def _write(self, views: dict[str, Asked]) -> None:
        plain = {title: [a.words, sorted(a.chips), a.sort, a.descending] for title, a in views.items()}
        QSettings().setValue(self._key, plain)


def _plain(title: str) -> str:
    """A name in a menu: an ampersand stays an ampersand."""
    return title.replace("&", "&&")
