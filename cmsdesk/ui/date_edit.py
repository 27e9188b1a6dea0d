"""A field for a date, typed as one likes: 21-11, vandaag, +7."""

from datetime import date

from PySide6.QtCore import QDate, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QWidget, QWidgetAction

from cmsdesk.domain.dates import show_date, typed_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.ui.icons import icon


class DateEdit(QLineEdit):
    """Shows 21-11-2026 once it is left; what is no date is marked and said."""

    date_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today = date.today()  # noqa: DTZ011 - the page sets the office's own day
        self.setPlaceholderText(_("dd-mm-yyyy"))
        self.editingFinished.connect(self._settle)
        open_ = self.addAction(icon("calendar"), QLineEdit.ActionPosition.TrailingPosition)
        open_.setText(_("Date"))
        open_.triggered.connect(lambda: self.open_calendar())

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

    def open_calendar(self) -> QCalendarWidget:
        """Choose the day from a month, by mouse or with the arrow keys."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        month = QCalendarWidget()
        month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        month.setMinimumSize(QSize(300, 240))
        try:
            shown = self.date() or self.today
        except RuleBroken:
            shown = self.today
        month.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        for chosen in (month.activated, month.clicked):  # Enter, a click
            chosen.connect(self._choose)
            chosen.connect(menu.close)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(month)
        menu.addAction(holder)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        month.setFocus()
        return month

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Down opens the calendar, as in any field that has a list."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ready to be typed over."""
        super().focusInEvent(event)
        self.selectAll()

    def _choose(self, day: QDate) -> None:
        self.setText(f"{day.day():02}-{day.month():02}-{day.year()}")
        self._settle()

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
