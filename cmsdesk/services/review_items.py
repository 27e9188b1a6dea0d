"""What there is to judge in a step of one application, and what its verdicts do to the dossier.

A verdict settles the standing of the documents and topics it is about: at once where one report is made, and
only when all are in, or the protocol is agreed, where several are.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from cmsdesk.domain.answers import TopicAnswer
from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Judgement, Verdict, majority
from cmsdesk.domain.dossiers import Evidence, EvidenceTie, Standing
from cmsdesk.domain.protocols import Protocol, ProtocolLine
from cmsdesk.domain.review_items import Item, ItemKind, items_of
from cmsdesk.domain.schemes.evaluate import Verdict as Evaluated
from cmsdesk.domain.schemes.model import Step
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.sealing import verdicts_in
from cmsdesk.services.steps import protocol_of, reports_in, result_of
from cmsdesk.services.verdicts import verdict_on
from cmsdesk.store.session import OfficeSession

_SETTLED = {Verdict.MET.value: Standing.ACCEPTED, Verdict.NOT_MET.value: Standing.REFUSED}


def required_of(session: OfficeSession, application: Application) -> Evaluated:
    """The evaluation, as of today, of what the route requires; what it asks extra is no matter for assessors."""
    whole = verdict_on(session, application, session.today)
    wanted = scheme_of(application.scheme_id).route(application.route_id).requires
    return next((child for child in whole.children if child.requirement_id == wanted), whole)


def items_in(session: OfficeSession, application: Application, step: Step, judged: Collection[str] = ()) -> tuple[Item, ...]:
    """What there is to judge in a step; `judged` names what already was in the report at hand."""
    return items_of(scheme_of(application.scheme_id), step, required_of(session, application), judged)


@dataclass(frozen=True)
class Settled:
    """What all who judged an item come to."""

    verdict: str
    comment: str = ""
    basis: frozenset[str] = frozenset()


def settled_verdicts(session: OfficeSession, application: Application, step: Step) -> dict[str, Settled]:
    """By item, what the reports of a step come to; what they differ in and nobody settled is not there."""
    reports = [verdicts_in(session, report) for report in reports_in(session, application, step, application.round)]
    third = step.divided == "third" and len(reports) > step.count
    found: dict[str, Settled] = {}
    for key in dict.fromkeys(key for report in reports for key in report):
        given = [report[key] for report in reports if key in report]
        if verdict := _common(given, third=third):
            found[key] = _together(given, verdict)
    protocol = protocol_of(session, application, step, application.round)
    if protocol and protocol.agreed_on:
        found |= {line.requirement_id: Settled(line.verdict, line.comment) for line in lines_of(session, protocol)}
    return found


def _common(given: Sequence[Judgement], *, third: bool) -> str:
    verdicts = [judgement.verdict for judgement in given]
    if third:
        return majority(verdicts)
    return verdicts[0] if len(set(verdicts)) == 1 else ""


def _together(given: Sequence[Judgement], verdict: str) -> Settled:
    """The comments and bases of those who found so, each once."""
    same = [judgement for judgement in given if judgement.verdict == verdict]
    comments = dict.fromkeys(judgement.comment for judgement in same if judgement.comment)
    return Settled(verdict, " ".join(comments), frozenset(word for judgement in same for word in judgement.basis.split()))


def lines_of(session: OfficeSession, protocol: Protocol) -> Sequence[ProtocolLine]:
    """The joint verdicts of a protocol."""
    return session.exec(select(ProtocolLine).where(ProtocolLine.protocol_id == protocol.id)).all()


def settle_step(session: OfficeSession, application: Application, step: Step) -> None:
    """Let documents and topics follow what the reports come to, once none of them is sealed any more."""
    result = result_of(session, application, step)
    if result.done >= result.needed:
        verdicts = settled_verdicts(session, application, step)
        settle(session, application, items_in(session, application, step, verdicts.keys()), verdicts)


def settle(
    session: OfficeSession, application: Application, asked: Sequence[Item], verdicts: Mapping[str, Settled], only: str = ""
) -> None:
    """Let documents and topics follow these verdicts, or the one on `only`; what is in question stays as it is."""
    items = {item.key: item for item in asked}
    touched = [items[key] for key in verdicts if key in items and only in {"", key}]
    for item in touched:
        if item.kind is ItemKind.TOPIC and verdicts[item.key].verdict in _SETTLED:
            _settle_topic(session, application, item, verdicts[item.key])
    for evidence, ties in documents_of(session, application):
        proved = [item.key for item in items.values() if any(map(item.is_about, ties))]
        if any(item.key in proved for item in touched):
            waiting = any(key not in verdicts for key in proved)
            _settle_document(session, evidence, [verdicts[key] for key in proved if key in verdicts], waiting=waiting)


def _settle_topic(session: OfficeSession, application: Application, item: Item, settled: Settled) -> None:
    answer = session.get(TopicAnswer, (application.id, item.topic_id))
    answer = answer or TopicAnswer(application_id=application.id or 0, topic_id=item.topic_id)
    answer.standing = _SETTLED[settled.verdict].value
    answer.note = settled.comment
    answer.basis = " ".join(sorted(settled.basis)) or answer.basis
    session.add(answer)


def _settle_document(session: OfficeSession, evidence: Evidence, about: Sequence[Settled], *, waiting: bool) -> None:
    """A document is accepted for whatever it proves; it is refused only when it proves nothing of what it was for."""
    if any(settled.verdict == Verdict.MET for settled in about):
        evidence.judge(Standing.ACCEPTED, "")
    elif not waiting and all(settled.verdict == Verdict.NOT_MET for settled in about):
        evidence.judge(Standing.REFUSED, " ".join(dict.fromkeys(settled.comment for settled in about)))
    else:
        return
    session.add(evidence)


def documents_of(session: OfficeSession, application: Application) -> list[tuple[Evidence, frozenset[str]]]:
    """The documents that count, in the order they came, with what each is tied to; not those that were replaced."""
    replaced = select(col(Evidence.replaces_id)).where(
        Evidence.application_id == application.id, col(Evidence.replaces_id).is_not(None)
    )
    mine = select(Evidence).where(Evidence.application_id == application.id, col(Evidence.id).not_in(replaced))
    ties: dict[int, set[str]] = {}
    mine_too = select(EvidenceTie).join(Evidence).where(Evidence.application_id == application.id)
    for tie in session.exec(mine_too):
        ties.setdefault(tie.evidence_id, set()).add(tie.requirement_id)
    return [(evidence, frozenset(ties.get(evidence.id or 0, ()))) for evidence in session.exec(mine.order_by(col(Evidence.id)))]


def claimed_basis(session: OfficeSession, application_id: int, item: Item) -> frozenset[str]:
    """On what the candidate says that a topic rests, or was found before to rest."""
    answer = session.get(TopicAnswer, (application_id, item.topic_id)) if item.topic_id else None
    return frozenset(answer.basis.split()) if answer else frozenset()
