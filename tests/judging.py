"""Short ways to a dossier that is being judged: an office on any day, people who judge, and their verdicts."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.assignments import Appointment, Assignment
from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.services.applications import AdmitApplication, ReceiveApplication, StartApplication
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.assignments import AssignPerson, DeclareIndependence
from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.services.office import Act, Office, make_office
from cmsdesk.services.people import AddPerson, PersonDetails
from cmsdesk.services.schemes import scheme_of, schemes_folder_of
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
    path = folder / "judging.cmsdesk"
    shutil.copytree(_SCHEMES, schemes_folder_of(path))
    office = make_office(path, user="tester", today=days)
    office.do(FoundOffice(OfficeDetails("Test office", signatory_name="A. Signer")))
    return office


@dataclass(frozen=True)
class Judge:
    """Somebody who judges, in one role on one file."""

    name: str
    person_id: int
    assignment_id: int


@dataclass(frozen=True)
class Appoint(Act):
    """Somebody may act in a role of a scheme, as its body says, for ever."""

    person_id: int
    scheme_id: str
    role: str
    act: ClassVar[str] = "Appointed"

    def run(self, session: OfficeSession) -> None:
        role = next((one for one in scheme_of(self.scheme_id).roles if one.id == self.role), None)
        approved, body = (role.approved_by, role.organisation) if role else ("", "")
        session.add(
            Appointment(
                person_id=self.person_id,
                scheme_id=self.scheme_id,
                role=self.role,
                from_on=date(2000, 1, 1),
                approved_by=approved,
                organisation=body,
            )
        )


@dataclass(frozen=True)
class TakeOff(Act):
    """Somebody does not act on a file any longer."""

    assignment_id: int
    act: ClassVar[str] = "Took somebody off"

    def run(self, session: OfficeSession) -> None:
        assignment = session.get(Assignment, self.assignment_id)
        assert assignment is not None
        assignment.end(session.today, "Ill.")
        session.add(assignment)


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
    office.do(Appoint(person, office.do(SchemeOf(application)), role))
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
