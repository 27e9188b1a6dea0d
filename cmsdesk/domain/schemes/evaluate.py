"""Whether a requirement is met: pure, without a clock, the same for the same facts.

Three answers: met, not met, and undecided where something is still waiting to be judged. Only
"met" passes. Every leaf says what there is, what is needed, what is missing, which lines counted
and, for each line that did not count, the rule that cut it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.schemes import amounts, proofs
from cmsdesk.domain.schemes import requirements as rules
from cmsdesk.domain.schemes.facts import Facts
from cmsdesk.domain.schemes.leaves import Leaf, Line, Outcome
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.schemes.requirements import GATES, GROUPS, All, Any_, Gate, Requirement
from cmsdesk.domain.words import _, language, ngettext

__all__ = ["Line", "Outcome", "Verdict", "blocking", "evaluate", "evaluate_route", "leaves_of"]

_KINDS: Mapping[type, Callable[[Scheme, Any, Facts, date], Leaf]] = {
    rules.Points: amounts.points,
    rules.Duration: amounts.duration,
    rules.Held: proofs.held,
    rules.Evidence: proofs.evidence,
    rules.Statement: proofs.statement,
    rules.Topics: proofs.topics,
    rules.Check: proofs.check,
}
# The kind of the verdict on a whole route, where that is more than one requirement.
_ROUTE = "route"


@dataclass(frozen=True)
class Verdict:
    """What came of one requirement; a group holds the verdicts below it."""

    requirement_id: str
    title: str
    kind: str
    outcome: Outcome
    gate: Gate
    example: bool
    have: str = ""
    need: str = ""
    share: float = 0.0
    sentence: str = ""
    missing: Decimal = Decimal(0)
    pending: Decimal = Decimal(0)
    first_possible_on: date | None = None
    counted: tuple[Line, ...] = ()
    cut: tuple[Line, ...] = ()
    children: tuple["Verdict", ...] = ()
    remediable: bool = False
    advisory: bool = False


@dataclass(frozen=True)
class _Above:
    """What a requirement takes over from the group it is in; below `any` the gate is settled."""

    gate: Gate = "decision"
    settled: bool = False
    advisory: bool = False


def evaluate(scheme: Scheme, requirement_id: str, facts: Facts, on: date) -> Verdict:
    """The verdict on a requirement and everything below it, on a day."""
    return _evaluate(scheme, scheme.requirement(requirement_id), facts, on, _Above())


def evaluate_route(scheme: Scheme, route_id: str, facts: Facts, on: date) -> Verdict:
    """The verdict on all that a route asks: what it requires, and what it asks extra.

    What only informs does not weigh in it, nor does what is asked after the decision, for the certificate.
    """
    route = scheme.route(route_id)
    required = _evaluate(scheme, scheme.requirement(route.requires), facts, on, _Above(advisory=route.advisory))
    extra = [scheme.requirement(name) for name in route.extra]
    asked = [_evaluate(scheme, one, facts, on, _Above()) for one in extra if _applies(one, facts)]
    if not asked:
        return required
    children = (required, *asked)
    binding = [child for child in children if not child.advisory and child.gate != "certificate"]
    whole = All(id=route.id, name=route.name, kind="all")
    verdict = _group(whole, tuple(binding), _Above())
    return replace(verdict, kind=_ROUTE, children=children)


def _evaluate(scheme: Scheme, rule: Requirement, facts: Facts, on: date, above: _Above) -> Verdict:
    gate = above.gate if above.settled else rule.gate or above.gate
    here = replace(above, gate=gate, settled=above.settled or isinstance(rule, Any_))
    if isinstance(rule, GROUPS):
        children = (child for child in scheme.children(rule.id) if _applies(child, facts))
        return _waived(
            rule, _group(rule, tuple(_evaluate(scheme, child, facts, on, here) for child in children), here), facts, on
        )
    leaf = _KINDS[type(rule)](scheme, rule, facts, on)
    verdict = Verdict(
        requirement_id=rule.id,
        title=rule.name.in_language(language()),
        kind=rule.kind,
        outcome=leaf.outcome,
        gate=gate,
        example=rule.example,
        have=leaf.have,
        need=leaf.need,
        share=leaf.share,
        sentence=leaf.sentence,
        missing=leaf.missing,
        pending=leaf.pending,
        first_possible_on=leaf.first_possible_on,
        counted=leaf.counted,
        cut=leaf.cut,
        remediable=rule.remediable,
        advisory=above.advisory,
    )
    return _waived(rule, verdict, facts, on)


def _applies(rule: Requirement, facts: Facts) -> bool:
    return not rule.when or rule.when in facts.circumstances


def _group(rule: All | Any_, children: tuple[Verdict, ...], here: _Above) -> Verdict:
    needed = rule.n if isinstance(rule, Any_) else len(children)
    met = sum(child.outcome is Outcome.MET for child in children)
    open_ = sum(child.outcome is Outcome.UNDECIDED for child in children)
    lacking = max(0, needed - met)
    # Those that time alone will meet, earliest first: the group is met with the last one it lacks.
    days = sorted(child.first_possible_on for child in children if child.first_possible_on)
    first = days[lacking - 1] if 0 < lacking <= len(days) else None
    sentence = ""
    if lacking:
        sentence = ngettext("{count} requirement is not met.", "{count} requirements are not met.", lacking).format(count=lacking)
    if first:
        sentence = _("First possible on {date}.").format(date=show_date(first))
    return Verdict(
        requirement_id=rule.id,
        title=rule.name.in_language(language()),
        kind=rule.kind,
        outcome=Outcome.MET if not lacking else Outcome.UNDECIDED if open_ >= lacking else Outcome.NOT_MET,
        gate=here.gate,
        example=rule.example,
        have=str(met),
        need=str(needed),
        share=min(1.0, met / needed) if needed else 1.0,
        sentence=sentence,
        missing=Decimal(lacking),
        pending=Decimal(min(open_, lacking)),
        first_possible_on=first,
        children=children,
        remediable=rule.remediable,
        advisory=here.advisory,
    )


def _waived(rule: Requirement, verdict: Verdict, facts: Facts, on: date) -> Verdict:
    """The verdict, or met where someone who may do so let it go with a reason."""
    if verdict.outcome is Outcome.MET or not rule.waivable_by:
        return verdict
    for waiver in facts.waivers:
        if waiver.requirement == rule.id and waiver.role == rule.waivable_by and waiver.reason.strip() and waiver.on <= on:
            sentence = _("Waived on {date}: {reason}").format(date=show_date(waiver.on), reason=waiver.reason)
            return replace(verdict, outcome=Outcome.MET, sentence=sentence, first_possible_on=None)
    return verdict


def leaves_of(verdict: Verdict) -> Iterator[Verdict]:
    """Every verdict that is no group, in the order of the scheme."""
    if not verdict.children:
        yield verdict
    for child in verdict.children:
        yield from leaves_of(child)


def blocking(verdict: Verdict, gate: Gate) -> list[Verdict]:
    """The leaves that stand in the way of passing a gate; a met group lets its unmet parts pass.

    Where a group is only undecided, what was settled against it does not stand in the way. Alternatives of which too few
    exist in the circumstances stand in the way themselves.
    """
    if verdict.advisory or (verdict.outcome is Outcome.MET and verdict.kind != _ROUTE):
        return []
    asked = GATES.index(verdict.gate) <= GATES.index(gate)
    if not verdict.children:
        return [verdict] if asked else []
    settled = Outcome.NOT_MET if verdict.outcome is Outcome.UNDECIDED else None
    found = [leaf for child in verdict.children if child.outcome is not settled for leaf in blocking(child, gate)]
    return found or ([verdict] if asked and verdict.kind == "any" else [])
