"""What a window shows and holds, carried over to the one that takes its place in another language or in other colours."""

from dataclasses import dataclass, field

from PySide6.QtCore import QSettings

from cmsdesk.services.lists import Asked
from cmsdesk.ui.list_page import ListPage
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.review import ReviewPage


@dataclass(frozen=True)
class _List:
    """What a list showed: what was asked for, the current record, and the section of it."""

    asked: Asked
    record_id: int
    section: int


@dataclass(frozen=True)
class _Review:
    """What was reviewed: the dossier, for whom, and the item; what was typed comes back from its draft."""

    application_id: int
    assignment_id: int | None
    place: int


@dataclass(frozen=True)
class Shown:
    """What a whole window showed."""

    tab: str
    words: str
    full_screen: bool
    lists: dict[str, _List] = field(default_factory=dict)
    review: _Review | None = None


def what_is_shown(window: MainWindow) -> Shown:
    """Take stock of a window before it goes."""
    QSettings().setValue("window/geometry", window.saveGeometry())
    lists, review = {}, None
    for key, page in window.pages.items():
        if isinstance(page, ListPage):
            lists[key] = _List(page.asked(), getattr(page.current_row(), "id", 0), page.section())
        elif isinstance(page, ReviewPage) and page.application_id:
            page.unkept()
            review = _Review(page.application_id, page.assignment_id, page.place)
    return Shown(window.tab, window.search_edit.text(), window.full_screen_action.isChecked(), lists, review)


def show_again(window: MainWindow, shown: Shown) -> None:
    """Let a fresh window show the same."""
    for key, held in shown.lists.items():
        page = window.show_tab(key)
        assert isinstance(page, ListPage)
        page.use_view(held.asked, held.record_id, held.section)
    if shown.review:
        page = window.show_tab("review")
        assert isinstance(page, ReviewPage)
        page.application_id, page.assignment_id = shown.review.application_id, shown.review.assignment_id
        page.refresh()
        page.go(shown.review.place)
    window.search_edit.setText(shown.words)
    window.show_tab(shown.tab)
    window.full_screen_action.setChecked(shown.full_screen)
