"""Who is at work, and what the refusal says to somebody else."""

import pytest

from cmsdesk.domain.permissions import ASSESSORS, BUREAU, DECIDERS, EVERYBODY, Actor, Role


@pytest.mark.parametrize(
    ("may", "roles"),
    [
        (BUREAU, {Role.BUREAU}),
        (ASSESSORS, {Role.BUREAU, Role.ASSESSOR}),
        (DECIDERS, {Role.BUREAU, Role.DECIDER}),
        (EVERYBODY, set(Role)),
    ],
)
def test_each_group_lets_in_its_own_roles_and_nobody_else(may: frozenset[Role], roles: set[Role]) -> None:
    assert {role for role in Role if not Actor("Anna", role).why_not(may)} == roles


def test_a_refusal_names_who_may_and_who_one_is() -> None:
    assert Actor("Wim", Role.ASSESSOR).why_not(DECIDERS) == "This is for: Bureau, Decider. You work as Assessor now."


def test_who_stands_in_for_somebody_is_named_beside_that_person() -> None:
    actor = Actor("anna").standing_in_for("Wim Mentor", Role.ASSESSOR, 7)
    assert (actor.name, actor.role, actor.person_id) == ("anna, for Wim Mentor", Role.ASSESSOR, 7)
