"""Situations of a review in which something is done that can be taken back; for the proof in test_undo."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from cmsdesk.domain.assessments import Verdict
from cmsdesk.services.answers import AnswerCheck
from cmsdesk.services.applications import AdmitApplication, ReceiveApplication, StartApplication
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.services.feedback import AnswerRemark, GiveFeedback, GiveRemark, ReplaceDocument, Resubmit, TakeBackRemark
from cmsdesk.services.hearings import CancelHearing, HoldHearing, MoveHearing, PlanHearing, WriteMinutes
from cmsdesk.services.office import Office
from cmsdesk.services.page_notes import AddPageNote, ChangePageNote, RemovePageNote
from cmsdesk.services.plans import AddPlanLine, ChangePlanLine, FinishPlanLine, RemovePlanLine
from cmsdesk.services.protocols import AgreeProtocol, SettleDifference, WriteProtocol
from cmsdesk.services.questions import AnswerQuestion, AskCandidate
from tests import given
from tests.judging import Judge, a_file, a_judge, at_work

Situation = Callable[[Office, Path], Any]
TOPIC = "l2free.topics/Notuleren"


def an_exemption(office: Office, folder: Path) -> tuple[int, Judge]:
    """A portfolio of one document, with its trainer; application 1, document 1."""
    application = given.an_exemption(office, given.a_member(office))
    office.do(AddEvidence(application, a_file(folder, "proof.pdf"), ("l2free.topics",)))
    office.do(AnswerCheck(application, "work", "yes"))
    office.do(ReceiveApplication(application, office.today))
    office.do(AdmitApplication(application))
    return application, a_judge(office, application, "Roos", "trainer", "portfolio")


def a_remark(office: Office, folder: Path) -> Any:
    application, trainer = an_exemption(office, folder)
    return GiveRemark(application, "Please show more.", 1, trainer.assignment_id)


def a_remark_taken_back(office: Office, folder: Path) -> Any:
    office.do(a_remark(office, folder))
    return TakeBackRemark(1)


def feedback_given(office: Office, folder: Path) -> Any:
    office.do(a_remark(office, folder))
    return GiveFeedback(1, 1)


def a_remark_answered(office: Office, folder: Path) -> Any:
    office.do(feedback_given(office, folder))
    return AnswerRemark(1, "An example was added.")


def a_document_replaced(office: Office, folder: Path) -> Any:
    office.do(feedback_given(office, folder))
    return ReplaceDocument(1, a_file(folder, "better.pdf"))


def a_dossier_handed_in_again(office: Office, folder: Path) -> Any:
    office.do(a_document_replaced(office, folder))
    office.do(AnswerRemark(1, "An example was added."))
    return Resubmit(1)


def a_note_on_a_page(office: Office, folder: Path) -> Any:
    _application, trainer = an_exemption(office, folder)
    return AddPageNote(1, 2, 0.25, 0.5, "Here it is signed.", assignment_id=trainer.assignment_id)


def a_note_put_elsewhere(office: Office, folder: Path) -> Any:
    office.do(a_note_on_a_page(office, folder))
    return ChangePageNote(1, 1, 3, 0.5, 0.75, "Here, on the last page.", 0.25, 0.1)


def a_note_removed(office: Office, folder: Path) -> Any:
    office.do(a_note_on_a_page(office, folder))
    return RemovePageNote(1)


def an_action_planned(office: Office, folder: Path) -> Any:
    application, _trainer = an_exemption(office, folder)
    return AddPlanLine(application, (TOPIC,), "Self-study", "Candidate", office.today + timedelta(days=60))


def an_action_changed(office: Office, folder: Path) -> Any:
    office.do(an_action_planned(office, folder))
    return ChangePlanLine(1, 1, (TOPIC,), "Guidance")


def an_action_removed(office: Office, folder: Path) -> Any:
    office.do(an_action_planned(office, folder))
    return RemovePlanLine(1)


def an_action_done(office: Office, folder: Path) -> Any:
    office.do(an_action_planned(office, folder))
    return FinishPlanLine(1, office.today)


def before_two(office: Office, _folder: Path) -> tuple[int, list[Judge]]:
    """A recertification that two judge; application 1, assignments 1 and 2."""
    application = office.do(StartApplication(given.a_member(office), "rl", "recert-dev"))
    office.do(ReceiveApplication(application, office.today))
    office.do(AdmitApplication(application))
    return application, [a_judge(office, application, name, "assessor", "written2") for name in ("Pas", "Quak")]


def a_question_asked(office: Office, folder: Path) -> Any:
    application, _judges = before_two(office, folder)
    return AskCandidate(application, "Which course?", "renew.points", 1)


def a_question_answered(office: Office, folder: Path) -> Any:
    office.do(a_question_asked(office, folder))
    return AnswerQuestion(1, "That of May.")


def a_difference(office: Office, folder: Path) -> Any:
    application, judges = before_two(office, folder)
    for judge, verdict in zip(judges, (Verdict.MET, Verdict.NOT_MET), strict=True):
        with at_work(office, judge):
            for key in ("renew.points", "renewdev.supervisor"):
                office.do(JudgeRequirement(application, key, verdict, "Seen."))
            office.do(FinishReview(application))
    return SettleDifference(application, "written2", "renew.points", Verdict.MET, "Together.")


def a_protocol(office: Office, folder: Path) -> Any:
    office.do(a_difference(office, folder))
    return WriteProtocol(1, "written2", 1, "We differ.", "P. Quak", "Too few points.")


def a_protocol_agreed(office: Office, folder: Path) -> Any:
    office.do(a_protocol(office, folder))
    return AgreeProtocol(1, "written2", office.today)


def a_conversation(office: Office, folder: Path) -> Any:
    person = given.a_member(office)
    application = office.do(StartApplication(person, "rl", "initial"))
    for name, role in (("Een", "committee"), ("Twee", "committee"), ("Stoel", "voorzitter")):
        a_judge(office, application, name, role, "oral")
    return PlanHearing(application, "oral", office.today, "14:30", 60, "Utrecht")


def a_conversation_moved(office: Office, folder: Path) -> Any:
    office.do(a_conversation(office, folder))
    return MoveHearing(1, 1, office.today + timedelta(days=7))


def a_conversation_called_off(office: Office, folder: Path) -> Any:
    office.do(a_conversation(office, folder))
    return CancelHearing(1)


def minutes(office: Office, folder: Path) -> Any:
    office.do(a_conversation(office, folder))
    return WriteMinutes(1, 1, "The candidate began.")


def a_conversation_held(office: Office, folder: Path) -> Any:
    office.do(a_conversation(office, folder))
    return HoldHearing(1, office.today, "A good talk.")


JUDGING: dict[str, Situation] = {
    make.__name__: make
    for make in (
        *(a_remark, a_remark_taken_back, feedback_given, a_remark_answered, a_document_replaced, a_dossier_handed_in_again),
        *(a_note_on_a_page, a_note_put_elsewhere, a_note_removed),
        *(an_action_planned, an_action_changed, an_action_removed, an_action_done),
        *(a_question_asked, a_question_answered, a_difference, a_protocol, a_protocol_agreed),
        *(a_conversation, a_conversation_moved, a_conversation_called_off, minutes, a_conversation_held),
    )
}
