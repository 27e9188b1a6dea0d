"""The whole review by keyboard, and few keys of it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cmsdesk.domain.applications import State
from cmsdesk.domain.dossiers import Standing
from cmsdesk.services.answers import AnswerCheck, AnswerTopics
from cmsdesk.services.applications import AdmitApplication, ReceiveApplication, StartApplication
from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.services.people import AddPerson, PersonDetails
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.schemes import scheme_of
from cmsdesk.ui.main_window import MainWindow
from tests import given
from tests.judging import Judge, a_judge, admitted
from tests.ui.reviewing import TOPICS, finish_form, sheet_of, sit_down, titles, type_keys, verdicts

KEY = Qt.Key
EXPERIENCE = frozenset({"experience"})


@pytest.fixture
def ten(bench: MainWindow, tmp_path: Path) -> tuple[int, Judge]:
    """A dossier of ten topics, for each of which the candidate says on what it rests; and who judges it."""
    office = bench.desk.office
    topics = [topic.id for part in scheme_of("atim-as").topic_sets if part.id == "t2" for topic in part.topics]
    assert len(topics) == 10
    person = office.do(AddPerson(PersonDetails("Bakker", initials="I.")))
    application = office.do(StartApplication(person, "atim-as", "L2-exemption"))
    office.do(AddEvidence(application, given.a_pdf(tmp_path), ("l2free.topics",)))
    office.do(AnswerCheck(application, "work", "yes"))
    office.do(AnswerTopics(application, dict.fromkeys(topics, (Standing.PENDING, EXPERIENCE))))
    office.do(ReceiveApplication(application, office.today))
    office.do(AdmitApplication(application))
    return application, a_judge(office, application, "Roos", "trainer", "portfolio")


def test_ten_topics_take_fewer_than_three_keys_each_and_finishing_two_more(
    bench: MainWindow, ten: tuple[int, Judge], qtbot: QtBot
) -> None:
    """Nothing but keys, from the first topic to the report that is in."""
    application, judge = ten
    page = sit_down(bench, judge)
    items = len(page.items)
    assert items == 11  # the ten topics and what the office asked before them
    typed = 0
    for turn in range(items):
        if turn == 3:  # one is not met, and needs words; those are no keys of the program
            typed += type_keys(qtbot, KEY.Key_2)
            qtbot.keyClicks(QApplication.focusWidget(), "No moments are named.")
            typed += type_keys(qtbot, KEY.Key_F8)
        else:
            typed += type_keys(qtbot, KEY.Key_1, KEY.Key_O)
    assert typed == 2 * items < 3 * items
    assert list(verdicts(bench, application).values()).count("met") == 10
    [refused] = [item for item in sheet_of(bench, application).items if item.verdict == "not_met"]
    assert refused.comment == "No moments are named."
    assert QApplication.focusWidget() is page.left.finish_button, "when all is judged the cursor is on handing in"
    type_keys(qtbot, KEY.Key_Return, control=True)
    form = finish_form(qtbot)
    assert "11 of 11" in form.sentence.text()
    type_keys(qtbot, KEY.Key_Return, control=True, where=form.comment)
    assert bench.desk.do(ReadApplication(application)).state is State.ASSESSED


def test_every_part_is_reached_and_left_by_its_key(bench: MainWindow, ten: tuple[int, Judge], qtbot: QtBot) -> None:
    _application, judge = ten
    page = sit_down(bench, judge)
    page.requirements.setFocus()
    type_keys(qtbot, KEY.Key_J, KEY.Key_J, KEY.Key_K)
    assert page.place == 1
    type_keys(qtbot, KEY.Key_B)
    assert QApplication.focusWidget() is page.form.basis["experience"]
    type_keys(qtbot, KEY.Key_Tab, KEY.Key_Space, KEY.Key_1)
    assert (page.items[1].verdict, page.items[1].basis) == ("met", {"experience", "knowledge"})
    for key, field in ((KEY.Key_C, page.comment), (KEY.Key_R, page.right.feedback.field)):
        type_keys(qtbot, key)
        assert QApplication.focusWidget() == field
        qtbot.keyClicks(field, "jk12")
        assert field.toPlainText() == "jk12", "letters are words in a field"
        type_keys(qtbot, KEY.Key_Escape)
        assert QApplication.focusWidget() is page.requirements
    assert page.place == 1


def test_a_topic_that_rests_on_nothing_leads_to_what_it_may_rest_on(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    office = bench.desk.office
    application = admitted(office, tmp_path, "portfolio", documents={"paper.pdf": ("craft.essay",)})
    page = sit_down(bench, a_judge(office, application, "Roos", "assessor", "portfolio"))
    page.requirements.setFocus()
    assert page.items[0].requirement_id == TOPICS[0]
    type_keys(qtbot, KEY.Key_1)
    assert "on what" in page.saved.text()
    assert QApplication.focusWidget() is page.form.basis["experience"]
    type_keys(qtbot, KEY.Key_Space, KEY.Key_1)
    assert (page.items[0].verdict, page.items[0].basis) == ("met", {"experience"})


def test_a_verdict_is_given_while_one_types(bench: MainWindow, ten: tuple[int, Judge], qtbot: QtBot) -> None:
    application, judge = ten
    page = sit_down(bench, judge)
    page.requirements.setFocus()
    type_keys(qtbot, KEY.Key_C)
    qtbot.keyClicks(page.comment, "Seen.")
    type_keys(qtbot, KEY.Key_1, control=True)
    assert page.items[0].comment == "Seen."
    qtbot.keyClicks(page.comment, " Twice.")
    type_keys(qtbot, KEY.Key_F8)
    assert sheet_of(bench, application).items[0].comment == "Seen. Twice."


def test_the_documents_come_round_by_their_key(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    office = bench.desk.office
    files = {"one.pdf": ("craft.essay",), "two.pdf": ("craft.essay",), "three.pdf": (TOPICS[0],)}
    application = admitted(office, tmp_path, "portfolio", documents=files)
    page = sit_down(bench, a_judge(office, application, "Roos", "assessor", "portfolio"))
    page.requirements.setFocus()
    type_keys(qtbot, KEY.Key_J, KEY.Key_J)
    shown = [page.view.title.text()]
    for _press in range(2):
        type_keys(qtbot, KEY.Key_D)
        shown.append(page.view.title.text())
    assert shown == ["one.pdf", "two.pdf", "one.pdf"]
    qtbot.keyClick(page, KEY.Key_D, Qt.KeyboardModifier.ShiftModifier)
    assert page.view.title.text() == "two.pdf"
    assert page.middle.next_button.text() == "D"


def test_a_scored_criterion_goes_verdict_score_and_on(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    office = bench.desk.office
    application = admitted(office, tmp_path, "chosen", documents={"essay.pdf": ("essay",)})
    page = sit_down(bench, a_judge(office, application, "P", "assessor", "chosen"))
    assert titles(page)[-2:] == ["Criteria of the step", "attitude"]
    page.go(len(page.items) - 1)
    page.requirements.setFocus()
    type_keys(qtbot, KEY.Key_1)
    assert QApplication.focusWidget() is page.form.score
    qtbot.keyClicks(page.form.score, "8")
    type_keys(qtbot, KEY.Key_Return)
    assert page.place == 0, "Enter in the score goes to the next that is open"
    assert sheet_of(bench, application).items[-1].score == 8
    assert titles(page)[-1] == "attitude: 8"


def test_the_keys_stand_on_the_buttons_and_in_the_help(bench: MainWindow, ten: tuple[int, Judge]) -> None:
    _application, judge = ten
    page = sit_down(bench, judge)
    shown = [made.text() for made in page.form.buttons.values()]
    assert shown == ["Met  1", "Not met  2", "Question  3"]
    assert page.left.finish_button.text() == "Finish review  Ctrl+Enter"
    assert page.right.feedback.open_button.text() == "Write feedback…  R"


def test_the_room_is_divided_as_it_was_left(bench: MainWindow, ten: tuple[int, Judge], qtbot: QtBot) -> None:
    page = sit_down(bench, ten[1])
    page.splitter.setSizes([400, 500, 400])
    page.splitter.splitterMoved.emit(0, 0)
    before = page.splitter.sizes()
    again = MainWindow(bench.desk)
    qtbot.addWidget(again)
    again.resize(1440, 900)
    again.show()
    other = sit_down(again, ten[1])
    assert other.splitter.sizes() == before
    assert QSettings().contains("widths/review")
