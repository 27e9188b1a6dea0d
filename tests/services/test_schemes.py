"""Which schemes an office works with, which routes are open on a day, and what a scheme's gates keep back."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.answers import AnswerCheck
from cmsdesk.services.applications import AdmitApplication, ReceiveApplication, StartApplication
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.certificates import IssueCertificate
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.editions import AddScheme, PublishEdition
from cmsdesk.services.office import Office, make_office, open_office
from cmsdesk.services.records import ReadApplication, ReadReview
from cmsdesk.services.schemes import known_schemes, route_choices, scheme_of, work_with
from cmsdesk.services.settings import FoundOffice, OfficeDetails
from cmsdesk.store.session import OfficeSession
from tests import given


@pytest.fixture(autouse=True)
def only_what_is_shipped() -> Iterator[None]:
    """A process works with the schemes of the office it opened last; the next test starts without them."""
    yield
    work_with({})


def routes_on(day: date, scheme: str) -> list[str]:
    return [choice.route_id for choice in route_choices(day) if choice.scheme_id == scheme]


def test_only_the_routes_of_the_version_in_force_can_be_chosen() -> None:
    assert routes_on(date(2018, 9, 30), "rl") == ["initial-abc", "recert-oral"]
    assert routes_on(date(2018, 10, 1), "rl") == ["initial-abc", "recert-written"]
    assert routes_on(date(2026, 1, 1), "rl") == ["initial", "recert-dev", "specialisation"]


def test_the_route_is_named_where_a_title_has_several() -> None:
    labels = {choice.route_id: choice.label for choice in route_choices(date(2026, 1, 1))}
    assert labels["cmc"] == "Certified Municipal Clerk (CMC)"
    assert labels["L2-intake"] == "Leergang 2 (L2): Telephone intake, without a certificate"


def test_a_route_of_a_former_version_cannot_be_taken(office: Office) -> None:
    with pytest.raises(RuleBroken, match="Under the rules of 21-11-2026 the route “Recertification, oral” does not exist"):
        office.do(StartApplication(given.a_member(office), "rl", "recert-oral"))


def an_office_on(today: Callable[[], date], folder: Path) -> Office:
    office = make_office(folder / "old.cmsdesk", user="tester", today=today)
    office.do(FoundOffice(OfficeDetails("Old office")))
    return office


class VersionOf:
    def __init__(self, application_id: int) -> None:
        self.application_id = application_id

    def run(self, session: OfficeSession) -> str:
        return session.exec(select(Application.version_id).where(Application.id == self.application_id)).one()


@pytest.mark.parametrize(
    ("day", "route", "version"), [(date(2018, 9, 30), "recert-oral", "rl-2017"), (date(2018, 10, 1), "recert-written", "rl-2018")]
)
def test_the_version_follows_the_day_the_complete_application_came_in(
    tmp_path: Path, day: date, route: str, version: str
) -> None:
    office = an_office_on(lambda: day, tmp_path)
    application = office.do(StartApplication(given.a_member(office), "rl", route))
    office.do(ReceiveApplication(application, day))
    assert office.do(VersionOf(application)) == version
    office.close()


def test_an_application_that_comes_in_under_new_rules_needs_one_of_their_routes(tmp_path: Path) -> None:
    day = [date(2018, 9, 20)]
    office = an_office_on(lambda: day[0], tmp_path)
    application = office.do(StartApplication(given.a_member(office), "rl", "recert-oral"))
    day[0] = date(2018, 10, 1)
    with pytest.raises(RuleBroken, match="Recertification, in writing"):
        office.do(ReceiveApplication(application, day[0]))
    office.do(ReceiveApplication(application, date(2018, 9, 30)))
    assert office.do(VersionOf(application)) == "rl-2017"
    office.close()


def test_no_workplace_waits_for_a_yes_and_the_certificate_for_the_course(office: Office) -> None:
    application = office.do(StartApplication(given.a_member(office), "atim-as", "L1"))
    office.do(ReceiveApplication(application, office.today))
    office.do(AnswerCheck(application, "work", "no"))
    with pytest.raises(RuleBroken, match="to be solved by consultation, an internship at a works council"):
        office.do(AdmitApplication(application))
    office.do(AnswerCheck(application, "work", "yes", "An internship was found."))
    office.do(AdmitApplication(application))
    assert [item.requirement_id for item in office.do(ReadReview(application))[1]] == ["work"]
    office.do(JudgeRequirement(application, "work", Verdict.MET))
    office.do(FinishReview(application))
    office.do(RecordDecision(application, True, office.today, "Admitted."))
    assert office.do(ReadApplication(application)).state is State.GRANTED
    with pytest.raises(RuleBroken, match="Course completed"):
        office.do(IssueCertificate(application))


def test_nothing_is_granted_before_the_scheme_begins(tmp_path: Path) -> None:
    day = date(2010, 6, 1)
    office = an_office_on(lambda: day, tmp_path)
    person = given.a_member(office, since=date(2000, 1, 1))
    application = given.reviewed(office, person, tmp_path)
    with pytest.raises(RuleBroken, match="Nothing can be granted before 01-01-2011"):
        office.do(RecordDecision(application, True, day, "All is met."))
    office.close()


# Schemes of the office's own.

MADE_UP = Path(__file__).parent.parent / "domain" / "schemes" / "every_kind.toml"


def published(office: Office, folder: Path, text: str) -> None:
    file = folder / "made_up.toml"
    file.write_text(text, encoding="utf-8")
    office.do(PublishEdition(office.do(AddScheme(file))))


def test_an_office_works_with_the_schemes_it_published_wherever_its_file_goes(office: Office, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="not part of this installation"):
        scheme_of("made-up")
    published(office, tmp_path, MADE_UP.read_text(encoding="utf-8"))
    assert scheme_of("made-up").title("PRO").name == "Proefprofessional"
    make_office(tmp_path / "other.cmsdesk", user="tester").close()
    assert "made-up" not in known_schemes()
    open_office(office.path, user="tester").close()
    assert scheme_of("made-up").owner == "Stichting Proef"


def test_a_scheme_that_is_only_a_concept_cannot_be_chosen(office: Office, tmp_path: Path) -> None:
    text = MADE_UP.read_text(encoding="utf-8")
    for version in ("first", "second"):
        text = text.replace(f'id = "{version}"', f'id = "{version}"\nconcept = true')
    published(office, tmp_path, text)
    assert routes_on(date(2026, 1, 1), "made-up") == []
    assert "made-up" in known_schemes()
