"""Rounds of judging: where reports begin, and how what was judged is frozen when a round closes.

A round closes when feedback is given, when the review is reopened, and when the body decides.
"""

import json
from collections.abc import Collection
from typing import Any

from sqlmodel import col, select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment, Judgement, Verdict
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.protocols import Protocol
from cmsdesk.domain.rounds import Round
from cmsdesk.domain.schemes.evaluate import leaves_of
from cmsdesk.domain.schemes.facts import written_down
from cmsdesk.domain.words import _
from cmsdesk.services.review_items import documents_of, lines_of
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.sealing import is_own, verdicts_in
from cmsdesk.services.seats import Seat, author_of, report_from
from cmsdesk.services.verdicts import facts_of, verdict_on
from cmsdesk.store.session import OfficeSession


def begin_report(session: OfficeSession, seat: Seat) -> Assessment:
    """The report that is written from a seat in the round that runs; made when there is none.

    Where somebody writes their own report in the program, the office does not write in it as well.
    """
    report = report_from(session, seat)
    if report is None:
        current_round(session, seat.application)
        report = Assessment(
            application_id=seat.application.id or 0,
            assignment_id=seat.assignment.id if seat.assignment else None,
            step_id=seat.step.id,
            round=seat.application.round,
            assessor=session.user,
        )
        session.add(report)
        session.flush()
    elif not report.finished_on and not is_own(session, report):
        raise RuleBroken(_("{name} is writing this report.").format(name=author_of(session, report)))
    return report


def current_round(session: OfficeSession, application: Application) -> Round:
    """The round that runs; it begins with the first word of the review."""
    found = session.get(Round, (application.id, application.round))
    if found is None:
        found = Round(application_id=application.id or 0, number=application.round, opened_on=session.today)
        session.add(found)
        session.flush()
    return found


def is_round_closed(session: OfficeSession, application: Application) -> bool:
    """Whether the feedback of the round that runs was given, so that an improved dossier is waited for."""
    found = session.get(Round, (application.id, application.round))
    return found is not None and found.closed_on is not None


def close_round(session: OfficeSession, application: Application) -> None:
    """Write down once what was judged in the round that runs; a round that is closed stays as it was."""
    current = current_round(session, application)
    if current.closed_on is None:
        current.snapshot = json.dumps(_snapshot(session, application), ensure_ascii=False)
        current.closed_on = session.today
        session.add(current)


def next_round(session: OfficeSession, application: Application, changed: Collection[str] | None = None) -> None:
    """Open the next round; whoever still judges begins with their own former verdicts.

    After a resubmission (`changed` names what the new documents are tied to) only what was met and did not change
    is taken along.
    """
    close_round(session, application)
    former = _reports_of(session, application, application.round)
    application.round += 1
    session.add(application)
    current_round(session, application)
    for report in former:
        assignment = session.get(Assignment, report.assignment_id) if report.assignment_id else None
        if assignment is None or assignment.is_running:
            _begin_again(session, application, report, changed)


def _begin_again(session: OfficeSession, application: Application, former: Assessment, changed: Collection[str] | None) -> None:
    again = Assessment(
        application_id=former.application_id,
        assignment_id=former.assignment_id,
        step_id=former.step_id,
        round=application.round,
        assessor=former.assessor,
    )
    session.add(again)
    session.flush()
    for judgement in verdicts_in(session, former).values():
        about = {judgement.requirement_id, judgement.requirement_id.partition("/")[0]}
        if changed is None or (judgement.verdict == Verdict.MET and not about.intersection(changed)):
            session.add(Judgement(**(judgement.model_dump() | {"assessment_id": again.id})))


def _reports_of(session: OfficeSession, application: Application, round_: int) -> list[Assessment]:
    mine = select(Assessment).where(Assessment.application_id == application.id, Assessment.round == round_)
    return list(session.exec(mine.order_by(col(Assessment.id))))


def _snapshot(session: OfficeSession, application: Application) -> dict[str, Any]:
    """The documents with their hashes, the facts, what the evaluation made of them, and every report."""
    scheme = scheme_of(application.scheme_id)
    facts = facts_of(session, scheme, application.person_id, application.id, session.today)
    return {
        "version": application.version_id,
        "documents": [
            {
                "id": one.id,
                "name": one.name,
                "sha256": one.sha256,
                "standing": one.standing,
                "reason": one.reason,
                "ties": sorted(ties),
            }
            for one, ties in documents_of(session, application)
        ],
        "facts": written_down(facts),
        "requirements": [
            {"id": leaf.requirement_id, "outcome": leaf.outcome, "have": leaf.have, "need": leaf.need}
            for leaf in leaves_of(verdict_on(session, application, session.today))
        ],
        "protocols": [_written_protocol(session, protocol) for protocol in _protocols_of(session, application)],
        "reports": [_written_report(session, report) for report in _reports_of(session, application, application.round)],
    }


def _written_report(session: OfficeSession, report: Assessment) -> dict[str, Any]:
    return {
        "id": report.id,
        "step": report.step_id,
        "by": author_of(session, report),
        "outcome": report.outcome,
        "comment": report.comment,
        "finished_on": report.finished_on.isoformat() if report.finished_on else None,
        "judgements": [one.model_dump(exclude={"assessment_id"}) for one in verdicts_in(session, report).values()],
    }


def _protocols_of(session: OfficeSession, application: Application) -> list[Protocol]:
    mine = select(Protocol).where(Protocol.application_id == application.id, Protocol.round == application.round)
    return list(session.exec(mine.order_by(col(Protocol.id))))


def _written_protocol(session: OfficeSession, protocol: Protocol) -> dict[str, Any]:
    return {
        "step": protocol.step_id,
        "outcome": protocol.outcome,
        "text": protocol.text,
        "dissent_by": protocol.dissent_by,
        "dissent": protocol.dissent,
        "agreed_on": protocol.agreed_on.isoformat() if protocol.agreed_on else None,
        "lines": [one.model_dump(exclude={"protocol_id"}) for one in lines_of(session, protocol)],
    }
