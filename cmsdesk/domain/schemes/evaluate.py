"""Whether a requirement is met: pure, without a clock, the same for the same facts.

Three answers: met, not met, and undecided where something is still waiting to be judged. Only
"met" passes. Every leaf says what there is, what is needed, what is missing, which lines counted
and, for each line that did not count, the rule that cut it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cmsdesk.domain.schemes import leaves
from cmsdesk.domain.schemes.facts import Facts
from cmsdesk.domain.schemes.leaves import Leaf, Line, Outcome
from cmsdesk.domain.schemes.model import GATES, GROUPS, Any_, Gate, Requirement, Scheme
from cmsdesk.domain.words import language

__all__ = ["Line", "Outcome", "Verdict", "blocking", "evaluate", "leaves_of"]


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
    first_possible_on: date | None = None
    counted: tuple[Line, ...] = ()
    cut: tuple[Line, ...] = ()
    children: tuple["Verdict", ...] = ()


def evaluate(scheme: Scheme, requirement_id: str, facts: Facts, on: date) -> Verdict:
    """The verdict on a requirement and everything below it, on a day."""
    return _evaluate(scheme, scheme.requirement(requirement_id), facts, on)


def _evaluate(scheme: Scheme, requirement: Requirement, facts: Facts, on: date) -> Verdict:
    title = requirement.name.in_language(language())
    example = requirement.src.startswith("EXAMPLE")
    if isinstance(requirement, GROUPS):
        children = tuple(_evaluate(scheme, child, facts, on) for child in scheme.children(requirement.id))
        needed = requirement.n if isinstance(requirement, Any_) else len(children)
        met = sum(child.outcome is Outcome.MET for child in children)
        open_ = sum(child.outcome is Outcome.UNDECIDED for child in children)
        outcome = Outcome.MET if met >= needed else Outcome.UNDECIDED if met + open_ >= needed else Outcome.NOT_MET
        return Verdict(
            requirement_id=requirement.id,
            title=title,
            kind=requirement.kind,
            outcome=outcome,
            gate=requirement.gate,
            example=example,
            have=str(met),
            need=str(needed),
            share=met / needed if needed else 1.0,
            missing=Decimal(max(0, needed - met)),
            children=children,
        )
    leaf: Leaf = leaves.judge(scheme, requirement, facts, on)
    return Verdict(
        requirement_id=requirement.id,
        title=title,
        kind=requirement.kind,
        outcome=leaf.outcome,
        gate=requirement.gate,
        example=example,
        have=leaf.have,
        need=leaf.need,
        share=leaf.share,
        sentence=leaf.sentence,
        missing=leaf.missing,
        first_possible_on=leaf.first_possible_on,
        counted=leaf.counted,
        cut=leaf.cut,
    )


def leaves_of(verdict: Verdict) -> Iterator[Verdict]:
    """Every verdict that is no group, in the order of the scheme."""
    if not verdict.children:
        yield verdict
    for child in verdict.children:
        yield from leaves_of(child)


def blocking(verdict: Verdict, gate: Gate) -> list[Verdict]:
    """The leaves that stand in the way of passing a gate; a met group lets its unmet parts pass."""
    if verdict.outcome is Outcome.MET:
        return []
    if verdict.children:
        return [leaf for child in verdict.children for leaf in blocking(child, gate)]
    return [verdict] if GATES.index(verdict.gate) <= GATES.index(gate) else []
