"""Short ways to a situation, each through the office's own use cases."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.schemes.roles import terms_of
from cmsdesk.domain.schemes.routes import DecisionBody
from cmsdesk.services.applications import AdmitApplication, ReceiveApplication, StartApplication
from cmsdesk.services.appointments import Appoint
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.deciders import body_of
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.dossiers import AddEvidence, AddPoints
from cmsdesk.services.office import Office
from cmsdesk.services.people import AddPerson, PersonDetails
from cmsdesk.services.records import ReadReview
from cmsdesk.services.restoring import restore_office
from cmsdesk.services.schemes import scheme_of
from cmsdesk.store.session import OfficeSession

SCHEME, ROUTE, FORM = "dimc", "cmc", "cmc.form"


def a_member(office: Office, surname: str = "Vries", since: date | None = date(2020, 1, 1), **details: str) -> int:
    names = {"given_name": "Jan-Willem", "prefix": "de"} | details
    return office.do(AddPerson(replace(PersonDetails(surname), **names), since))  # type: ignore[arg-type]


def a_pdf(folder: Path, name: str = "form.pdf") -> Path:
    from importlib.resources import files

    path = folder / name
    path.write_bytes((files("cmsdesk.resources") / "example" / "voorbeeldformulier.pdf").read_bytes())
    return path


def an_application(office: Office, person: int) -> int:
    return office.do(StartApplication(person, SCHEME, ROUTE))


def an_exemption(office: Office, person: int) -> int:
    """An application in a scheme with checks, topics and statements."""
    return office.do(StartApplication(person, "atim-as", "L2-exemption"))


def points(office: Office, person: int, ledger: str, amount: str, standing: Standing = Standing.ACCEPTED) -> int:
    marks = frozenset({"learning_assessment"})
    line = AddPoints(
        person, SCHEME, ledger, date(2025, 1, 1), f"{ledger} line", points=Decimal(amount), marks=marks, standing=standing
    )
    return office.do(line)


def points_in(office: Office, person: int, scheme: str, ledger: str, amount: int) -> int:
    line = AddPoints(
        person, scheme, ledger, date(2012, 1, 1), f"{ledger} line", points=Decimal(amount), standing=Standing.ACCEPTED
    )
    return office.do(line)


def enough_points(office: Office, person: int) -> None:
    points(office, person, "education", "60")
    points(office, person, "experience", "50")


def in_review(office: Office, person: int, folder: Path) -> int:
    application = an_application(office, person)
    office.do(AddEvidence(application, a_pdf(folder, f"form{application}.pdf"), (FORM,)))
    office.do(ReceiveApplication(application, office.today))
    office.do(AdmitApplication(application))
    return application


def reviewed(office: Office, person: int, folder: Path) -> int:
    application = in_review(office, person, folder)
    judged(office, application)
    return application


def judged(office: Office, application: int) -> None:
    for item in office.do(ReadReview(application))[1]:
        office.do(JudgeRequirement(application, item.requirement_id, Verdict.MET))
    office.do(FinishReview(application))


def granted(office: Office, person: int, folder: Path) -> int:
    enough_points(office, person)
    application = reviewed(office, person, folder)
    office.do(RecordDecision(application, True, office.today, "All is met."))
    return application


def an_appointed(office: Office, surname: str, role: str = "bureau", scheme: str = SCHEME, **more: object) -> int:
    """A person who may act in a role of a scheme, on the terms of that scheme.

    In the scheme that most tests use, `bureau` judges and `external` decides.
    """
    person = a_member(office, surname, given_name=surname[0], prefix="")
    terms = terms_of(scheme_of(scheme), role)
    said = {"from_on": date(2020, 1, 1), "approved_by": terms.approved_by, "organisation": terms.organisation}
    office.do(Appoint(person, scheme, role, **(said | more)))  # type: ignore[arg-type]
    return person


def decider(office: Office, application: int) -> int:
    """Somebody who may decide about an application."""
    body, scheme = office.do(_BodyOf(application))
    return an_appointed(office, "Beslisser", body.role, scheme, from_on=date(2000, 1, 1))


@dataclass(frozen=True)
class _BodyOf:
    application_id: int

    def run(self, session: OfficeSession) -> tuple[DecisionBody, str]:
        application = session.get_one(Application, self.application_id)
        return body_of(application), application.scheme_id


def restored(backup: Path, office: Path) -> Path | None:
    """A backup in the place of an office file; where the file that stood there is kept."""
    return restore_office(backup, office, user="tester").aside
