"""How states look: the icon and tone of each chip, in one place."""

from cmsdesk.domain.applications import State
from cmsdesk.domain.certificates import Status
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.words import _
from cmsdesk.ui.tables import Chip

_STATES = {
    State.SELF_CHECK: ("circle-help", "idle"),
    State.DRAFT: ("pencil", "idle"),
    State.SUBMITTED: ("inbox", "info"),
    State.INCOMPLETE: ("triangle-alert", "stop"),
    State.CONSULTATION: ("message-circle", "idle"),
    State.CANDIDATE: ("clipboard-check", "info"),
    State.IN_ASSESSMENT: ("clipboard-check", "info"),
    State.WAITING: ("pause", "idle"),
    State.ASSESSED: ("gavel", "warn"),
    State.GRANTED: ("check", "ok"),
    State.REFUSED: ("x", "stop"),
    State.WITHDRAWN: ("ban", "idle"),
    State.OBJECTION: ("scale", "warn"),
}
_STATUSES = {
    Status.FUTURE: ("clock", "info"),
    Status.ACTIVE: ("check", "ok"),
    Status.SUSPENDED: ("pause", "warn"),
    Status.WITHDRAWN: ("ban", "stop"),
    Status.EXPIRED: ("clock", "idle"),
}
_STANDINGS = {Standing.PENDING: ("hourglass", "idle"), Standing.ACCEPTED: ("check", "ok"), Standing.REFUSED: ("x", "stop")}


def state_chip(state: State) -> Chip:
    """The chip of an application."""
    return Chip(state.label, *_STATES[state])


def status_chip(status: Status) -> Chip:
    """The chip of a certificate."""
    return Chip(status.label, *_STATUSES[status])


def standing_chip(standing: Standing) -> Chip:
    """The chip of a document or a line of points."""
    return Chip(standing.label, *_STANDINGS[standing])


def light_chip(light: str) -> Chip:
    """The traffic light of a thing to do, as icon and word."""
    return {
        "late": Chip(_("late"), "triangle-alert", "stop"),
        "soon": Chip(_("soon"), "clock", "warn"),
        "fine": Chip(_("in time"), "check", "ok"),
    }[light]
