"""Notes on pages: who writes them, who reads them and when, and what becomes of them with a new version."""

from pathlib import Path

import pytest

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import Role
from cmsdesk.services.applications import WithdrawApplication
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.dossiers import AddEvidence, ListEvidence, RemoveEvidence
from cmsdesk.services.feedback import AnswerRemark, GiveFeedback, GiveRemark, ReplaceDocument, Resubmit
from cmsdesk.services.history import HistoryOf
from cmsdesk.services.office import Office
from cmsdesk.services.page_notes import AddPageNote, ChangePageNote, NotesOn, RemovePageNote
from tests import given
from tests.judging import Judge, a_file, a_judge, admitted, at_work

MET = Verdict.MET


@pytest.fixture
def apart(court: Office, tmp_path: Path) -> tuple[int, Judge, Judge]:
    """A dossier of two documents that two assessors judge apart."""
    documents = {"essay.pdf": ("essay",), "cv.pdf": ("proof.cv",)}
    application = admitted(court, tmp_path, "apart", documents=documents)
    first, second = (a_judge(court, application, name, "assessor", "apart") for name in ("Pas", "Quak"))
    return application, first, second


def texts(office: Office, evidence: int = 1) -> list[str]:
    return [note.text for note in office.do(NotesOn(evidence)).notes]


def hand_in(office: Office, application: int, judge: Judge) -> None:
    with at_work(office, judge):
        for key in ("essay", "proof.cv"):
            office.do(JudgeRequirement(application, key, MET))
        office.do(FinishReview(application))


def test_notes_are_numbered_along_the_pages(court: Office, apart: tuple[int, Judge, Judge]) -> None:
    _application, judge, _other = apart
    with at_work(court, judge):
        court.do(AddPageNote(1, 2, 0.5, 0.5, "third"))
        court.do(AddPageNote(1, 1, 0.5, 0.9, "second"))
        court.do(AddPageNote(1, 1, 0.1, 0.2, " first ", width=0.5, height=0.1))
        notes = court.do(NotesOn(1)).notes
    assert [(note.number, note.text, note.by) for note in notes] == [
        (1, "first", "P. Pas"),
        (2, "second", "P. Pas"),
        (3, "third", "P. Pas"),
    ]
    assert (notes[0].x, notes[0].y, notes[0].width, notes[0].height, notes[0].is_former) == (0.1, 0.2, 0.5, 0.1, False)


def test_the_notes_of_an_assessor_are_sealed_with_the_report(court: Office, apart: tuple[int, Judge, Judge]) -> None:
    application, p, q = apart
    with at_work(court, p):
        court.do(AddPageNote(1, 1, 0.5, 0.5, "I doubt this."))
    hand_in(court, application, p)
    assert texts(court) == []
    for judge, role in ((q, Role.ASSESSOR), (None, Role.DECIDER), (None, Role.ASSESSOR)):
        with at_work(court, judge, role):
            assert texts(court) == []
    with at_work(court, p):
        assert texts(court) == ["I doubt this."]
    hand_in(court, application, q)
    assert texts(court) == ["I doubt this."]
    with at_work(court, q):
        assert texts(court) == ["I doubt this."]
    with at_work(court, None):  # an assessor who has nothing to do with this dossier
        assert texts(court) == []


def test_a_report_that_was_handed_in_keeps_its_notes_as_they_are(court: Office, apart: tuple[int, Judge, Judge]) -> None:
    application, p, _q = apart
    with at_work(court, p):
        court.do(AddPageNote(1, 1, 0.5, 0.5, "As it was."))
    hand_in(court, application, p)
    with at_work(court, p):
        said = court.do(NotesOn(1))
        assert said.why_not == said.notes[0].why_not == "Your report was handed in; its notes stay as they are."
        for act in (AddPageNote(1, 1, 0.5, 0.5, "More."), ChangePageNote(1, 1, 1, 0.5, 0.5, "Else."), RemovePageNote(1)):
            with pytest.raises(RuleBroken, match="was handed in"):
                court.do(act)


def test_nobody_changes_the_note_of_somebody_else(court: Office, apart: tuple[int, Judge, Judge]) -> None:
    _application, p, q = apart
    with at_work(court, p):
        court.do(AddPageNote(1, 1, 0.5, 0.5, "Mine."))
    for judge, role in ((q, Role.ASSESSOR), (None, Role.BUREAU), (None, Role.DECIDER)):
        with at_work(court, judge, role):
            for act in (ChangePageNote(1, 1, 1, 0.5, 0.5, "Yours."), RemovePageNote(1)):
                with pytest.raises(RuleBroken, match="Somebody else wrote this note"):
                    court.do(act)


def test_what_the_office_enters_for_an_assessor_is_the_note_of_the_assessor(
    court: Office, apart: tuple[int, Judge, Judge]
) -> None:
    _application, p, _q = apart
    court.do(AddPageNote(1, 1, 0.5, 0.5, "From paper.", assignment_id=p.assignment_id))
    [note] = court.do(NotesOn(1)).notes
    assert (note.by, note.why_not) == ("P. Pas", "")
    court.do(ChangePageNote(note.id, note.version, 1, 0.5, 0.6, "Read better."))
    with at_work(court, p):
        assert texts(court) == ["Read better."]


