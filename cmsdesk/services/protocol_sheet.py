"""The protocol as it is read: the reports side by side, only what they differ in, and the paper to sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment, Verdict
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.protocols import Protocol
from cmsdesk.domain.review_items import outcomes_of, title_of
from cmsdesk.domain.schemes.model import Step
from cmsdesk.domain.words import _, language, speaking
from cmsdesk.services.divided import WayOut, way_out
from cmsdesk.services.finding import fetch
from cmsdesk.services.papers import facts_about, heading_of
from cmsdesk.services.protocols import differing, is_waiting, step_named, why_not_together
from cmsdesk.services.review_items import lines_of
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.sealing import judgements_of, may_read
from cmsdesk.services.seats import author_of
from cmsdesk.services.steps import name_of, outcome_label, protocol_of, reports_in, result_of
from cmsdesk.store.session import OfficeSession

if TYPE_CHECKING:
    from cmsdesk.documents.protocol import SettledDifference


@dataclass(frozen=True)
class GivenVerdict:
    """What one assessor found of one thing."""

    by: str
    verdict: str
    score: int | None
    comment: str


@dataclass(frozen=True)
class Difference:
    """One thing that was judged, with the joint verdict where it was judged differently and settled."""

    requirement_id: str
    title: str
    verdicts: tuple[GivenVerdict, ...]
    joint: str = ""
    joint_comment: str = ""


@dataclass(frozen=True)
class ReportRow:
    """A report that may be read: by whom, since when, what it comes to."""

    by: str
    finished_on: date
    outcome: str
    comment: str


@dataclass(frozen=True)
class ProtocolSheet:
    """What judging together works on; while reports are sealed only the sentence how far they are.

    `agreed` is what all found the same, `way` where reports that differ go next.
    """

    step_id: str
    step: str
    how_far: str
    why_not: str
    reports: tuple[ReportRow, ...] = ()
    differences: tuple[Difference, ...] = ()
    agreed: tuple[Difference, ...] = ()
    way: WayOut | None = None
    outcomes: tuple[tuple[str, str], ...] = ()
    outcome: str = ""
    text: str = ""
    dissent_by: str = ""
    dissent: str = ""
    agreed_on: date | None = None
    version: int = 0


@dataclass(frozen=True)
class ReadProtocol:
    """The reports of a step side by side, and only what they differ in."""

    application_id: int
    step_id: str

    def run(self, session: OfficeSession) -> ProtocolSheet:
        """Refuses a step of another route; tells in `why_not` why nothing can be brought together now."""
        application = fetch(session, Application, self.application_id)
        step = step_named(application, self.step_id)
        how_far = result_of(session, application, step).sentence
        why_not = why_not_together(session, application, step)
        reports = reports_in(session, application, step, application.round)
        readable = reports and all(may_read(session, report) for report in reports)
        if not readable or is_waiting(session, application, step):
            return ProtocolSheet(step.id, name_of(step), how_far, why_not, way=way_out(session, application, step))
        protocol = protocol_of(session, application, step, application.round)
        result = result_of(session, application, step)
        differences, agreed = _compared(session, application, step, reports, protocol)
        return ProtocolSheet(
            step_id=step.id,
            step=name_of(step),
            how_far=how_far,
            why_not=why_not,
            reports=tuple(_report_row(session, step, report) for report in reports),
            differences=differences,
            agreed=agreed,
            way=way_out(session, application, step),
            outcomes=tuple(outcomes_of(step).items()),
            outcome=outcome_label(step, result.outcome),
            text=protocol.text if protocol else "",
            dissent_by=protocol.dissent_by if protocol else "",
            dissent=protocol.dissent if protocol else "",
            agreed_on=protocol.agreed_on if protocol else None,
            version=protocol.version if protocol else 0,
        )


@dataclass(frozen=True)
class PrintProtocol:
    """The protocol of a step as PDF, in a language; before it is agreed it says so."""

    application_id: int
    step_id: str
    language: str = ""

    def run(self, session: OfficeSession) -> tuple[str, bytes]:
        """Returns a file name and the paper; refuses while reports are sealed."""
        from cmsdesk.documents.protocol import ProtocolText, SignedReport, protocol_pdf  # noqa: PLC0415 - reportlab costs start-up time

        application = fetch(session, Application, self.application_id)
        code = self.language or language()
        with speaking(code):
            sheet = ReadProtocol(self.application_id, self.step_id).run(session)
            if not sheet.reports:
                raise RuleBroken(sheet.why_not)
            text = ProtocolText(
                heading=heading_of(session, application, _("Protocol")),
                facts=[*facts_about(session, application, code), (_("Step"), sheet.step)],
                reports=[SignedReport(report.by, report.finished_on, report.outcome) for report in sheet.reports],
                differences=[_settled(one) for one in sheet.differences],
                outcome=sheet.outcome,
                text=sheet.text,
                dissent_by=sheet.dissent_by,
                dissent=sheet.dissent,
                agreed_on=sheet.agreed_on,
            )
            return _("{number}-protocol.pdf").format(number=application.number), protocol_pdf(text, code)


def _settled(one: Difference) -> "SettledDifference":
    from cmsdesk.documents.protocol import SettledDifference  # noqa: PLC0415 - as above

    joint = Verdict(one.joint).label if one.joint else _("not settled")
    return SettledDifference(
        title=one.title,
        verdicts=[(given.by, Verdict(given.verdict).label) for given in one.verdicts],
        joint=joint,
        comment=one.joint_comment,
    )


def _report_row(session: OfficeSession, step: Step, report: Assessment) -> ReportRow:
    assert report.finished_on is not None
    return ReportRow(author_of(session, report), report.finished_on, outcome_label(step, report.outcome), report.comment)


def _compared(
    session: OfficeSession, application: Application, step: Step, reports: Sequence[Assessment], protocol: Protocol | None
) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
    """What the reports differ in, and what they agree on, each in the order it was judged."""
    scheme = scheme_of(application.scheme_id)
    given = [(author_of(session, report), judgements_of(session, report)) for report in reports]
    joint = {line.requirement_id: line for line in lines_of(session, protocol)} if protocol else {}
    keys = dict.fromkeys(key for _by, judged in given for key in judged)
    rows = {
        key: Difference(
            requirement_id=key,
            title=title_of(scheme, step, key),
            verdicts=tuple(
                GivenVerdict(by, judged[key].verdict, judged[key].score, judged[key].comment)
                for by, judged in given
                if key in judged
            ),
            joint=joint[key].verdict if key in joint else "",
            joint_comment=joint[key].comment if key in joint else "",
        )
        for key in keys
    }
    apart = differing(session, application, step)
    return tuple(rows[key] for key in apart), tuple(row for key, row in rows.items() if key not in apart)
