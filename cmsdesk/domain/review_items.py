"""What there is to judge in a step, and what the verdicts on it come to."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cmsdesk.domain.assessments import NEGATIVE, POSITIVE
from cmsdesk.domain.assessments import Verdict as Judged
from cmsdesk.domain.schemes.evaluate import Outcome, Verdict
from cmsdesk.domain.schemes.model import Scheme, Step
from cmsdesk.domain.schemes.proofs import topics_asked
from cmsdesk.domain.schemes.requirements import Requirement, Topics
from cmsdesk.domain.words import language

# Kinds that need a human eye; periods and credentials speak for themselves.
_SEEN = frozenset({"check", "evidence", "points", "statement", "topics"})


class ItemKind(StrEnum):
    """What an item is."""

    REQUIREMENT = "requirement"
    TOPIC = "topic"
    CRITERION = "criterion"


@dataclass(frozen=True)
class Item:
    """One thing to judge; `key` names it within the step.

    A requirement is named by its id, a topic as requirement/topic, a criterion of the step as criterion/1 and on.
    """

    key: str
    kind: ItemKind
    title: str
    requirement_id: str = ""
    topic_id: str = ""
    # What to look at, and on what a topic may rest.
    asks: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    scored: bool = False

    def is_about(self, name: str) -> bool:
        """Whether a document that is tied to this name proves the item; one tied to all topics proves each."""
        return name in {self.key, self.requirement_id}


def items_of(scheme: Scheme, step: Step, required: Verdict, judged: Collection[str] = ()) -> tuple[Item, ...]:
    """Everything to judge in a step, in the order of the scheme.

    In writing the whole dossier is judged. A conversation is about the step's criteria and about what the dossier
    left open; what was judged in it (`judged`) stays on the form.
    """
    found: list[Item] = []
    for leaf in _to_see(required, choice=False):
        items = _of_requirement(scheme.requirement(leaf.requirement_id), scheme)
        settled = step.mode != "written" and leaf.outcome is Outcome.MET
        if not settled or any(item.key in judged for item in items):
            found += items
    return (*found, *_criteria(step))


def _to_see(verdict: Verdict, *, choice: bool) -> Iterator[Verdict]:
    """The leaves that somebody must look at; of alternatives only those for which something was handed in."""
    if verdict.kind in _SEEN and verdict.gate != "certificate":
        handed_in = bool(verdict.counted or verdict.cut)
        if handed_in or verdict.kind in {"check", "topics"} or not choice:
            yield verdict
    for child in verdict.children:
        yield from _to_see(child, choice=choice or verdict.kind == "any")


def _of_requirement(rule: Requirement, scheme: Scheme) -> list[Item]:
    if not isinstance(rule, Topics):
        asks = tuple(words.in_language(language()) for words in rule.criteria)
        return [Item(rule.id, ItemKind.REQUIREMENT, rule.name.in_language(language()), rule.id, asks=asks)]
    return [
        Item(
            key=f"{rule.id}/{topic.id}",
            kind=ItemKind.TOPIC,
            title=topic.name.in_language(language()),
            requirement_id=rule.id,
            topic_id=topic.id,
            asks=tuple(goal.in_language(language()) for goal in topic.goals),
            basis=rule.basis,
        )
        for topic in topics_asked(scheme, rule)
    ]


def _criteria(step: Step) -> list[Item]:
    return [
        Item(f"criterion/{place}", ItemKind.CRITERION, words.in_language(language()), scored=step.scored)
        for place, words in enumerate(step.criteria, start=1)
    ]


def comes_to(required: Verdict, verdicts: Mapping[str, str], *, plan: bool) -> str:
    """Positive when nothing that was judged stands in the way, otherwise negative.

    Of alternatives enough must hold. What the assessor does not judge is left to the facts, and so is what only
    informs. Where the route knows a personal plan, what may go into it does not make the report negative.
    """
    criteria = all(verdict == Judged.MET for key, verdict in verdicts.items() if key.startswith(f"{ItemKind.CRITERION}/"))
    return POSITIVE if criteria and _holds(required, verdicts, plan=plan) is not False else NEGATIVE


def _holds(verdict: Verdict, verdicts: Mapping[str, str], *, plan: bool) -> bool | None:
    """Whether a requirement holds by the verdicts; None where they say nothing of it."""
    if verdict.advisory:
        return None
    if not verdict.children:
        mine = _verdicts_on(verdict, verdicts)
        if not mine:
            return None
        met = all(one == Judged.MET for one in mine)
        return None if not met and plan and verdict.remediable else met
    below = [(_holds(child, verdicts, plan=plan), child.outcome is Outcome.MET) for child in verdict.children]
    if all(one is None for one, _by_facts in below):
        return None
    if verdict.kind == "any":
        return sum(by_facts if one is None else one for one, by_facts in below) >= int(verdict.need)
    return all(one is not False for one, _by_facts in below)


def _verdicts_on(leaf: Verdict, verdicts: Mapping[str, str]) -> list[str]:
    if leaf.kind != "topics":
        return [verdict for key, verdict in verdicts.items() if key == leaf.requirement_id]
    return [verdict for key, verdict in verdicts.items() if key.startswith(f"{leaf.requirement_id}/")]


def outcomes_of(step: Step) -> dict[str, str]:
    """The outcomes a step names itself, by their place (outcome/1 and on), in the reader's words."""
    return {f"outcome/{place}": words.in_language(language()) for place, words in enumerate(step.outcomes, start=1)}


def is_favourable(step: Step, outcome: str) -> bool:
    """Whether an outcome leaves the way to a grant open; a step says which of its own outcomes do not."""
    if outcome in outcomes_of(step):
        return int(outcome.partition("/")[2]) not in step.unfavourable
    return outcome == POSITIVE


def reports_needed(step: Step) -> int:
    """How many reports a step asks for: one of each who judges, or one of all together."""
    return step.count if step.each_reports else 1


def judged_together(step: Step) -> bool:
    """Whether several people make one report, as a committee does."""
    return not step.each_reports and (step.count > 1 or bool(step.chair))


def title_of(scheme: Scheme, step: Step | None, key: str) -> str:
    """What a key names, in the reader's words; a key that the scheme does not know stays as it is."""
    topics = {topic.id: topic.name for part in scheme.topic_sets for topic in part.topics}
    names = {rule.id: rule.name for rule in scheme.requirements}
    criteria = {f"{ItemKind.CRITERION}/{place}": words for place, words in enumerate(step.criteria if step else (), start=1)}
    words = criteria.get(key) or names.get(key) or topics.get(key.partition("/")[2])
    return words.in_language(language()) if words else key
