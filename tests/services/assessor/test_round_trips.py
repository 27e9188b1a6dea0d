"""An office and an assessor's own program, and what each wrote meanwhile: newer packages after reviews that came in."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from cmsdesk.domain.assessments import Verdict
from cmsdesk.exchange.packages.keys import public_text
from cmsdesk.services.assessments import JudgeRequirement
from cmsdesk.services.assessor.books import PackageSlip, slips
from cmsdesk.services.assessor.dossier_office import open_dossier
from cmsdesk.services.assessor.home import Workplace
from cmsdesk.services.assessor.own_work import OwnWork, ReadOwnWork
from cmsdesk.services.assessor.packages import Stage, list_packages, open_file
from cmsdesk.services.assessor.returning import declare_independent, handed_over, make_review
from cmsdesk.services.assessor_keys import EnrolKey
from cmsdesk.services.dossiers import AddEvidence, RemoveEvidence
from cmsdesk.services.feedback import GiveFeedback, GiveRemark, ReplaceDocument
from cmsdesk.services.office import Office
from cmsdesk.services.packages import make_package
from cmsdesk.services.page_notes import AddPageNote, ChangePageNote, NotesOn
from cmsdesk.services.questions import AskCandidate, QuestionsOf
from cmsdesk.services.records import ReadApplication, ReadReview
from cmsdesk.services.remarks import RemarksOf
from cmsdesk.services.returned_reviews import MergeReview, Taken
from cmsdesk.services.schemes import work_with
from tests.assessing import OFFICE_KEYS, a_workplace
from tests.judging import Days, a_file, a_judge, admitted
from tests.packages import DAY
from tests.situations import Clock, office_at


@dataclass
class Journey:
    """One dossier between the office and one assessor."""

    office: Office
    workplace: Workplace
    folder: Path
    application: int
    assignment: int

    def send(self) -> PackageSlip:
        """The office makes a package, and the assessor opens it."""
        made = make_package(self.office, self.assignment, self.folder, OFFICE_KEYS)
        slip = open_file(self.workplace, made.path)
        made.path.unlink()
        return slip

    @contextmanager
    def at_home(self) -> Iterator[Office]:
        """The dossier on the assessor's computer."""
        [slip] = slips(self.workplace).values()
        with closing(open_dossier(self.workplace, slip)) as office:
            yield office

    def judge(self, **verdicts: Verdict) -> None:
        with self.at_home() as office:
            for key, verdict in verdicts.items():
                office.do(JudgeRequirement(self.application, key, verdict, f"About {key}."))

    def own_work(self) -> OwnWork:
        with self.at_home() as office:
            return office.do(ReadOwnWork())

    def bring_in(self) -> Taken:
        """The assessor makes the file for the office, and the office takes it in."""
        [package] = slips(self.workplace)
        made = make_review(self.workplace, package, self.folder)
        staging = self.folder / "staging"
        staging.mkdir(exist_ok=True)
        return self.office.do(MergeReview(made.path, OFFICE_KEYS, staging)).taken

    def document(self, name: str) -> int:
        """Its number at the office."""
        return next(one.id for one in self.office.do(ReadApplication(self.application)).evidence if one.name == name)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    (tmp_path / "office").mkdir()
    made = office_at(tmp_path / "office", Clock(DAY))
    yield made
    made.close()
    work_with({})


def a_journey(office: Office, folder: Path, route: str, documents: dict[str, tuple[str, ...]]) -> Journey:
    """The dossier is with the assessor, who declared to be independent."""
    workplace = a_workplace(folder / "anne", Days(DAY))
    application = admitted(office, folder, route, documents=documents)
    judge = a_judge(office, application, "Beoordelaar", "assessor", route, declared=False)
    office.do(EnrolKey(judge.person_id, public_text(workplace.keys)))
    journey = Journey(office, workplace, folder, application, judge.assignment_id)
    journey.send()
    with journey.at_home() as at_home:
        declare_independent(at_home)
    return journey


@pytest.fixture
def journey(office: Office, tmp_path: Path) -> Journey:
    """Somebody asked the candidate about one of two documents, and the office knows it."""
    journey = a_journey(office, tmp_path, "apart", {"essay.pdf": ("essay",), "cv.pdf": ("proof.cv",)})
    journey.judge(essay=Verdict.MET)
    with journey.at_home() as at_home:
        at_home.do(AddPageNote(journey.document("essay.pdf"), 1, 0.5, 0.25, "A year is missing."))
        at_home.do(AskCandidate(journey.application, "Where was this?", "proof.cv"))
    assert journey.bring_in() is Taken.PARTLY
    return journey


def test_a_verdict_that_the_office_has_is_asked_again_when_its_documents_changed(journey: Journey) -> None:
    another = a_file(journey.folder, "essay2.pdf")
    journey.office.do(ReplaceDocument(journey.document("essay.pdf"), another))
    assert journey.send().changes == ("Its documents changed, please judge it again: Essay.",)
    with journey.at_home() as office:
        items = {item.requirement_id: item for item in office.do(ReadReview(journey.application))[1]}
    assert items["essay"].verdict == ""
    assert [(one.verdict, one.comment) for one in items["essay"].former] == [(Verdict.MET, "About essay.")]


