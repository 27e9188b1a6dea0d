"""What every way of showing a document can do, whatever kind it is."""

from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractScrollArea


@dataclass(frozen=True)
class Place:
    """A place on a page, or a part of it; the first page is 1, the rest are shares of the page from the top left."""

    page: int
    x: float
    y: float
    width: float = 0.0
    height: float = 0.0

    def moved(self, x: float, y: float) -> "Place":
        """A bit further, and no further than the page reaches."""
        return Place(self.page, _within(self.x + x, self.width), _within(self.y + y, self.height), self.width, self.height)

    def to(self, other: "Place") -> "Place":
        """The part of the page between two places; of another page nothing."""
        if other.page != self.page:
            return self
        left, right = sorted((self.x, other.x))
        top, bottom = sorted((self.y, other.y))
        return Place(self.page, left, top, right - left, bottom - top)


def _within(begin: float, size: float) -> float:
    return max(0.0, min(1.0 - size, begin))


@dataclass(frozen=True)
class Hits:
    """How often the words are there, and which one is shown; 0 where none is."""

    current: int
    total: int


class Surface(Protocol):
    """One way of showing a document: pages of a PDF, a picture, words, sheets.

    `changed` is a signal: another page is on the screen, other words are found, or the size is another.
    """

    changed: Any

    @property
    def page(self) -> int:
        """The page that is on the screen; the first is 1."""
        ...

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        ...

    @property
    def canvas(self) -> QAbstractScrollArea:
        """What the pages are drawn on."""
        ...

    @property
    def can_find(self) -> bool:
        """Whether there are words to find."""
        ...

    @property
    def hits(self) -> Hits:
        """What was found."""
        ...

    def zoom(self, factor: float) -> None:
        """Show it larger or smaller."""
        ...

    def fit(self) -> None:
        """The whole width of the page, however it was zoomed."""
        ...

    def search(self, words: str, page: int = 1) -> None:
        """Mark these words wherever they are, and go to the first from a page on; no words mark nothing."""
        ...

    def step_hit(self, by: int) -> None:
        """Go to the next or a former place where the words are, round and round."""
        ...

    def go_to(self, place: Place) -> None:
        """Bring a place on the screen."""
        ...

    def place_at(self, point: QPoint) -> Place | None:
        """The place under a point of the viewport, or None beside the page."""
        ...

    def area_of(self, place: Place) -> QRectF | None:
        """Where a place is in the viewport now; a point has no size. None when its page is not there."""
        ...

    def print_on(self, printer: QPrinter) -> None:
        """Put it on paper."""
        ...
