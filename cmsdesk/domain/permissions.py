"""Who acts, and in which role; every use case that changes something says which roles may do it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from cmsdesk.domain.words import N_, _


class Role(StrEnum):
    """In which role somebody works in the program."""

    BUREAU = "bureau"
    ASSESSOR = "assessor"
    DECIDER = "decider"

    @property
    def label(self) -> str:
        """The role in the reader's words."""
        return _(_LABELS[self])


_LABELS = {Role.BUREAU: N_("Bureau"), Role.ASSESSOR: N_("Assessor"), Role.DECIDER: N_("Decider")}

BUREAU = frozenset({Role.BUREAU})
ASSESSORS = frozenset({Role.BUREAU, Role.ASSESSOR})
DECIDERS = frozenset({Role.BUREAU, Role.DECIDER})


@dataclass(frozen=True)
class Actor:
    """Who is at work: the name for the journal, the role, and the person where one acts as oneself."""

    name: str
    role: Role = Role.BUREAU
    person_id: int | None = None

    def why_not(self, may: Collection[Role]) -> str:
        """Why this actor may not do something that only some roles may, or nothing."""
        if self.role in may:
            return ""
        roles = ", ".join(role.label for role in Role if role in may)
        return _("This is for: {roles}. You work as {role} now.").format(roles=roles, role=self.role.label)
