"""The one table model and what it puts on the clipboard."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.modeltest import ModelTester

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.ui.copying import MOST, copy_rows
from cmsdesk.ui.tables import CHIP_ROLE, ROW_ROLE, Chip, Column, PagedModel, Rows


@dataclass
class Counted:
    """A long list that remembers which pages were read."""

    total: int
    read: list[tuple[int, int]] = field(default_factory=list)

    def count(self) -> int:
        return self.total

    def rows(self, offset: int, limit: int) -> Sequence[int]:
        self.read.append((offset, limit))
        return range(offset, min(offset + limit, self.total))


class Refusing:
    """A list that the office will not give."""

    def count(self) -> int:
        raise RuleBroken("Not now.")

    def rows(self, offset: int, limit: int) -> Sequence[int]:
        raise AssertionError((offset, limit))


def a_model(source: Counted | Rows[int]) -> PagedModel[int]:
    model: PagedModel[int] = PagedModel(
        [
            Column("n", "NUMBER", str, right=True),
            Column(
                "",
                "STATE",
                lambda n: "late" if n else "fine",
                chip=lambda n: Chip("late", "clock", "warn") if n else Chip("fine", "check", "ok"),
            ),
        ]
    )
    model.set_source(source)
    return model


def test_the_model_keeps_the_rules_of_qt(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(a_model(Rows(range(5))))


def test_only_the_pages_that_are_looked_at_are_read() -> None:
    source = Counted(91_827)
    model = a_model(source)
    assert (model.rowCount(), source.read) == (91_827, [])
    assert model.index(50_042, 0).data() == "50042"
    assert model.index(50_001, 0).data() == "50001"
    assert source.read == [(50_000, 100)]


def test_a_long_walk_through_the_list_does_not_keep_every_row() -> None:
    model = a_model(Counted(50_000))
    for number in range(0, 50_000, 100):
        model.row(number)
    assert len(model._pages) <= 20


def test_a_cell_gives_its_words_its_chip_its_side_and_its_row() -> None:
    model = a_model(Rows(range(3)))
    assert model.index(1, 1).data() == "late"
    assert model.index(1, 1).data(CHIP_ROLE) == Chip("late", "clock", "warn")
    assert model.index(1, 0).data(CHIP_ROLE) is None
    assert model.index(2, 0).data(ROW_ROLE) == 2
    assert model.index(0, 0).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.headerData(1, Qt.Orientation.Horizontal) == "STATE"


def test_a_refused_list_leaves_the_old_one_standing() -> None:
    model = a_model(Rows(range(3)))
    resets: list[int] = []
    model.modelAboutToBeReset.connect(lambda: resets.append(1))
    with pytest.raises(RuleBroken):
        model.set_source(Refusing())
    assert (model.rowCount(), model.index(2, 0).data(), resets) == (3, "2", [])


def test_copied_rows_are_a_table_in_text_and_in_html() -> None:
    copy_rows(a_model(Rows(range(3))), [0, 2], [1, 0])
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.text() == "STATE\tNUMBER\nfine\t0\nlate\t2"
    assert "<td>STATE</td><td>NUMBER</td>" in mime.html()


@pytest.mark.parametrize("text", ["=1+1", "+31 6", "-2", "@cmd", "\t=1+1", " =1+1"])
def test_what_a_spreadsheet_would_run_is_only_text(text: str) -> None:
    model: PagedModel[str] = PagedModel([Column("", "WORDS", str)])
    model.set_source(Rows([text, "<b>&\nbold"]))
    copy_rows(model, [0, 1], [0])
    lines = QGuiApplication.clipboard().mimeData().text().split("\n")
    assert lines[1].startswith("'")
    assert lines[2] == "<b>& bold"
    assert "&lt;b&gt;&amp; bold" in QGuiApplication.clipboard().mimeData().html()


def test_a_very_long_list_is_copied_up_to_the_limit() -> None:
    copy_rows(a_model(Counted(MOST + 500)), range(MOST + 500), [0])
    assert QGuiApplication.clipboard().mimeData().text().count("\n") == MOST
