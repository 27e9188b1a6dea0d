"""Situations around a decision: an office with schemes of its own, whose day can be set, and people in roles."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from cmsdesk.domain.applications import Act as Doing
from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment
from cmsdesk.domain.assignments import Appointment, Assignment
from cmsdesk.domain.certificates import Certificate, CertificateEvent, Status
from cmsdesk.domain.decisions import Decision
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.permissions import ASSESSORS, Role
from cmsdesk.domain.records import Record
from cmsdesk.services.applications import AdmitApplication, ReceiveApplication, StartApplication
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.dossiers import AddEvidence, JudgeEvidence
from cmsdesk.services.editions import AddScheme, PublishEdition
from cmsdesk.services.office import Act, Office, make_office
from cmsdesk.services.settings import FoundOffice, OfficeDetails
from cmsdesk.services.steps import results_of
from cmsdesk.store.session import OfficeSession
from tests import given

SEPARATE, COURSE = "proef-gescheiden", "proef-opleiding"
_OWN = Path(__file__).parent / "data" / "schemes"


@dataclass
class Clock:
    """The office's day, which a test may move."""

    day: date


def office_at(folder: Path, clock: Clock) -> Office:
    """An office that published two made-up schemes of its own."""
    made = make_office(folder / "office.cmsdesk", user="tester", today=lambda: clock.day)
    made.do(FoundOffice(OfficeDetails("Test office", signatory_name="A. Signer", contact_email="office@example.org")))
    for path in sorted(_OWN.glob("*.toml")):
        made.do(PublishEdition(made.do(AddScheme(path))))
    return made


@dataclass(frozen=True)
class Put(Act):
    """Put a row in the office file, where what makes it is not what is tested."""

    row: Record
    act: ClassVar[str] = "Put a row"
    may: ClassVar[frozenset[Role]] = frozenset(Role)

    def run(self, session: OfficeSession) -> int:
        session.add(self.row)
        session.flush()
        return int(getattr(self.row, "id", 0) or 0)


@dataclass(frozen=True)
class HandInReport(Act):
    """One report of a step, finished; with the last one the application waits for its decision."""

    application_id: int
    step_id: str
    outcome: str = "positive"
    act: ClassVar[str] = "Handed in a report"
    may: ClassVar[frozenset[Role]] = ASSESSORS

    def run(self, session: OfficeSession) -> None:
        application = session.get_one(Application, self.application_id)
        application.go(Doing.JUDGE)
        session.add_all(
            [
                application,
                Assessment(
                    application_id=self.application_id,
                    step_id=self.step_id,
                    assessor="somebody",
                    outcome=self.outcome,
                    finished_on=session.today,
                    round=application.round,
                ),
            ]
        )
        session.flush()
        if all(result.is_finished for result in results_of(session, application)):
            application.go(Doing.FINISH_REVIEW)
            session.add(application)


@dataclass(frozen=True)
class Look:
    """The row of a table with this id, to see what was kept."""

    table: type[Record]
    key: int

    def run(self, session: OfficeSession) -> Record:
        found: Record = session.get_one(self.table, self.key)
        return found


def somebody(office: Office, surname: str) -> int:
    """Somebody the office knows, who is no member."""
    return given.a_member(office, surname, since=None, given_name="", prefix="")


def appoint(office: Office, person: int, scheme: str, role: str, organisation: str = "", *, by: str = "") -> None:
    row = Appointment(
        person_id=person, scheme_id=scheme, role=role, from_on=date(2010, 1, 1), organisation=organisation, approved_by=by
    )
    office.do(Put(row))


def a_decider(office: Office, surname: str, organisation: str = "Toetsinstelling") -> int:
    """Somebody appointed to decide in the scheme that keeps everybody apart."""
    person = somebody(office, surname)
    appoint(office, person, SEPARATE, "decider", organisation, by="Proefstichting")
    return person


def assign(office: Office, application: int, person: int, role: str, step: str = "") -> int:
    row = Assignment(application_id=application, person_id=person, role=role, step_id=step, assigned_on=office.today)
    return office.do(Put(row))


def handed_in(office: Office, person: int, folder: Path, *, assignments: int = 3) -> int:
    """An application in the separate scheme whose form came in today."""
    application = office.do(StartApplication(person, SEPARATE, "initial"))
    evidence = office.do(AddEvidence(application, given.a_pdf(folder, f"form{application}.pdf"), ("norm.form",)))
    office.do(JudgeEvidence(evidence, Standing.ACCEPTED))
    office.do(ReceiveApplication(application, office.today))
    given.points_in(office, person, SEPARATE, "assignments", assignments)
    return application


def judged(office: Office, person: int, folder: Path, *, assignments: int = 3, outcome: str = "positive") -> int:
    """The same with every report in."""
    application = handed_in(office, person, folder, assignments=assignments)
    office.do(AdmitApplication(application))
    for step in ("written", "written", "oral"):
        office.do(HandInReport(application, step, outcome))
    return application


def decided(office: Office, folder: Path, *, granted: bool, surname: str = "Zwart") -> int:
    """An application about which was decided today; the letter is not sent yet."""
    application = judged(office, somebody(office, surname), folder, assignments=3 if granted else 2)
    office.do(
        RecordDecision(application, granted, office.today, "As the norms say.", decider_id=a_decider(office, f"X{surname}"))
    )
    return application


def decision_of(office: Office, application: int) -> Decision:
    """The newest decision about an application."""
    return office.do(_Newest(application))


def events_of(office: Office, certificate: int) -> list[tuple[Status, str]]:
    """What became of a certificate, oldest first, with the body."""
    return office.do(_Events(certificate))


@dataclass(frozen=True)
class _Newest:
    application_id: int

    def run(self, session: OfficeSession) -> Decision:
        from cmsdesk.services.decided import decisions_of

        return decisions_of(session, self.application_id)[-1]


@dataclass(frozen=True)
class _Events:
    certificate_id: int

    def run(self, session: OfficeSession) -> list[tuple[Status, str]]:
        from cmsdesk.services.certificates import events_of as rows

        found: list[CertificateEvent] = rows(session, session.get_one(Certificate, self.certificate_id))
        return [(Status(event.standing), event.body) for event in found]
