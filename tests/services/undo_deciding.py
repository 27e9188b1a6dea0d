"""Situations of the intake and of objections in which something is done that can be taken back; for the proof in test_undo."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cmsdesk.domain.disputes import DisputeKind
from cmsdesk.services.applications import StartApplication
from cmsdesk.services.decisions import MarkDecisionSent
from cmsdesk.services.disputes import BringIn, ConfirmDispute
from cmsdesk.services.intake import ConsultApplication, RecordSpecialNeeds, SettleCheck
from cmsdesk.services.office import Office
from cmsdesk.services.panels import AssignToPanel
from tests import given

Situation = Callable[[Office, Path], Any]


def talked_about(office: Office, _folder: Path) -> Any:
    return ConsultApplication(given.an_application(office, given.a_member(office)), "Which title fits?")


def a_check_settled(office: Office, _folder: Path) -> Any:
    application = office.do(StartApplication(given.a_member(office), "atim-as", "L1"))
    return SettleCheck(application, "work", "no", "Looks for a place.")


def special_needs(office: Office, _folder: Path) -> Any:
    return RecordSpecialNeeds(given.an_application(office, given.a_member(office)), "Reads slowly.", "More time.")


def a_letter_sent(office: Office, folder: Path) -> Any:
    return MarkDecisionSent(given.granted(office, given.a_member(office), folder), office.today)


def an_objection(office: Office, folder: Path) -> Any:
    application = given.granted(office, given.a_member(office), folder)
    return BringIn(DisputeKind.OBJECTION, "Jan-Willem de Vries", "The date is wrong.", office.today, application)


def a_confirmation(office: Office, folder: Path) -> Any:
    return ConfirmDispute(office.do(an_objection(office, folder)), office.today)


def a_panel(office: Office, folder: Path) -> Any:
    return AssignToPanel(office.do(an_objection(office, folder)), given.a_member(office, "Vers"))


DECIDING: dict[str, Situation] = {
    make.__name__: make
    for make in (talked_about, a_check_settled, special_needs, a_letter_sent, an_objection, a_confirmation, a_panel)
}
