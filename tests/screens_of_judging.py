"""The review and the windows of judging together, filled by a made-up scheme, for `python -m tests.screens`."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.feedback import AnswerRemark, GiveFeedback, GiveRemark
from cmsdesk.services.hearings import CancelHearing, PlanHearing
from cmsdesk.services.judging import ReadTalks
from cmsdesk.services.office import Office
from cmsdesk.services.people_on_file import PeopleOnFile
from cmsdesk.services.plans import AddPlanLine, PlanOf
from cmsdesk.services.questions import AnswerQuestion, AskCandidate
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.judging import show_hearings, show_matrix, show_plan, show_protocol, show_rounds
from cmsdesk.ui.judging.hearing_dialogs import HearingDialog, OutcomeDialog
from cmsdesk.ui.judging.plan_dialogs import PlanLineDialog
from cmsdesk.ui.judging.remark_dialogs import RemarkDialog
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.notices import Notices
from tests.judging import Days, a_judge, admitted, an_office, at_work, judge_all

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
PLAN, DOING = "craft.topics/Plan maken", "craft.topics/Uitvoeren"
LONG = "Quakernaat-van der Hoevensteen"
_SECTION = 4  # of the record: how far the judging is


class Judging:
    """An office with a dossier for each window."""

    def __init__(self, folder: Path) -> None:
        self.office = an_office(folder, Days(date(2026, 11, 2)))
        self.divided = _divided(self.office, folder, "apart")
        self.third = _divided(self.office, folder, "third")
        self.portfolio = _portfolio(self.office, folder)
        self.waiting = _waiting(self.office, folder)
        self.talks = _talks(self.office, folder)
        self.sealed = _sealed(self.office, folder)

    def shown(self) -> Iterator[tuple[str, QWidget]]:
        """Every window and dialog by name, each on the screen when it is handed out."""
        desk = Desk(self.office, Notices())
        window = MainWindow(desk)
        window.resize(1440, 900)
        window.show()
        page = window.show_tab("applications")
        yield "judging-matrix", show_matrix(desk, page, self.portfolio)
        yield "judging-plan", show_plan(desk, page, self.portfolio)
        for name, application in (("rounds", self.portfolio), ("rounds-waiting", self.waiting)):
            yield f"judging-{name}", show_rounds(desk, page, application)
        yield "judging-third", show_protocol(desk, page, self.third, "third")
        compared = show_protocol(desk, page, self.divided, "apart")
        yield "judging-protocol", compared
        compared.show_all.setChecked(True)
        yield "judging-protocol-all", compared
        yield "judging-conversations", show_hearings(desk, page, self.talks, "committee")
        talk = desk.do(ReadTalks(self.talks, "committee"))
        for name, dialog in (
            ("conversation", HearingDialog(desk, talk, talk.hearings[-1], window)),
            ("outcome", OutcomeDialog(desk, talk, window)),
            ("action", PlanLineDialog(desk, self.portfolio, desk.do(PlanOf(self.portfolio)), parent=window)),
            ("feedback", RemarkDialog(desk, self.portfolio, None, window)),
        ):
            dialog.open()
            yield f"judging-{name}", dialog
            dialog.close()
        for name, application in (("divided", self.divided), ("portfolio", self.portfolio), ("talks", self.talks)):
            page._section = _SECTION  # type: ignore[attr-defined]
            page.go_to(application, "")  # type: ignore[attr-defined]
            yield f"record-{name}", window
        yield from self._review(desk, window)
        window.close()
        desk.close()

    def _review(self, desk: Desk, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
        """The review as those see it who judge, and as the office sees what others judge."""
        page = window.show_tab("review")
        for name, application in (("office", self.portfolio), ("waiting", self.waiting), ("talks", self.talks)):
            page.open_application(application)  # type: ignore[attr-defined]
            yield f"review-{name}", window
        window.resize(1280, 800)
        for name, application in (("portfolio", self.portfolio), ("sealed", self.sealed)):
            people = [one for place in desk.do(PeopleOnFile(application)).places for one in place.people]
            desk.work_as(Actor(people[-1].name, Role.ASSESSOR, people[-1].person_id))
            yield f"review-{name}", window
        desk.work_as(desk.office.bureau)


def _divided(office: Office, folder: Path, step: str) -> int:
    application = admitted(office, folder, step, documents={"essay.pdf": ("essay",), "cv.pdf": ("proof.cv",)})
    for name, verdict in (("Pas", MET), (LONG, NOT_MET)):
        judge = a_judge(office, application, name, "assessor", step)
        with at_work(office, judge):
            office.do(JudgeRequirement(application, "essay", verdict, "Toont hoe het werk is aangepakt, met een bron."))
            office.do(JudgeRequirement(application, "proof.cv", MET, "Compleet."))
            office.do(FinishReview(application, comment="Zorgvuldig dossier."))
    return application


def _sealed(office: Office, folder: Path) -> int:
    """One report is in, the other has just begun."""
    application = admitted(office, folder, "apart", documents={"essay-3.pdf": ("essay",), "cv-3.pdf": ("proof.cv",)})
    first, second = (a_judge(office, application, name, "assessor", "apart") for name in ("Pas", LONG))
    judge_all(office, application, first, {"essay": MET, "proof.cv": NOT_MET}, "Gezien.")
    with at_work(office, second):
        office.do(JudgeRequirement(application, "essay", NOT_MET, "Er ontbreekt een bron."))
        question = office.do(AskCandidate(application, "Van welk jaar is dit cv?", "proof.cv"))
    office.do(AnswerQuestion(question, "Van dit jaar."))
    return application


def _portfolio(office: Office, folder: Path) -> int:
    documents = {
        "plan.pdf": (PLAN,),
        "verslag.pdf": ("craft.topics",),
        "een-heel-lange-naam-van-een-bewijsstuk-2025.pdf": ("craft.essay",),
    }
    application = admitted(office, folder, "portfolio", documents=documents)
    with at_work(office, a_judge(office, application, "Roos", "assessor", "portfolio")):
        office.do(JudgeRequirement(application, PLAN, NOT_MET, "Nog geen voorbeeld."))
        office.do(JudgeRequirement(application, DOING, MET, basis=frozenset({"knowledge"})))
        office.do(GiveRemark(application, "Voeg een voorbeeld toe van een plan dat is uitgevoerd."))
    office.do(
        AddPlanLine(application, (PLAN,), "Twee dagdelen van de cursus, daarna een eigen plan", "P. Roos", date(2026, 12, 1))
    )
    return application


def _waiting(office: Office, folder: Path) -> int:
    application = admitted(office, folder, "portfolio", documents={"werkstuk.pdf": ("craft.essay",)})
    with at_work(office, a_judge(office, application, "Smit", "assessor", "portfolio")):
        remarks = [office.do(GiveRemark(application, text)) for text in ("Noem uw bronnen.", "Kort het slot in.")]
        office.do(GiveFeedback(application))
    office.do(AnswerRemark(remarks[0], "De bronnen staan nu onder elk hoofdstuk."))
    return application


def _talks(office: Office, folder: Path) -> int:
    application = admitted(office, folder, "both", documents={"essay-2.pdf": ("essay",), "cv-2.pdf": ("proof.cv",)})
    for key in ("essay", "proof.cv"):
        office.do(JudgeRequirement(application, key, MET))
    office.do(FinishReview(application))
    for name, role in (("Een", "member"), (LONG, "chair")):
        a_judge(office, application, name, role, "committee")
    office.do(CancelHearing(office.do(PlanHearing(application, "committee", date(2026, 11, 10), "14:30", 60, "Utrecht")).id))
    office.do(PlanHearing(application, "committee", date(2026, 11, 12), "10:00", 60, "Utrecht, zaal 2"))
    return application
