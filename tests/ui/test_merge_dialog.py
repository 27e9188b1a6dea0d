"""Two entries of one person, side by side."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cmsdesk.services.people import ReadPerson
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.merge_dialog import MergeDialog
from tests import given


@pytest.fixture
def pair(desk: Desk) -> tuple[int, int]:
    first = given.a_member(desk.office, "Vries", city="Gouda", email="")
    second = given.a_member(desk.office, "Vries", since=date(2015, 3, 1), city="Utrecht", email="jw@example.org")
    return first, second


def field(dialog: MergeDialog, name: str, side: int) -> Qt.CheckState:
    rows = [dialog.fields.verticalHeaderItem(place).text() for place in range(dialog.fields.rowCount())]
    item = dialog.fields.item(rows.index(name), side)
    assert item
    return item.checkState()


def test_only_lines_that_differ_are_shown_and_what_only_one_knows_is_ticked(
    desk: Desk, pair: tuple[int, int], qtbot: QtBot
) -> None:
    dialog = MergeDialog(desk, *pair)
    qtbot.addWidget(dialog)
    assert [dialog.fields.verticalHeaderItem(place).text() for place in range(dialog.fields.rowCount())] == ["E-mail", "City"]
    assert field(dialog, "E-mail", 1) is Qt.CheckState.Checked
    assert field(dialog, "City", 0) is Qt.CheckState.Checked


def test_what_was_ticked_is_kept_and_everything_moves_to_the_first_entry(desk: Desk, pair: tuple[int, int], qtbot: QtBot) -> None:
    dialog = MergeDialog(desk, *pair)
    qtbot.addWidget(dialog)
    city = dialog.fields.item(1, 1)
    assert city
    city.setCheckState(Qt.CheckState.Checked)
    assert field(dialog, "City", 0) is Qt.CheckState.Unchecked
    dialog.show()
    qtbot.mouseClick(dialog.ok_button, Qt.MouseButton.LeftButton)
    merged = desk.do(ReadPerson(pair[1]))
    assert merged.id == pair[0]
    assert (merged.details.city, merged.details.email) == ("Utrecht", "jw@example.org")
    assert {membership.from_on for membership in merged.memberships} == {date(2020, 1, 1), date(2015, 3, 1)}


def test_without_a_second_entry_it_is_looked_for_by_name(desk: Desk, pair: tuple[int, int], qtbot: QtBot) -> None:
    dialog = MergeDialog(desk, pair[0])
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.found.count() == 1
    qtbot.mouseClick(dialog.ok_button, Qt.MouseButton.LeftButton)
    assert dialog.error_label.text() == "Please choose the second entry."
    dialog.found.setCurrentRow(0)
    assert dialog.fields.rowCount() == 2
