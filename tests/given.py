"""Short ways to a situation, each through the office's own use cases."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.dossiers import Standing
from cmsdesk.services.applications import AdmitApplication, ReceiveApplication, StartApplication
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.dossiers import AddEvidence, AddPoints
from cmsdesk.services.office import Office
from cmsdesk.services.people import AddPerson, PersonDetails
from cmsdesk.services.records import ReadReview

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
    for item in office.do(ReadReview(application))[1]:
        office.do(JudgeRequirement(application, item.requirement_id, Verdict.MET))
    office.do(FinishReview(application))
    return application


def granted(office: Office, person: int, folder: Path) -> int:
    enough_points(office, person)
    application = reviewed(office, person, folder)
    office.do(RecordDecision(application, True, office.today, "All is met."))
    return application
