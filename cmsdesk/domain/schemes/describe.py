"""What a requirement, a step or a decision asks, in plain words: one phrase for each thing it says."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from cmsdesk.domain.schemes import requirements as rules
from cmsdesk.domain.schemes.leaves import number, shown
from cmsdesk.domain.schemes.model import Ledger, Requirement, Scheme
from cmsdesk.domain.schemes.parts import Words
from cmsdesk.domain.schemes.routes import DecisionBody, Step
from cmsdesk.domain.words import N_, _, language, ngettext

Phrases = Iterator[str]

_GATES: Mapping[rules.Gate, str] = {
    "submit": N_("needed to hand in the application"),
    "candidate": N_("needed to be admitted"),
    "decision": N_("needed for the decision"),
    "certificate": N_("needed for the certificate"),
}
_MODES = {"written": N_("in writing"), "oral": N_("orally"), "phone": N_("by telephone")}
_DIVIDED = {"chair": N_("the chair settles it when reports differ"), "third": N_("a third report settles it when reports differ")}
_NEEDS = {"requirements": N_("after the requirements are settled"), "steps": N_("after all steps")}


def words_of_requirement(scheme: Scheme, rule: Requirement) -> tuple[str, ...]:
    """What a requirement asks; a group of which all must be met says nothing of its own."""
    return (*_KINDS[type(rule)](scheme, rule), *_common(scheme, rule))


def words_of_step(scheme: Scheme, step: Step) -> tuple[str, ...]:
    """How a step judges."""
    return tuple(_step(scheme, step))


def words_of_decision(scheme: Scheme, decision: DecisionBody) -> tuple[str, ...]:
    """Who decides, and who may not."""
    return tuple(_decision(scheme, decision))


def _common(scheme: Scheme, rule: Requirement) -> Phrases:
    if rule.gate:
        yield _(_GATES[rule.gate])
    if rule.when:
        yield _("only where: {circumstance}").format(circumstance=_name(scheme.circumstances, rule.when))
    if rule.remediable:
        yield _("may go into a personal plan")
    if rule.waivable_by:
        yield _("may be waived by the {role}").format(role=_name(scheme.roles, rule.waivable_by))
    if rule.criteria:
        yield _("looked at: {criteria}").format(criteria=_listed(rule.criteria))


def _all(_scheme: Scheme, _rule: rules.All) -> Phrases:
    yield from ()


def _any(scheme: Scheme, rule: rules.Any_) -> Phrases:
    inner = ", ".join(_quoted(child.name) for child in scheme.children(rule.id))
    yield ngettext("at least {count} of: {requirements}", "at least {count} of: {requirements}", rule.n).format(
        count=rule.n, requirements=inner
    )


def _duration(scheme: Scheme, rule: rules.Duration) -> Phrases:
    ledger = _name(scheme.ledgers, rule.ledger)
    yield ngettext("{count} month in “{ledger}”", "{count} months in “{ledger}”", rule.min).format(count=rule.min, ledger=ledger)


def _points(scheme: Scheme, rule: rules.Points) -> Phrases:
    ledger = scheme.ledger(rule.ledger)
    yield _("{number} in “{ledger}”").format(number=number(rule.min), ledger=ledger.name.in_language(language()))
    yield from _ledger(scheme, ledger)
    if rule.dated_after:
        yield _("only dated after {credential}").format(credential=shown(rule.dated_after))
    if rule.within:
        yield _("only dated in the period of the certificate")
    if rule.within_months:
        yield _recent(rule.within_months)
    if rule.not_used_for:
        yield _("not used for {titles}").format(titles=", ".join(rule.not_used_for))
    for cap in rule.caps:
        yield _("at most {number} for “{category}”").format(number=number(cap.max), category=cap.category)


def _ledger(scheme: Scheme, ledger: Ledger) -> Phrases:
    """How a line becomes an amount."""
    if ledger.per_hours:
        yield _("1 for {hours} hours").format(hours=number(ledger.per_hours))
    if ledger.per_year:
        yield _("{number} for each whole year").format(number=number(ledger.per_year))
    if ledger.least:
        yield _("lines from {number}").format(number=number(ledger.least))
    if ledger.round_down_to:
        yield _("rounded down to {number}").format(number=number(ledger.round_down_to))
    for mark in ledger.needs:
        yield _("ticked: {mark}").format(mark=_name(scheme.marks, mark))
    if ledger.refused_proof:
        yield _("not proven by: {proof}").format(proof=_listed(ledger.refused_proof))


def _held(_scheme: Scheme, rule: rules.Held) -> Phrases:
    yield _("holds {credential}").format(credential=" / ".join(shown(credential) for credential in rule.credentials))
    if rule.state == "any":
        yield _("valid or not")
    if rule.issuers and "*" not in rule.issuers:
        yield _("issued by {names}").format(names=" / ".join(rule.issuers))
    if rule.min_level is not None:
        yield _("at least level {level}").format(level=rule.min_level)
    if rule.min_years is not None:
        yield ngettext("a programme of at least {count} year", "a programme of at least {count} years", rule.min_years).format(
            count=rule.min_years
        )


def _evidence(scheme: Scheme, rule: rules.Evidence) -> Phrases:
    yield _("the document “{document}”").format(document=_name(scheme.documents, rule.doc))
    for check in rule.checks:
        yield _("ticked: {mark}").format(mark=_name(scheme.marks, check))
    if rule.issuers_in:
        yield _("by one on the list “{list}”").format(list=_name(scheme.lists, rule.issuers_in))
    if rule.exception_by:
        yield _("exceptions by {body}").format(body=rule.exception_by)


def _statement(scheme: Scheme, rule: rules.Statement) -> Phrases:
    role = _name(scheme.roles, rule.role)
    yield ngettext("{count} statement ({role})", "{count} statements ({role})", rule.count).format(count=rule.count, role=role)
    if rule.text:
        yield _quoted(rule.text)
    if not rule.distinct_persons:
        yield _("several by one person count")
    if rule.not_role_on_file:
        yield _("not by who acts on the file as {roles}").format(roles=_names(scheme.roles, rule.not_role_on_file))
    if rule.within_months:
        yield _recent(rule.within_months)


def _topics(scheme: Scheme, rule: rules.Topics) -> Phrases:
    for name in rule.sets:
        found = next(part for part in scheme.topic_sets if part.id == name)
        yield _("all topics of “{set}”: {topics}").format(
            set=found.name.in_language(language()), topics=_listed(topic.name for topic in found.topics)
        )
    if rule.basis:
        yield _("resting on {basis}").format(basis=" / ".join(scheme.basis_name(basis, language()) for basis in rule.basis))


def _check(_scheme: Scheme, rule: rules.Check) -> Phrases:
    yield _("a yes to {question}").format(question=_quoted(rule.question))
    if rule.remedies:
        yield _("otherwise {ways}").format(ways=_listed(rule.remedies))


_KINDS: Mapping[type, Callable[[Scheme, Any], Phrases]] = {
    rules.All: _all,
    rules.Any_: _any,
    rules.Duration: _duration,
    rules.Points: _points,
    rules.Held: _held,
    rules.Evidence: _evidence,
    rules.Statement: _statement,
    rules.Topics: _topics,
    rules.Check: _check,
}


def _step(scheme: Scheme, step: Step) -> Phrases:
    yield _(_MODES[step.mode])
    yield _("judged by {count} ({role})").format(count=step.count, role=_name(scheme.roles, step.role))
    if step.chair:
        yield _("chaired ({role})").format(role=_name(scheme.roles, step.chair))
    if not step.distinct_persons:
        yield _("one person may judge twice")
    if step.each_reports:
        yield _("each with a report of their own")
    if step.criteria:
        yield _("on {criteria}").format(criteria=_listed(step.criteria))
    if step.outcomes:
        yield _("with the outcome {outcomes}").format(
            outcomes=" / ".join(words.in_language(language()) for words in step.outcomes)
        )
    if step.questions_to_candidate:
        yield _("questions to the candidate")
    if step.feedback:
        yield _("feedback on each document")
    if step.resubmit:
        yield _("documents may be handed in again")
    if step.resubmit_needs:
        yield _("with an answer to every remark")
    if step.max_rounds:
        yield ngettext("at most {count} round", "at most {count} rounds", step.max_rounds).format(count=step.max_rounds)
    if step.scored:
        yield _("with a score for each criterion")
    if step.divided != "decider":
        yield _(_DIVIDED[step.divided])
    if step.complete_days_before:
        days = step.complete_days_before
        yield ngettext("dossier complete {count} day before", "dossier complete {count} days before", days).format(count=days)


def _decision(scheme: Scheme, decision: DecisionBody) -> Phrases:
    yield _("{body} decides ({role})").format(body=decision.body, role=_name(scheme.roles, decision.role))
    yield _("the assessor may decide") if decision.may_be_assessor else _("the assessor may not decide")
    if decision.barred_roles:
        yield _("barred on the file: {roles}").format(roles=_names(scheme.roles, decision.barred_roles))
    if decision.may_override:
        yield _("may grant against a red gate, with a text and a second person")
    for need in decision.needs:
        yield _(_NEEDS[need])


def _recent(months: int) -> str:
    return ngettext("of the last {count} month", "of the last {count} months", months).format(count=months)


def _name(parts: Iterable[Any], wanted: str) -> str:
    """The name of the part with this id, in the reader's language."""
    found: Words = next(part.name for part in parts if part.id == wanted)
    return found.in_language(language())


def _names(parts: tuple[Any, ...], wanted: Iterable[str]) -> str:
    return ", ".join(_name(parts, one) for one in wanted)


def _listed(several: Iterable[Words]) -> str:
    return ", ".join(words.in_language(language()) for words in several)


def _quoted(words: Words) -> str:
    return f"“{words.in_language(language())}”"
