"""Every act says which roles may do it, and the door keeps to that."""

import pytest

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.services.history import LastActs
from cmsdesk.services.office import Act, Office
from cmsdesk.services.people import AddPerson, CountPeople, PersonDetails


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.DECIDER])
def test_only_the_bureau_changes_the_member_list_and_the_refusal_says_so(office: Office, role: Role) -> None:
    office.work_as(Actor("somebody", role))
    with pytest.raises(RuleBroken) as refused:
        office.do(AddPerson(PersonDetails("Vries")))
    assert str(refused.value) == f"This is for: Bureau. You work as {role.label} now."
    assert office.do(CountPeople()) == 0


def test_everything_is_written_down_under_the_name_of_whoever_is_at_work(office: Office) -> None:
    office.work_as(Actor("A. Nother"))
    office.do(AddPerson(PersonDetails("Vries")))
    assert office.do(LastActs())[0].user == "A. Nother"


def test_every_act_is_for_somebody() -> None:
    assert [kind for kind in Act.__subclasses__() if not kind.may] == []
