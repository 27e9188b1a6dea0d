"""How judging looks: the icon and tone of each verdict, cell and step, in one place."""

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.words import _
from cmsdesk.services.matrix import Cell
from cmsdesk.services.review_sheet import StepRow
from cmsdesk.ui.tables import Chip

_VERDICTS = {Verdict.MET: ("check", "ok"), Verdict.NOT_MET: ("x", "stop"), Verdict.QUESTION: ("message-circle", "warn")}
_CELLS = {
    Cell.NONE: ("circle", "idle"),
    Cell.TIED: ("hourglass", "warn"),
    Cell.ACCEPTED: ("check", "ok"),
    Cell.REFUSED: ("x", "stop"),
}


def verdict_chip(verdict: str) -> Chip:
    """The chip of a verdict."""
    return Chip(Verdict(verdict).label, *_VERDICTS[Verdict(verdict)])


def cell_chip(cell: Cell) -> Chip:
    """The chip of a cell of the matrix, in as few words as will do: there may be twenty beside each other."""
    return Chip(_("to judge") if cell is Cell.TIED else cell.label, *_CELLS[cell])


def step_chip(step: StepRow) -> Chip:
    """How far a step is; what it came to only when nothing is sealed any more."""
    if step.is_finished:
        return Chip(step.outcome or _("finished"), *(("check", "ok") if step.favourable else ("circle-x", "warn")))
    if step.sealed and step.done:
        return Chip(_("sealed"), "lock", "info")
    return Chip(_("in progress") if step.done else _("to begin"), "hourglass", "idle")