def test_the_office_and_deciders_write_outside_any_report_and_assessors_do_not_read_it(
    court: Office, apart: tuple[int, Judge, Judge]
) -> None:
    _application, p, _q = apart
    court.do(AddPageNote(1, 1, 0.5, 0.5, "The office was here."))
    with at_work(court, None, Role.DECIDER):
        court.do(AddPageNote(1, 1, 0.5, 0.6, "So was the decider."))
        assert texts(court) == ["The office was here.", "So was the decider."]
    assert texts(court) == ["The office was here.", "So was the decider."]
    with at_work(court, p):
        assert texts(court) == []


def test_who_is_not_on_the_dossier_writes_no_note(court: Office, apart: tuple[int, Judge, Judge]) -> None:
    with at_work(court, None):
        assert court.do(NotesOn(1)).why_not == "This dossier is not assigned to you."
        with pytest.raises(RuleBroken, match="not assigned to you"):
            court.do(AddPageNote(1, 1, 0.5, 0.5, "Hello."))


def test_a_note_on_a_former_version_is_shown_as_such(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "portfolio", documents={"paper.pdf": ("craft.essay",)})
    judge = a_judge(court, application, "Roos", "assessor", "portfolio")
    with at_work(court, judge):
        court.do(AddPageNote(1, 4, 0.5, 0.5, "Too short here."))
        remark = court.do(GiveRemark(application, "Too short.", 1))
        court.do(GiveFeedback(application))
    new = court.do(ReplaceDocument(1, a_file(tmp_path, "longer.pdf")))
    court.do(AnswerRemark(remark, "Made longer."))
    court.do(Resubmit(application))
    with at_work(court, judge):
        court.do(AddPageNote(new, 1, 0.5, 0.5, "Good now."))
        now, former = court.do(NotesOn(new)).notes
        assert (now.number, now.text, former.number, former.text) == (1, "Good now.", 0, "Too short here.")
        assert (former.is_former, former.document, former.evidence_id) == (True, "paper.pdf", 1)
        assert [note.number for note in court.do(NotesOn(1)).notes] == [1]
        with pytest.raises(RuleBroken, match="former version"):
            court.do(AddPageNote(1, 1, 0.5, 0.5, "Still?"))
        assert "former version" in court.do(NotesOn(1)).why_not


def test_a_closed_dossier_takes_no_more_notes(office: Office, tmp_path: Path) -> None:
    application = given.in_review(office, given.a_member(office), tmp_path)
    note = office.do(AddPageNote(1, 1, 0.5, 0.5, "Seen."))
    office.do(WithdrawApplication(application, "Moved abroad."))
    for act in (AddPageNote(1, 1, 0.5, 0.5, "Later."), RemovePageNote(note)):
        with pytest.raises(RuleBroken, match="is closed"):
            office.do(act)
    assert "is closed" in office.do(NotesOn(1)).why_not


@pytest.mark.parametrize(
    ("place", "text", "reason"),
    [
        ({"page": 1, "x": 0.5, "y": 0.5}, "  ", "Please write the note"),
        ({"page": 1, "x": 0.5, "y": 0.5}, "a" * 4001, "at most 4000 letters"),
        ({"page": 0, "x": 0.5, "y": 0.5}, "Here.", "not on the page"),
        ({"page": 1, "x": 1.2, "y": 0.5}, "Here.", "not on the page"),
        ({"page": 1, "x": 0.5, "y": float("nan")}, "Here.", "not on the page"),
        ({"page": 1, "x": 0.5, "y": 0.9, "width": 0.1, "height": 0.2}, "", "not on the page"),
    ],
)
def test_a_note_says_something_and_lies_on_the_page(
    office: Office, tmp_path: Path, place: dict[str, float], text: str, reason: str
) -> None:
    given.in_review(office, given.a_member(office), tmp_path)
    with pytest.raises(RuleBroken, match=reason):
        office.do(AddPageNote(evidence_id=1, text=text, **place))  # type: ignore[arg-type]
    assert office.do(NotesOn(1)).notes == ()


def test_a_mark_goes_without_words(office: Office, tmp_path: Path) -> None:
    given.in_review(office, given.a_member(office), tmp_path)
    office.do(AddPageNote(1, 1, 0.5, 0.5, width=0.5, height=0.5))
    [note] = office.do(NotesOn(1)).notes
    assert (note.text, note.width) == ("", 0.5)


def test_a_stale_note_is_not_overwritten(office: Office, tmp_path: Path) -> None:
    application = given.in_review(office, given.a_member(office), tmp_path)
    note = office.do(AddPageNote(1, 1, 0.5, 0.5, "One."))
    office.do(ChangePageNote(note, 1, 1, 0.5, 0.5, "Two."))
    with pytest.raises(RuleBroken, match="Somebody changed this meanwhile"):
        office.do(ChangePageNote(note, 1, 1, 0.5, 0.5, "Three."))
    acts = [row.act for row in office.do(HistoryOf("application", application))]
    assert acts[:2] == ["Changed a note on a page", "Wrote a note on a page"]


def test_a_document_with_notes_stays_in_the_dossier(office: Office, tmp_path: Path) -> None:
    application = given.an_application(office, given.a_member(office))
    evidence = office.do(AddEvidence(application, given.a_pdf(tmp_path)))
    note = office.do(AddPageNote(evidence, 1, 0.5, 0.5, "Not signed."))
    with pytest.raises(RuleBroken, match=r"notes or feedback on “form\.pdf”"):
        office.do(RemoveEvidence(evidence))
    office.do(RemovePageNote(note))
    office.do(RemoveEvidence(evidence))
    assert office.do(ListEvidence(application)) == []
