"""The joint protocol on paper: who judged, where they differed, what they agreed, and who dissents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cmsdesk.documents.sheet import Heading, Sheet
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.words import _, speaking


@dataclass(frozen=True)
class SignedReport:
    """One report: by whom, when it was in, what it came to."""

    by: str
    finished_on: date
    outcome: str


@dataclass(frozen=True)
class SettledDifference:
    """One thing that was judged differently: each verdict with its author, and the joint one."""

    title: str
    verdicts: Sequence[tuple[str, str]]
    joint: str
    comment: str


@dataclass(frozen=True)
class ProtocolText:
    """Everything a protocol says, in the reader's words; without a day it was not agreed yet."""

    heading: Heading
    facts: Sequence[tuple[str, str]]
    reports: Sequence[SignedReport]
    differences: Sequence[SettledDifference]
    outcome: str
    text: str
    dissent_by: str
    dissent: str
    agreed_on: date | None


def protocol_pdf(protocol: ProtocolText, language: str) -> bytes:
    """The protocol as PDF/A, with room to sign for each who judged."""
    with speaking(language):
        sheet = Sheet(protocol.heading, language)
        sheet.facts(protocol.facts)
        sheet.section(_("Who judged"))
        sheet.table(
            (_("By"), _("Handed in on"), _("Outcome")),
            (0.45, 0.25, 0.3),
            [(report.by, show_date(report.finished_on), report.outcome) for report in protocol.reports],
        )
        sheet.section(_("Differences"))
        if protocol.differences:
            sheet.table(
                (_("About"), _("Verdicts"), _("Together")), (0.3, 0.35, 0.35), [_row(one) for one in protocol.differences]
            )
        else:
            sheet.words(_("The reports do not differ."))
        sheet.section(_("Joint conclusion"))
        sheet.words(protocol.text)
        if protocol.dissent:
            sheet.section(_("Dissent"))
            sheet.words(f"{protocol.dissent_by}: {protocol.dissent}")
        agreed = show_date(protocol.agreed_on) or _("not agreed yet")
        sheet.facts(((_("Outcome"), protocol.outcome), (_("Agreed on"), agreed)))
        sheet.signatures([report.by for report in protocol.reports])
        return sheet.finish()


def _row(one: SettledDifference) -> tuple[str, str, str]:
    joint = f"{one.joint}. {one.comment}" if one.comment else one.joint
    return one.title, "; ".join(f"{by}: {verdict}" for by, verdict in one.verdicts), joint
