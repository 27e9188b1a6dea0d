"""What a record waits for, who must act, and the one act to offer first."""

from dataclasses import dataclass
from datetime import date

from cmsdesk.domain.applications import Act, Application, State
from cmsdesk.domain.words import _

ISSUE = "issue"


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
) -> NextAction | None:
    """What to do next with an application; None when everything is done."""
    late = bool(application.due_on and application.due_on < today)
    tone = "warn" if late else "info"
    due = _("Expected by {date}.").format(date=f"{application.due_on:%d-%m-%Y}") if application.due_on else ""
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
                application.note or due,
                _("Take in again"),
                "warn",
                "hourglass",
                blocked.get(Act.RECEIVE, ""),
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
            return NextAction(
                Act.ANSWER, _("Waiting for the candidate"), application.note or due, _("Record answer"), "warn", "hourglass"
            )
        case State.ASSESSED:
            reason = blocked.get(Act.GRANT) or _("The review is done; record what {body} decided.").format(body=body)
            return NextAction(Act.GRANT, _("Waiting for {body}").format(body=body), reason, _("Record decision"), tone, "gavel")
        case State.GRANTED if certificate and not has_certificate:
            reason = before_issue or _("The certificate can be issued.")
            return NextAction(ISSUE, _("Granted"), reason, _("Issue certificate"), "ok", "award", before_issue)
        case _:
            return None
