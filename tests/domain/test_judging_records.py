"""What the records of a review refuse by themselves."""

from datetime import date

import pytest

from cmsdesk.domain.answers import SignedStatement, WaivedRequirement
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.hearings import completeness_warning
from cmsdesk.domain.plans import PlanLine
from cmsdesk.domain.protocols import Protocol, ProtocolLine
from cmsdesk.domain.rounds import Round

DAY = date(2026, 11, 2)


def test_a_protocol_is_agreed_once() -> None:
    protocol = Protocol(application_id=1, step_id="apart", text="We agree.")
    protocol.agree(DAY, outcome="positive", open_differences=0)
    with pytest.raises(RuleBroken, match="agreed on 02-11-2026 and stays as it is"):
        protocol.agree(DAY, outcome="negative", open_differences=0)
    assert protocol.outcome == "positive"


def test_a_joint_no_has_its_reason() -> None:
    ProtocolLine(protocol_id=1, requirement_id="essay", verdict=Verdict.MET.value).check()
    with pytest.raises(RuleBroken, match="explain"):
        ProtocolLine(protocol_id=1, requirement_id="essay", verdict=Verdict.NOT_MET.value, comment=" ").check()


def test_a_round_that_runs_has_judged_nothing_yet() -> None:
    assert Round(application_id=1, number=1, opened_on=DAY).documents() == frozenset()
    closed = Round(application_id=1, number=1, opened_on=DAY, snapshot='{"documents": [{"id": 3}, {"id": 4}]}')
    assert closed.documents() == {3, 4}


@pytest.mark.parametrize(
    ("complete_on", "days", "warning"),
    [
        (None, 0, ""),
        (date(2026, 10, 19), 14, ""),
        (date(2026, 10, 20), 14, "The dossier must be complete 14 days before; it was 13 days before."),
        (None, 14, "The dossier must be complete 14 days before, on 19-10-2026; it is not yet."),
    ],
)
def test_a_dossier_that_is_complete_too_late_gives_a_warning(complete_on: date | None, days: int, warning: str) -> None:
    assert completeness_warning(complete_on, DAY, days) == warning


def test_a_planned_action_is_done_once_and_not_tomorrow() -> None:
    line = PlanLine(application_id=1, covers="one\ntwo words", action="Self-study")
    assert line.covered == ("one", "two words")
    line.settle()
    with pytest.raises(RuleBroken, match="future"):
        line.finish(date(2026, 11, 3), DAY)
    line.finish(DAY, DAY)
    with pytest.raises(RuleBroken, match="already done on 02-11-2026"):
        line.finish(DAY, DAY)


def test_a_statement_has_a_signer_and_a_waiver_its_reason() -> None:
    statement = SignedStatement(application_id=1, requirement_id="s", role="supervisor", signer=" ", signed_on=DAY)
    with pytest.raises(RuleBroken, match="who signed"):
        statement.settle(DAY)
    waiver = WaivedRequirement(application_id=1, requirement_id="s", role="trainer", by="T. Roos", on=DAY, reason=" ")
    with pytest.raises(RuleBroken, match="who lets this requirement go, and why"):
        waiver.settle()
