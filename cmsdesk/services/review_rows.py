"""Each thing to judge as the review screen shows it: what is asked, what there is, the verdict so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment, Judgement, ScoreChange
from cmsdesk.domain.review_items import Item, ItemKind
from cmsdesk.domain.schemes.evaluate import Outcome, Verdict
from cmsdesk.domain.schemes.model import Step
from cmsdesk.domain.words import language
from cmsdesk.services.dossiers import EvidenceRow
from cmsdesk.services.review_items import claimed_basis, documents_of, items_in
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.sealing import judgements_of, may_read
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class FormerVerdict:
    """What a verdict was before it was changed."""

    verdict: str
    score: int | None
    comment: str
    changed_at: datetime


@dataclass(frozen=True)
class ReviewItem:
    """One thing to judge; `requirement_id` is its key: a requirement, requirement/topic, or criterion/1 and on.

    `kind` is the kind of the requirement, or topic or criterion; `criteria` is what to look at; `leaf` is what the
    evaluation makes of the requirement today; `evidence` is what was handed in for it, without what was replaced.
    """

    requirement_id: str
    title: str
    kind: str
    criteria: tuple[str, ...]
    leaf: Verdict
    verdict: str
    comment: str
    evidence: tuple[EvidenceRow, ...]
    ledger: str
    scored: bool = False
    score: int | None = None
    # On what a topic may rest, and on what it rests as far as anybody said.
    basis_choices: tuple[str, ...] = ()
    basis_names: tuple[str, ...] = ()
    basis: frozenset[str] = frozenset()
    former: tuple[FormerVerdict, ...] = ()


def review_items(
    session: OfficeSession,
    application: Application,
    step: Step,
    report: Assessment | None,
    *,
    leaves: Sequence[Verdict],
    evidence: Sequence[EvidenceRow],
) -> tuple[ReviewItem, ...]:
    """What a step asks, with the verdicts of one report where whoever is at work may read it."""
    judged = judgements_of(session, report)
    former = _former(session, report)
    by_requirement = {leaf.requirement_id: leaf for leaf in leaves}
    current = {document.id for document, _ties in documents_of(session, application)}
    rows = [row for row in evidence if row.id in current]
    return tuple(
        _row(session, application, item, judged.get(item.key), by_requirement.get(item.requirement_id), rows, former)
        for item in items_in(session, application, step, judged)
    )


def _row(
    session: OfficeSession,
    application: Application,
    item: Item,
    judgement: Judgement | None,
    leaf: Verdict | None,
    evidence: Sequence[EvidenceRow],
    former: Mapping[str, tuple[FormerVerdict, ...]],
) -> ReviewItem:
    basis = frozenset(judgement.basis.split()) if judgement else claimed_basis(session, application.id or 0, item)
    return ReviewItem(
        requirement_id=item.key,
        title=item.title,
        kind=_kind(application, item),
        criteria=item.asks,
        leaf=leaf or Verdict(item.key, item.title, item.kind, Outcome.UNDECIDED, "decision", example=False),
        verdict=judgement.verdict if judgement else "",
        comment=judgement.comment if judgement else "",
        evidence=tuple(row for row in evidence if any(map(item.is_about, row.requirements))),
        ledger=_ledger(application, item),
        scored=item.scored,
        score=judgement.score if judgement else None,
        basis_choices=item.basis,
        basis_names=tuple(scheme_of(application.scheme_id).basis_name(one, language()) for one in item.basis),
        basis=basis,
        former=former.get(item.key, ()),
    )


def _kind(application: Application, item: Item) -> str:
    if item.kind is ItemKind.REQUIREMENT:
        return scheme_of(application.scheme_id).requirement(item.requirement_id).kind
    return item.kind.value


def _ledger(application: Application, item: Item) -> str:
    if item.kind is not ItemKind.REQUIREMENT:
        return ""
    return str(getattr(scheme_of(application.scheme_id).requirement(item.requirement_id), "ledger", ""))


def _former(session: OfficeSession, report: Assessment | None) -> dict[str, tuple[FormerVerdict, ...]]:
    """Verdicts that were changed, oldest first, by what they are about."""
    found: dict[str, tuple[FormerVerdict, ...]] = {}
    if report is not None and may_read(session, report):
        mine = select(ScoreChange).where(ScoreChange.assessment_id == report.id).order_by(col(ScoreChange.id))
        for change in session.exec(mine):
            row = FormerVerdict(change.verdict, change.score, change.comment, change.changed_at)
            found[change.requirement_id] = (*found.get(change.requirement_id, ()), row)
    return found
