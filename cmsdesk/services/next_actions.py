"""What a record waits for, who must act, and the one act to offer first."""

from dataclasses import dataclass
from datetime import date

from cmsdesk.domain.applications import Act, Application, State
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.decisions import Decision
from cmsdesk.domain.disputes import Dispute
from cmsdesk.domain.schemes.requirements import Check
from cmsdesk.domain.words import _, language

# Acts that leave the state of the application as it is.
ISSUE = "issue"
SETTLE_CHECK = "settle_check"
SEND_LETTER = "send_letter"
ANSWER_DISPUTE = "answer_dispute"


@dataclass(frozen=True)
class NextAction:
    """The act to offer first; `blocked` says why it cannot happen yet, `tone` how urgent it is."""

    act: str
    title: str
    reason: str
    button: str
    tone: str = "info"
    icon: str = "arrow-right"
    blocked: str = ""


def next_action(
    application: Application,
    *,
    today: date,
    blocked: dict[Act, str],
    progress: str,
    body: str,
    has_certificate: bool,
    certificate: bool,
    before_issue: str,
    candidate_due: date | None = None,
    check: Check | None = None,
    decision: Decision | None = None,
    dispute: Dispute | None = None,
) -> NextAction | None:
    """What to do next with an application; None when everything is done."""
    late = bool(application.due_on and application.due_on < today and not application.paused_on)
    tone = "warn" if late else "info"
    due_on = application.due_on if not application.paused_on else candidate_due
    due = _("Expected by {date}.").format(date=show_date(due_on)) if due_on else ""
    match State(application.state):
        case State.DRAFT | State.SELF_CHECK:
            return NextAction(
                Act.RECEIVE,
                _("Waiting for the bureau"),
                blocked.get(Act.RECEIVE) or _("Everything needed to hand in is there."),
                _("Take in"),
                tone,
                "inbox",
                blocked.get(Act.RECEIVE, ""),
            )
        case State.INCOMPLETE:
            return NextAction(
                Act.RECEIVE,
                _("Waiting for the candidate"),
                f"{application.note} {due}".strip(),
                _("Take in again"),
                "warn",
                "hourglass",
                blocked.get(Act.RECEIVE, ""),
            )
        case State.SUBMITTED | State.CONSULTATION if check and application.complete_on:
            return _settle_check(application, check, due, tone)
        case State.CONSULTATION if not application.complete_on:
            reason = f"{application.note} {due}".strip()
            return NextAction(
                Act.RECEIVE, _("In consultation"), reason, _("Take in"), tone, "inbox", blocked.get(Act.RECEIVE, "")
            )
        case State.SUBMITTED | State.CONSULTATION:
            return NextAction(
                Act.ADMIT,
                _("Waiting for the bureau"),
                blocked.get(Act.ADMIT) or _("Check the dossier and admit it to the review.") + f" {due}".rstrip(),
                _("Admit to review"),
                tone,
                "inbox",
                blocked.get(Act.ADMIT, ""),
            )
        case State.CANDIDATE | State.IN_ASSESSMENT:
            return NextAction(Act.JUDGE, _("In review"), progress, _("Review dossier"), tone, "clipboard-check")
        case State.WAITING:
            reason = f"{application.note} {due}".strip()
            return NextAction(Act.ANSWER, _("Waiting for the candidate"), reason, _("Record answer"), "warn", "hourglass")
        case State.ASSESSED:
            reason = blocked.get(Act.GRANT) or _("The review is done; record what {body} decided.").format(body=body)
            if decision and not decision.is_final:
                reason = _("Held since {date}: {reason}").format(date=show_date(decision.decided_on), reason=decision.reason)
            return NextAction(Act.GRANT, _("Waiting for {body}").format(body=body), reason, _("Record decision"), tone, "gavel")
        case State.GRANTED if certificate and not has_certificate:
            reason = before_issue or _("The certificate can be issued.")
            return NextAction(ISSUE, _("Granted"), reason, _("Issue certificate"), "ok", "award", before_issue)
        case State.GRANTED | State.REFUSED if decision and not decision.sent_on:
            reason = _("The candidate was not told yet; the term for objecting begins with the letter.")
            title = _("Granted") if decision.grants else _("Refused")
            return NextAction(SEND_LETTER, title, reason, _("Letter…"), "info", "mail")
        case State.OBJECTION if dispute:
            return _answer_dispute(dispute, today)
        case _:
            return None


def _settle_check(application: Application, check: Check, due: str, tone: str) -> NextAction:
    """A check that is not a yes yet; its ways out are part of what is said."""
    code = language()
    ways = ", ".join(words.in_language(code) for words in check.remedies)
    reason = f"{check.question.in_language(code)}."
    if ways:
        reason = _("{question}: to be solved by {ways}.").format(question=check.question.in_language(code), ways=ways)
    in_consultation = application.state == State.CONSULTATION
    title = _("In consultation") if in_consultation else _("Waiting for the bureau")
    if in_consultation and application.note:
        reason = f"{application.note} {reason}"
    return NextAction(SETTLE_CHECK, title, f"{reason} {due}".strip(), _("Answer check"), tone, "message-circle")


def _answer_dispute(dispute: Dispute, today: date) -> NextAction:
    assert dispute.answer_due_on is not None
    reason = _("{number}, received on {date}.").format(number=dispute.number, date=show_date(dispute.received_on))
    late_words = _("It came in late.")
    if not dispute.in_time:
        reason = f"{reason} {late_words}"
    due = _("To be answered by {date}.").format(date=show_date(dispute.answer_due_on))
    tone = "warn" if dispute.answer_due_on < today else "info"
    return NextAction(ANSWER_DISPUTE, _("Objection"), f"{reason} {due}", _("Answer…"), tone, "scale")
