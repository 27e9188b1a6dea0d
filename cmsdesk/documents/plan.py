"""The personal education plan on paper: what is open, what is done about it, by whom and by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cmsdesk.documents.sheet import Heading, Sheet
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.words import _, speaking


@dataclass(frozen=True)
class PlannedAction:
    """One action, with what it makes good."""

    action: str
    covers: Sequence[str]
    by_whom: str
    by_when: date | None
    done_on: date | None


@dataclass(frozen=True)
class PlanText:
    """Everything a plan says, in the reader's words; `open` is what has no action yet, `signers` who make the plan."""

    heading: Heading
    facts: Sequence[tuple[str, str]]
    gaps: Sequence[str]
    actions: Sequence[PlannedAction]
    open: Sequence[str]
    signers: Sequence[str]


def plan_pdf(plan: PlanText, language: str) -> bytes:
    """The plan as PDF/A, with room to sign for each who makes it."""
    with speaking(language):
        sheet = Sheet(plan.heading, language)
        sheet.facts(plan.facts)
        sheet.section(_("What is open"))
        sheet.words("\n".join(f"– {gap}" for gap in plan.gaps) or _("Nothing."))
        sheet.section(_("What will be done"))
        sheet.table(
            (_("Action"), _("Makes good"), _("By whom"), _("By when"), _("Done on")),
            (0.3, 0.27, 0.17, 0.13, 0.13),
            [
                (one.action, ", ".join(one.covers), one.by_whom, show_date(one.by_when), show_date(one.done_on))
                for one in plan.actions
            ],
        )
        if plan.open:
            sheet.words(_("Without an action yet: {gaps}.").format(gaps=", ".join(plan.open)))
        sheet.signatures(plan.signers)
        return sheet.finish()
