"""AC-21 on the career register: mentor, assessors and decider are different people, and the body decides in person."""

from datetime import date

import pytest

from cmsdesk.domain.applications import Application
from cmsdesk.domain.decisions import Decision
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.people import Person
from cmsdesk.services.applications import ReceiveApplication, StartApplication
from cmsdesk.services.appointments import Appoint
from cmsdesk.services.assignments import AssignPerson, DeclareIndependence
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.finding import fetch
from cmsdesk.services.independence import WhoMayAct, why_not_act
from cmsdesk.services.office import Office
from cmsdesk.services.people_on_file import PeopleOnFile
from cmsdesk.store.session import OfficeSession
from tests import given
from tests.services.test_independence import Ask

SCHEME, ROUTE, STEP = "rl", "recert-dev", "written2"


@pytest.fixture
def file(office: Office) -> int:
    """A recertification that was taken in."""
    application = office.do(StartApplication(given.a_member(office), SCHEME, ROUTE))
    office.do(ReceiveApplication(application, office.today))
    return application


def also(office: Office, person: int, role: str, **more: str) -> None:
    office.do(Appoint(person, SCHEME, role, date(2018, 1, 1), **more))  # type: ignore[arg-type]


def decide(office: Office, file: int, person: int) -> int:
    return office.do(RecordDecision(file, False, office.today, "Not enough development.", decider_id=person))


def test_mentor_assessor_scheme_owner_and_decider_are_kept_apart(office: Office, file: int) -> None:
    w = given.an_appointed(office, "Wit", "mentor", SCHEME)
    p, q = (given.an_appointed(office, name, "assessor", SCHEME) for name in ("Pieters", "Quist"))
    x, y = given.an_appointed(office, "Xander", "decider", SCHEME), given.a_member(office, "Ypma")
    for person in (w, p):
        also(office, person, "decider", organisation="DNV GL")
    also(office, y, "decider", organisation="CMI")
    also(office, x, "mentor", approved_by="CMI")
    office.do(AssignPerson(file, w, "mentor"))
    for person in (p, q):
        office.do(DeclareIndependence(office.do(AssignPerson(file, person, "assessor", STEP)), independent=True))
    for person, reason in (
        (p, r"P Pieters acts or acted on this file as mentor/assessor\."),
        (w, r"W Wit acts or acted on this file as mentor\."),
        (y, r"The appointment is not on behalf of DNV GL\."),
    ):
        with pytest.raises(RuleBroken, match=reason):
            decide(office, file, person)
    taken = decide(office, file, x)
    decision: Decision = office.do(Ask(lambda session: fetch(session, Decision, taken)))
    assert (decision.body, decision.decider, decision.decider_id) == ("DNV GL", "X Xander", x)
    assert (decision.decided_on, decision.reason) == (office.today, "Not enough development.")
    with pytest.raises(RuleBroken, match=r"X Xander decided on this file on 21-11-2026\."):
        office.do(AssignPerson(file, x, "mentor"))


def test_a_mentor_is_not_assessor_and_an_assessor_is_not_mentor(office: Office, file: int) -> None:
    w = given.an_appointed(office, "Wit", "mentor", SCHEME)
    also(office, w, "assessor", approved_by="CMI")
    office.do(AssignPerson(file, w, "mentor"))
    with pytest.raises(RuleBroken, match="acts or acted on this file as mentor"):
        office.do(AssignPerson(file, w, "assessor", STEP, waiver="Nobody else.", agreed_by="B. Tweede"))


def test_who_approves_must_have_approved(office: Office, file: int) -> None:
    given.an_appointed(office, "Pieters", "assessor", SCHEME, approved_by="The bureau")
    [row] = office.do(WhoMayAct(file, "assessor", STEP))
    assert row.reasons == ("The appointment was not approved by CMI.",)


def test_a_mentor_whose_appointment_ended_cannot_be_assigned_the_day_after(office: Office, file: int) -> None:
    w = given.an_appointed(office, "Wit", "mentor", SCHEME, until_on=date(2020, 12, 31))

    def on(day: date) -> list[str]:
        def look(session: OfficeSession) -> list[str]:
            return why_not_act(session, fetch(session, Application, file), fetch(session, Person, w), "mentor", None, day)

        found: list[str] = office.do(Ask(look))
        return found

    assert on(date(2020, 12, 31)) == []
    assert on(date(2021, 1, 1)) == ["The appointment ended on 31-12-2020."]
    with pytest.raises(RuleBroken, match=r"The appointment ended on 31-12-2020\."):
        office.do(AssignPerson(file, w, "mentor"))


def test_the_places_are_told_with_the_roles_beside_them(office: Office, file: int) -> None:
    people = office.do(PeopleOnFile(file))
    assert [(place.role_label, place.needed) for place in people.places] == [("mentor/assessor", 2), ("decider", 0)]
    assert dict(people.side_roles) == {"mentor": "mentor", "supervisor": "supervisor"}


def test_a_committee_has_a_chair_on_top_of_its_members(office: Office) -> None:
    """AC-14: two people and a chair, who are three."""
    application = office.do(StartApplication(given.a_member(office), SCHEME, "initial"))
    places = office.do(PeopleOnFile(application)).places
    assert [(place.role, place.needed) for place in places[:2]] == [("committee", 2), ("voorzitter", 1)]
    member = given.an_appointed(office, "Lid", "committee", SCHEME)
    also(office, member, "voorzitter", approved_by="CMI")
    office.do(AssignPerson(application, member, "committee", "oral"))
    with pytest.raises(RuleBroken, match="already takes part in this step"):
        office.do(AssignPerson(application, member, "voorzitter", "oral"))
