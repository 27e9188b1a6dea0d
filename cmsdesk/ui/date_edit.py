"""A field for a date, typed as one likes: 21-11, vandaag, +7."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from cmsdesk.domain.dates import show_date, typed_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _


class DateEdit(QLineEdit):
    """Shows 21-11-2026 once it is left; what is no date is marked and said."""

    date_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today = date.today()  # noqa: DTZ011 - the page sets the office's own day
        self.setPlaceholderText(_("dd-mm-yyyy"))
        self.editingFinished.connect(self._settle)

    def set_date(self, day: date | None) -> None:
        """Show a day, or nothing."""
        self.setText(show_date(day))
        self._mark(False)

    def date(self) -> date | None:
        """The day, or None when nothing was typed; refuses what is no date."""
        if not self.text().strip():
            return None
        try:
            return typed_date(self.text(), self.today)
        except ValueError as error:
            raise RuleBroken(_("“{text}” is not a date. Please type it as 21-11-2026.").format(text=self.text())) from error

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ready to be typed over."""
        super().focusInEvent(event)
        self.selectAll()

    def _settle(self) -> None:
        try:
            day = self.date()
        except RuleBroken:
            self._mark(True)
            return
        self.setText(show_date(day))
        self._mark(False)
        self.date_changed.emit()

    def _mark(self, wrong: bool) -> None:
        self.setProperty("wrong", wrong)
        self.style().unpolish(self)
        self.style().polish(self)
