"""For whom the office enters what came on paper."""

from PySide6.QtWidgets import QComboBox

from cmsdesk.domain.permissions import Role
from cmsdesk.domain.words import _
from cmsdesk.services.people_on_file import PeopleOnFile
from cmsdesk.services.steps import OFFICE
from cmsdesk.ui.desk import Desk

_SIGNS = 16  # of a name that always show


def narrow(chooser: QComboBox) -> None:
    """Let a chooser be narrower than the longest name in it."""
    chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    chooser.setMinimumContentsLength(_SIGNS)


def offer_seats(desk: Desk, application_id: int, chooser: QComboBox, step_id: str) -> bool:
    """Fill in who judges a step; True when there is something to choose, which is so for the office only."""
    narrow(chooser)
    chooser.clear()
    if desk.office.actor.role is Role.BUREAU:
        for place in desk.do(PeopleOnFile(application_id)).places:
            if place.step_id == step_id:
                if place.role == OFFICE:
                    chooser.addItem(_("the office itself"), None)
                for person in place.people:
                    chooser.addItem(f"{person.name}, {person.role_label}", person.assignment_id)
    return chooser.count() > 0
