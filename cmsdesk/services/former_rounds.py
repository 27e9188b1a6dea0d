"""What was judged in former rounds, as it was frozen; sealed reports stay sealed here too."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment
from cmsdesk.domain.review_items import title_of
from cmsdesk.domain.rounds import Round
from cmsdesk.domain.schemes.model import Scheme, Step
from cmsdesk.services.finding import fetch
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.sealing import may_read
from cmsdesk.services.steps import name_of, outcome_label, steps_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class FrozenDocument:
    """A document as it was judged in a round."""

    id: int
    name: str
    sha256: str
    standing: str
    reason: str


@dataclass(frozen=True)
class FrozenRequirement:
    """What came of a requirement in a round."""

    title: str
    outcome: str
    have: str
    need: str


@dataclass(frozen=True)
class FrozenJudgement:
    """One verdict in a report of a round."""

    key: str
    title: str
    verdict: str
    score: int | None
    comment: str


@dataclass(frozen=True)
class FrozenReport:
    """A report as it was when its round closed; without a day it was not finished."""

    step: str
    by: str
    outcome: str
    comment: str
    finished_on: date | None
    judgements: tuple[FrozenJudgement, ...]


@dataclass(frozen=True)
class FrozenProtocol:
    """The joint protocol on a step as it was when its round closed; without a day it was not agreed."""

    step: str
    outcome: str
    text: str
    dissent_by: str
    dissent: str
    agreed_on: date | None
    verdicts: tuple[FrozenJudgement, ...]


@dataclass(frozen=True)
class RoundRow:
    """One round; `withheld` counts the reports that whoever looks may not read yet."""

    number: int
    opened_on: date
    closed_on: date | None
    documents: tuple[FrozenDocument, ...] = ()
    requirements: tuple[FrozenRequirement, ...] = ()
    reports: tuple[FrozenReport, ...] = ()
    protocols: tuple[FrozenProtocol, ...] = ()
    withheld: int = 0


@dataclass(frozen=True)
class ReadRounds:
    """The rounds of an application, what was judged in each, as it was."""

    application_id: int

    def run(self, session: OfficeSession) -> tuple[RoundRow, ...]:
        """Oldest first; the one that runs is there without content."""
        application = fetch(session, Application, self.application_id)
        mine = select(Round).where(Round.application_id == self.application_id).order_by(col(Round.number))
        return tuple(_row(session, application, one) for one in session.exec(mine))


def _row(session: OfficeSession, application: Application, one: Round) -> RoundRow:
    if one.closed_on is None:
        return RoundRow(one.number, one.opened_on, None)
    written = json.loads(one.snapshot)
    scheme = scheme_of(application.scheme_id)
    steps = {step.id: step for step in steps_of(application)}
    rows = {report["id"]: session.get(Assessment, report["id"]) for report in written["reports"]}
    open_ = [report for report in written["reports"] if (row := rows[report["id"]]) and may_read(session, row)]
    return RoundRow(
        number=one.number,
        opened_on=one.opened_on,
        closed_on=one.closed_on,
        documents=tuple(
            FrozenDocument(doc["id"], doc["name"], doc["sha256"], doc["standing"], doc["reason"]) for doc in written["documents"]
        ),
        requirements=tuple(
            FrozenRequirement(title_of(scheme, None, leaf["id"]), leaf["outcome"], leaf["have"], leaf["need"])
            for leaf in written["requirements"]
        ),
        reports=tuple(_report(scheme, steps[report["step"]], report) for report in open_),
        # A protocol is there only when no report was sealed; whoever may not read one of them does not read it either.
        protocols=tuple(
            _protocol(scheme, steps[protocol["step"]], protocol)
            for protocol in written["protocols"]
            if len(open_) == len(written["reports"])
        ),
        withheld=len(written["reports"]) - len(open_),
    )


def _report(scheme: Scheme, step: Step, written: dict[str, Any]) -> FrozenReport:
    return FrozenReport(
        step=name_of(step),
        by=written["by"],
        outcome=outcome_label(step, written["outcome"]),
        comment=written["comment"],
        finished_on=_day(written["finished_on"]),
        judgements=tuple(_judgement(scheme, step, one) for one in written["judgements"]),
    )


def _protocol(scheme: Scheme, step: Step, written: dict[str, Any]) -> FrozenProtocol:
    return FrozenProtocol(
        step=name_of(step),
        outcome=outcome_label(step, written["outcome"]),
        text=written["text"],
        dissent_by=written["dissent_by"],
        dissent=written["dissent"],
        agreed_on=_day(written["agreed_on"]),
        verdicts=tuple(_judgement(scheme, step, one) for one in written["lines"]),
    )


def _judgement(scheme: Scheme, step: Step, one: dict[str, Any]) -> FrozenJudgement:
    title = title_of(scheme, step, one["requirement_id"])
    return FrozenJudgement(one["requirement_id"], title, one["verdict"], one.get("score"), one["comment"])


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
