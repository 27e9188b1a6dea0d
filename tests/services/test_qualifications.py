"""What a person brings along, and what it does for a title."""

from datetime import date

import pytest

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.history import Undo, Undoable
from cmsdesk.services.office import Office
from cmsdesk.services.qualifications import (
    AddCredential,
    AddWorkPeriod,
    ChangeWorkPeriod,
    QualificationsOf,
    RemoveCredential,
    RemoveWorkPeriod,
)
from cmsdesk.services.self_check import SelfCheck
from tests import given
from tests.given import SCHEME


def have(office: Office, person: int, route: str, requirement: str) -> tuple[str, str]:
    verdict = office.do(SelfCheck(person, SCHEME, route))
    leaf = next(child for child in verdict.children if child.requirement_id == requirement)
    return leaf.have, leaf.outcome.value


def test_years_of_work_become_points_without_an_application(office: Office) -> None:
    person = given.a_member(office)
    office.do(AddWorkPeriod(person, SCHEME, "experience", "Griffier, gemeente Gouda", date(2014, 5, 21), None))
    assert have(office, person, "cmc", "cmc.experience") == ("48", "not_met")


def test_a_period_is_corrected_ended_and_removed(office: Office) -> None:
    person = given.a_member(office)
    period = office.do(AddWorkPeriod(person, SCHEME, "experience", "Griffier", date(2014, 5, 21)))
    version = office.do(QualificationsOf(person)).periods[0].version
    office.do(ChangeWorkPeriod(period, version, "Griffier in Gouda", date(2020, 1, 1), date(2020, 12, 31)))
    found = office.do(QualificationsOf(person)).periods[0]
    assert (found.description, found.until_on) == ("Griffier in Gouda", date(2020, 12, 31))
    assert have(office, person, "cmc", "cmc.experience")[0] == "4"
    office.do(RemoveWorkPeriod(period))
    assert office.do(QualificationsOf(person)).periods == ()


def test_a_stale_correction_is_refused(office: Office) -> None:
    period = office.do(AddWorkPeriod(given.a_member(office), SCHEME, "experience", "Griffier", date(2014, 5, 21)))
    office.do(ChangeWorkPeriod(period, 1, "Griffier", date(2015, 1, 1), None))
    with pytest.raises(RuleBroken, match="Somebody changed this meanwhile"):
        office.do(ChangeWorkPeriod(period, 1, "Griffier", date(2016, 1, 1), None))


@pytest.mark.parametrize(
    ("description", "until_on", "reason"),
    [("  ", None, "what the work was"), ("Griffier", date(2010, 1, 1), "end before it begins")],
)
def test_a_period_that_cannot_be_is_refused(office: Office, description: str, until_on: date | None, reason: str) -> None:
    with pytest.raises(RuleBroken, match=reason):
        office.do(AddWorkPeriod(given.a_member(office), SCHEME, "experience", description, date(2014, 5, 21), until_on))


def test_a_title_from_elsewhere_opens_the_next_one_and_can_be_taken_back(office: Office) -> None:
    person = given.a_member(office)
    office.do(AddCredential(person, "title:CMC", "IIMC", date(2019, 3, 1), name="Certified Municipal Clerk"))
    assert have(office, person, "mmc", "mmc.cmc") == ("since 01-03-2019", "met")
    last = office.do(Undoable())
    assert last
    office.do(Undo(last.seq))
    assert have(office, person, "mmc", "mmc.cmc")[1] == "not_met"


def test_a_credential_is_removed(office: Office) -> None:
    person = given.a_member(office)
    credential = office.do(AddCredential(person, "diploma", "Hogeschool Utrecht", date(2019, 3, 1), level=6, years=4))
    assert office.do(QualificationsOf(person)).credentials[0].level == 6
    office.do(RemoveCredential(credential))
    assert office.do(QualificationsOf(person)).credentials == ()


@pytest.mark.parametrize(
    ("issuer", "granted_on", "until_on", "reason"),
    [
        (" ", date(2019, 3, 1), None, "who issued it"),
        ("IIMC", date(2027, 3, 1), None, "in the future"),
        ("IIMC", date(2019, 3, 1), date(2018, 1, 1), "end before it was granted"),
    ],
)
def test_a_credential_that_cannot_be_is_refused(
    office: Office, issuer: str, granted_on: date, until_on: date | None, reason: str
) -> None:
    with pytest.raises(RuleBroken, match=reason):
        office.do(AddCredential(given.a_member(office), "diploma", issuer, granted_on, until_on))
