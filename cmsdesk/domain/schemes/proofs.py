"""Requirements that something shows: a credential, a document, statements, topics, an answer."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from cmsdesk.domain.dates import add_months, show_date
from cmsdesk.domain.schemes import requirements as rules
from cmsdesk.domain.schemes.facts import Credential, Document, Facts, Statement
from cmsdesk.domain.schemes.leaves import Leaf, Line, Outcome, shown
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.words import _, language, ngettext

_ONE = Decimal(1)
_EARLIEST = date(1000, 1, 1)


def held(_scheme: Scheme, rule: rules.Held, facts: Facts, on: date) -> Leaf:
    """Any one of the credentials, in the right state, of an issuer and a level that will do."""
    mine = [one for one in facts.credentials if one.kind in rule.credentials and one.granted_on <= on]
    reasons = [(one, _why_not_held(rule, one, on)) for one in mine]
    counted = tuple(_held_line(one, "") for one, reason in reasons if not reason)
    cut = tuple(_held_line(one, reason) for one, reason in reasons if reason)
    if counted:
        since = min(one.granted_on for one, reason in reasons if not reason)
        return Leaf(Outcome.MET, _("since {date}").format(date=show_date(since)), "", 1.0, counted=counted, cut=cut)
    wanted = " / ".join(shown(credential) for credential in rule.credentials)
    sentence = cut[0].reason if cut else _("{credential} is not held.").format(credential=wanted)
    return Leaf(Outcome.NOT_MET, _("missing"), "", 0.0, sentence, _ONE, cut=cut)


def _held_line(credential: Credential, reason: str) -> Line:
    return Line(credential.issuer or shown(credential.kind), show_date(credential.granted_on), reason)


def _why_not_held(rule: rules.Held, credential: Credential, on: date) -> str:
    if rule.state == "active" and (not credential.active or (credential.until_on and credential.until_on < on)):
        return _("No longer active.")
    if rule.issuers and not _named(credential.issuer, rule.issuers):
        return _("The issuer “{issuer}” is not on the list.").format(issuer=credential.issuer)
    if rule.min_level is not None and (credential.level or 0) < rule.min_level:
        return _("Level {level} is needed.").format(level=rule.min_level)
    if rule.min_years is not None and (credential.years or 0) < rule.min_years:
        return _("A programme of {count} years is needed.").format(count=rule.min_years)
    return ""


def evidence(scheme: Scheme, rule: rules.Evidence, facts: Facts, on: date) -> Leaf:
    """One accepted document with every check ticked; one that still waits leaves it undecided."""
    documents = [(one, _why_refused(scheme, rule, one, on)) for one in facts.documents if one.requirement == rule.id]
    accepted = tuple(Line(one.text, "", "", one.id) for one, reason in documents if not reason and one.standing == "accepted")
    waiting = any(not reason and one.standing == "pending" for one, reason in documents)
    cut = tuple(
        Line(one.text, "", reason or _("Not yet judged."), one.id)
        for one, reason in documents
        if reason or one.standing == "pending"
    )
    if accepted:
        return Leaf(Outcome.MET, _("accepted"), "", 1.0, counted=accepted, cut=cut)
    if waiting:
        sentence = _("The document still has to be judged.")
        return Leaf(Outcome.UNDECIDED, _("to be judged"), "", 0.5, sentence, _ONE, _ONE, cut=cut)
    sentence = cut[0].reason if cut else _("This document is missing.")
    return Leaf(Outcome.NOT_MET, _("missing"), "", 0.0, sentence, _ONE, cut=cut)


def _why_refused(scheme: Scheme, rule: rules.Evidence, document: Document, on: date) -> str:
    if document.standing == "refused":
        return document.reason or _("Not accepted.")
    if rule.issuers_in and not _excepted(rule, document, on):
        names = next(part for part in scheme.lists if part.id == rule.issuers_in).on(on)
        if not _named(document.issuer, names) and rule.exception_by:
            return _("The issuer “{issuer}” is not on the list, and there is no exception by {body}.").format(
                issuer=document.issuer, body=rule.exception_by
            )
        if not _named(document.issuer, names):
            return _("The issuer “{issuer}” is not on the list.").format(issuer=document.issuer)
    if document.standing == "accepted" and (lacking := [check for check in rule.checks if check not in document.ticked]):
        names = tuple(mark.name.in_language(language()) for mark in scheme.marks if mark.id in lacking)
        return _("Not shown: {marks}.").format(marks=", ".join(names))
    return ""


def _excepted(rule: rules.Evidence, document: Document, on: date) -> bool:
    """An exception needs who, when and why; otherwise it is none."""
    complete = bool(document.exception_by and document.exception_on and document.exception_reason.strip())
    by_whom = _named(document.exception_by, (rule.exception_by,)) if rule.exception_by else False
    return complete and by_whom and document.exception_on is not None and document.exception_on <= on


def statement(_scheme: Scheme, rule: rules.Statement, facts: Facts, on: date) -> Leaf:
    """So many signed statements; by different people, unless the rule says otherwise."""
    mine = [one for one in facts.statements if one.role == rule.role and one.requirement in {"", rule.id}]
    reasons = [(one, _why_not_signed(rule, one, facts, on)) for one in mine]
    good = [one for one, reason in reasons if not reason and one.standing == "accepted"]
    open_ = [one for one, reason in reasons if not reason and one.standing == "pending"]
    have = _signers(rule, good)
    missing = max(0, rule.count - have)
    waiting = _signers(rule, [*good, *open_]) - have
    sentence = ""
    if missing:
        sentence = ngettext("{count} statement is missing.", "{count} statements are missing.", missing).format(count=missing)
    return Leaf(
        Outcome.MET if not missing else Outcome.UNDECIDED if waiting >= missing else Outcome.NOT_MET,
        str(have),
        str(rule.count),
        min(1.0, have / rule.count),
        sentence,
        Decimal(missing),
        Decimal(waiting),
        counted=tuple(Line(one.by, show_date(one.on)) for one in good),
        cut=tuple(
            Line(one.by, show_date(one.on), reason or _("Not yet judged."))
            for one, reason in reasons
            if reason or one.standing == "pending"
        ),
    )


def _signers(rule: rules.Statement, statements: Sequence[Statement]) -> int:
    return len({one.by.strip().casefold() for one in statements}) if rule.distinct_persons else len(statements)


def _why_not_signed(rule: rules.Statement, one: Statement, facts: Facts, on: date) -> str:
    if one.standing == "refused":
        return one.reason or _("Not accepted.")
    if one.on > on:
        return _("Dated after {date}.").format(date=show_date(on))
    if rule.within_months and one.on < add_months(max(on, _EARLIEST), -rule.within_months):
        return _("Older than {count} months.").format(count=rule.within_months)
    if facts.roles_on_file.get(one.by, frozenset()).intersection(rule.not_role_on_file):
        return _("{person} acts on this file and may not sign.").format(person=one.by)
    return ""


def topics(scheme: Scheme, rule: rules.Topics, facts: Facts, _on: date) -> Leaf:
    """Every topic of the sets, each resting on something that will do."""
    asked = topics_asked(scheme, rule)
    waiting = _topics_marked(rule, facts, "pending")
    open_ = open_topics(scheme, rule, facts)
    still = {topic.id for topic in open_}
    names = ", ".join(topic.name.in_language(language()) for topic in open_)
    pending = sum(topic.id in waiting for topic in open_)
    return Leaf(
        Outcome.MET if not open_ else Outcome.UNDECIDED if pending == len(open_) else Outcome.NOT_MET,
        str(len(asked) - len(open_)),
        str(len(asked)),
        1 - len(open_) / len(asked),
        _("Still open: {topics}.").format(topics=names) if open_ else "",
        Decimal(len(open_)),
        Decimal(pending),
        counted=tuple(Line(topic.name.in_language(language()), "") for topic in asked if topic.id not in still),
    )


def topics_asked(scheme: Scheme, rule: rules.Topics) -> list[rules.Topic]:
    """Every topic of the sets that a requirement names."""
    return [topic for part in scheme.topic_sets if part.id in rule.sets for topic in part.topics]


def open_topics(scheme: Scheme, rule: rules.Topics, facts: Facts) -> list[rules.Topic]:
    """The topics of a requirement that are not accepted, or rest on nothing that will do."""
    accepted = _topics_marked(rule, facts, "accepted")
    return [topic for topic in topics_asked(scheme, rule) if topic.id not in accepted]


def _topics_marked(rule: rules.Topics, facts: Facts, standing: str) -> set[str]:
    good = (mark for mark in facts.topics if not rule.basis or mark.basis.intersection(rule.basis))
    return {mark.topic for mark in good if mark.standing == standing}


def check(_scheme: Scheme, rule: rules.Check, facts: Facts, _on: date) -> Leaf:
    """What staff answered; where the scheme knows ways out, a no is a matter for consultation and never the end."""
    answer = facts.checks.get(rule.id, "")
    if answer == "yes":
        return Leaf(Outcome.MET, _("yes"), "", 1.0)
    sentence = rule.question.in_language(language())
    if rule.remedies:
        ways = ", ".join(words.in_language(language()) for words in rule.remedies)
        sentence = _("{question}: to be solved by {ways}.").format(question=sentence, ways=ways)
    if answer == "no" and not rule.remedies:
        return Leaf(Outcome.NOT_MET, _("no"), "", 0.0, sentence, _ONE)
    shown_answer = _("in consultation") if answer in {"no", "consultation"} else _("not answered")
    return Leaf(Outcome.UNDECIDED, shown_answer, "", 0.5, sentence, _ONE)


def _named(name: str, names: Sequence[str]) -> bool:
    """Whether a name stands among others, or any will do; capitals and blanks at the ends do not matter."""
    return "*" in names or name.strip().casefold() in {one.strip().casefold() for one in names}