def test_what_the_office_has_is_there_once_and_the_candidate_is_still_waited_for(journey: Journey) -> None:
    before = journey.own_work()
    journey.office.do(AddEvidence(journey.application, a_file(journey.folder, "answer.pdf"), ("proof.cv",)))
    assert journey.send().changes == ()
    after = journey.own_work()
    assert (after.waits, after.judgements["essay"].comment) == (True, "About essay.")
    assert [(one.uuid, one.text) for one in after.questions] == [(one.uuid, "Where was this?") for one in before.questions]
    assert [(one.uuid, one.text) for one in after.notes] == [(one.uuid, "A year is missing.") for one in before.notes]


def test_a_note_that_was_changed_since_the_review_was_made_stays_changed(journey: Journey) -> None:
    with journey.at_home() as office:
        [note] = office.do(NotesOn(journey.document("essay.pdf"))).notes
        office.do(ChangePageNote(note.id, note.version, 1, 0.5, 0.75, "Two years are missing."))
    journey.office.do(AddEvidence(journey.application, a_file(journey.folder, "answer.pdf"), ("proof.cv",)))
    journey.send()
    assert [(one.text, one.y) for one in journey.own_work().notes] == [("Two years are missing.", 0.75)]


def test_after_the_end_of_a_package_the_next_one_brings_back_what_the_office_has(journey: Journey) -> None:
    [package] = slips(journey.workplace)
    handed_over(journey.workplace, package)
    journey.send()
    with journey.at_home() as office:
        [note] = office.do(NotesOn(journey.document("essay.pdf"))).notes
    assert (note.text, note.by, note.why_not) == ("A year is missing.", "P. Beoordelaar", "")
    assert journey.own_work().judgements["essay"].verdict == Verdict.MET


def test_a_question_that_did_not_reach_the_office_yet_can_still_be_sent(office: Office, tmp_path: Path) -> None:
    journey = a_journey(office, tmp_path, "apart", {"essay.pdf": ("essay",)})
    with journey.at_home() as at_home:
        at_home.do(AskCandidate(journey.application, "Who wrote this?", "essay"))
    office.do(AddEvidence(journey.application, a_file(tmp_path, "cv.pdf"), ("proof.cv",)))
    journey.send()
    assert [row.stage for row in list_packages(journey.workplace)] == [Stage.WAIT]
    assert journey.bring_in() is Taken.PARTLY
    assert [one.text for one in office.do(QuestionsOf(journey.application))] == ["Who wrote this?"]


def test_feedback_that_did_not_reach_the_office_yet_stays_with_its_document(office: Office, tmp_path: Path) -> None:
    journey = a_journey(office, tmp_path, "portfolio", {"paper.pdf": ("craft.essay",)})
    with journey.at_home() as at_home:
        at_home.do(GiveRemark(journey.application, "Please name your sources.", journey.document("paper.pdf")))
        at_home.do(GiveRemark(journey.application, "Please number the pages."))
    office.do(AddEvidence(journey.application, a_file(tmp_path, "more.pdf"), ("craft.essay",)))
    journey.send()
    with journey.at_home() as at_home:
        remarks = at_home.do(RemarksOf(journey.application))
    assert [(one.text, one.document) for one in remarks] == [
        ("Please name your sources.", "paper.pdf"),
        ("Please number the pages.", ""),
    ]


def test_feedback_that_the_office_took_in_is_there_once(office: Office, tmp_path: Path) -> None:
    journey = a_journey(office, tmp_path, "portfolio", {"paper.pdf": ("craft.essay",)})
    with journey.at_home() as at_home:
        at_home.do(GiveRemark(journey.application, "Please name your sources.", journey.document("paper.pdf")))
        at_home.do(GiveFeedback(journey.application))
    assert journey.bring_in() is Taken.PARTLY
    office.do(AddEvidence(journey.application, a_file(tmp_path, "more.pdf"), ("craft.essay",)))
    journey.send()
    assert [one.text for one in journey.own_work().remarks] == ["Please name your sources."]


def test_a_note_goes_with_the_document_it_was_on_and_the_rest_stays(office: Office, tmp_path: Path) -> None:
    journey = a_journey(office, tmp_path, "apart", {"essay.pdf": ("essay",), "cv.pdf": ("proof.cv",)})
    journey.judge(essay=Verdict.MET)
    with journey.at_home() as at_home:
        at_home.do(AddPageNote(journey.document("cv.pdf"), 1, 0.5, 0.5, "By whom?"))
        at_home.do(AddPageNote(journey.document("essay.pdf"), 1, 0.5, 0.5, "A good page."))
    office.do(RemoveEvidence(journey.document("cv.pdf")))
    assert journey.send().changes == ("No longer to be judged: Curriculum vitae.",)
    work = journey.own_work()
    assert [one.text for one in work.notes] == ["A good page."]
    assert work.judgements["essay"].verdict == Verdict.MET
