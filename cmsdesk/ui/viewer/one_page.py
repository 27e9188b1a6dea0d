"""What words that run on have in common: the whole is one page, and the words in it can be found."""

from typing import Any, cast

from PySide6.QtWidgets import QAbstractScrollArea

from cmsdesk.ui.viewer.finder import Finder
from cmsdesk.ui.viewer.surfaces import Hits

SMALLEST = 8  # pixels of type


class OnePage:
    """Half a surface, for a text widget; the widget has a finder, a signal `changed`, and says where places are."""

    changed: Any
    _words: Finder

    @property
    def page(self) -> int:
        """The whole is one page: only the program it was written in knows where a sheet ends."""
        return 1

    @property
    def page_count(self) -> int:
        """The whole is one page."""
        return 1

    @property
    def canvas(self) -> QAbstractScrollArea:
        """The text itself."""
        return cast("QAbstractScrollArea", self)

    @property
    def can_find(self) -> bool:
        """There are words."""
        return True

    @property
    def hits(self) -> Hits:
        """What was found."""
        return self._words.hits

    def search(self, words: str, page: int = 1) -> None:  # noqa: ARG002 - it has no pages
        """Mark the words and go to the first."""
        self._words.find(words)
        self.changed.emit()

    def step_hit(self, by: int) -> None:
        """Round and round."""
        self._words.step(by)
        self.changed.emit()
