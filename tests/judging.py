"""Short ways to a dossier that is being judged: an office on any day, people who judge, and their verdicts."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.domain.schemes.loader import read_schemes
from cmsdesk.domain.schemes.roles import appointable_roles, terms_of
from cmsdesk.services.applications import AdmitApplication, ReceiveApplication, StartApplication
from cmsdesk.services.appointments import Appoint
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.assignments import AssignPerson, DeclareIndependence
from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.services.office import Office, make_office
from cmsdesk.services.people import AddPerson, PersonDetails
from cmsdesk.services.schemes import scheme_of, work_with
from cmsdesk.services.settings import FoundOffice, OfficeDetails
from cmsdesk.store.session import OfficeSession

SCHEME = "proefhof"
_SCHEMES = Path(__file__).parent / "data" / "schemes"


class Days:
    """The day it is at the office; a test turns the page."""

    def __init__(self, day: date) -> None:
        self.day = day

    def __call__(self) -> date:
        return self.day


def an_office(folder: Path, days: Days) -> Office:
    office = make_office(folder / "judging.cmsdesk", user="tester", today=days)
    office.do(FoundOffice(OfficeDetails("Test office", signatory_name="A. Signer")))
    work_with(read_schemes(_SCHEMES))
    return office


@dataclass(frozen=True)
class Judge:
    """Somebody who judges, in one role on one file."""

    name: str
    person_id: int
    assignment_id: int


class SchemeOf:
    """Under which scheme an application runs."""

    def __init__(self, application_id: int) -> None:
        self.application_id = application_id

    def run(self, session: OfficeSession) -> str:
        application = session.get(Application, self.application_id)
        assert application is not None
        return application.scheme_id


def a_judge(office: Office, application: int, surname: str, role: str, step: str, *, declared: bool = True) -> Judge:
    person = office.do(AddPerson(PersonDetails(surname, given_name="P."), date(2020, 1, 1)))
    scheme = scheme_of(office.do(SchemeOf(application)))
    if role in appointable_roles(scheme):
        terms = terms_of(scheme, role)
        begin = date(2000, 1, 1)
        office.do(Appoint(person, scheme.id, role, begin, approved_by=terms.approved_by, organisation=terms.organisation))
    assignment = office.do(AssignPerson(application, person, role, step))
    judge = Judge(f"P. {surname}", person, assignment)
    if declared:
        with at_work(office, judge):
            office.do(DeclareIndependence(assignment, independent=True))
    return judge


@contextmanager
def at_work(office: Office, judge: Judge | None, role: Role = Role.ASSESSOR) -> Iterator[None]:
    """Somebody else is at work for a while; None is a person the file does not know."""
    before = office.actor
    office.work_as(Actor(judge.name, role, judge.person_id) if judge else Actor("Somebody", role))
    yield
    office.work_as(before)


def a_file(folder: Path, name: str = "essay.pdf", words: str = "") -> Path:
    """A document of its own: no two are the same."""
    path = folder / name
    path.write_bytes(b"%PDF-1.7\n% " + f"{name} {words}".encode())
    return path


def admitted(office: Office, folder: Path, route: str, *, documents: Mapping[str, tuple[str, ...]] | None = None) -> int:
    """A dossier that was admitted to the review, with documents by name and what each proves."""
    person = office.do(AddPerson(PersonDetails("Kandidaat", given_name="K."), date(2020, 1, 1)))
    application = office.do(StartApplication(person, SCHEME, route))
    for name, proves in (documents or {}).items():
        office.do(AddEvidence(application, a_file(folder, name), proves))
    office.do(ReceiveApplication(application, office.today))
    office.do(AdmitApplication(application))
    return application


def judge_all(office: Office, application: int, judge: Judge, verdicts: dict[str, Verdict], comment: str = "Seen.") -> None:
    """Give verdicts, and hand the report in."""
    with at_work(office, judge):
        for key, verdict in verdicts.items():
            office.do(JudgeRequirement(application, key, verdict, comment))
        office.do(FinishReview(application))
