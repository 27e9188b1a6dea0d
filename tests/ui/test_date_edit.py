"""A date is typed as one likes, or chosen from a month."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCalendarWidget
from pytestqt.qtbot import QtBot

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.ui.date_edit import DateEdit
from tests.conftest import TODAY

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def field(qtbot: QtBot) -> DateEdit:
    made = DateEdit()
    made.today = TODAY
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(
    ("typed", "shown"), [("21-11", "21-11-2026"), ("vandaag", "21-11-2026"), ("+7", "28-11-2026"), ("3 jan 2027", "03-01-2027")]
)
def test_a_date_is_shown_in_full_once_the_field_is_left(field: DateEdit, qtbot: QtBot, typed: str, shown: str) -> None:
    qtbot.keyClicks(field, typed)
    with qtbot.waitSignal(field.date_changed):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == shown


def test_what_is_no_date_stays_is_marked_and_refused(field: DateEdit, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "31-02-2026")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.text(), field.property("wrong")) == ("31-02-2026", True)
    with pytest.raises(RuleBroken, match="31-02-2026"):
        field.date()
    field.set_date(date(2026, 2, 28))
    assert not field.property("wrong")


def test_alt_and_down_opens_a_month_on_the_day_that_is_there(field: DateEdit, qtbot: QtBot) -> None:
    field.set_date(date(2020, 2, 29))
    qtbot.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    month = field.findChild(QCalendarWidget)
    assert isinstance(month, QCalendarWidget)
    assert month.selectedDate() == QDate(2020, 2, 29)
    with qtbot.waitSignal(field.date_changed):
        month.activated.emit(QDate(2020, 3, 1))
    assert field.date() == date(2020, 3, 1)


def test_the_month_opens_on_today_when_nothing_good_was_typed(field: DateEdit) -> None:
    field.setText("blauw")
    month = field.open_calendar()
    assert month.selectedDate() == QDate(2026, 11, 21)
    month.window().close()
