"""A round that was closed, as it was judged: documents with their fingerprints, reports, protocol, feedback."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.words import _, ngettext
from cmsdesk.services.former_rounds import FrozenJudgement, RoundRow
from cmsdesk.services.remarks import RemarkRow
from cmsdesk.ui.cards import ElidedLabel, PlainLabel, button, column, row

_SHOWN = 12  # signs of a fingerprint that tell documents apart


class FormerRound(QFrame):
    """One line that opens into everything that was frozen."""

    def __init__(self, found: RoundRow, remarks: Sequence[RemarkRow]) -> None:
        super().__init__()
        self.setProperty("card", True)
        layout = column(8, 14)
        self.setLayout(layout)
        head = row(8)
        head.addWidget(ElidedLabel(_("{round}: what was judged").format(round=named_round(found)), strong=True), 1)
        self.toggle = button(_("Show"), self._turn, symbol="eye")
        self.toggle.setAutoDefault(False)
        head.addWidget(self.toggle)
        layout.addLayout(head)
        self._content = QWidget()
        inside = column(4)
        self._content.setLayout(inside)
        _fill(inside, found, remarks)
        self._content.hide()
        layout.addWidget(self._content)

    def _turn(self) -> None:
        self._content.setVisible(self._content.isHidden())
        self.toggle.setText(_("Show") if self._content.isHidden() else _("Hide"))


def named_round(found: RoundRow) -> str:
    """A round with its days."""
    begin = show_date(found.opened_on)
    if found.closed_on is None:
        return _("Round {number}, since {begin}").format(number=found.number, begin=begin)
    words = _("Round {number}, {begin} until {end}")
    return words.format(number=found.number, begin=begin, end=show_date(found.closed_on))


def _fill(layout: QVBoxLayout, found: RoundRow, remarks: Sequence[RemarkRow]) -> None:
    def part(title: str, lines: Sequence[str]) -> None:
        if lines:
            layout.addWidget(PlainLabel(title, size=12, strong=True, role="muted"))
        for line in lines:
            layout.addWidget(PlainLabel(line, wrap=True))

    words = _("{name}: {standing} (fingerprint {hash})")
    part(
        _("DOCUMENTS"),
        [words.format(name=one.name, standing=Standing(one.standing).label, hash=one.sha256[:_SHOWN]) for one in found.documents],
    )
    for report in found.reports:
        finished = show_date(report.finished_on) or _("not finished")
        head = _("{step}, {name}: {outcome} ({date})")
        said = head.format(step=report.step, name=report.by, outcome=report.outcome or "–", date=finished)
        part(_("REPORT"), [said, *([report.comment] if report.comment else []), *map(_line, report.judgements)])
    if found.withheld:
        sealed = ngettext("{count} report is sealed.", "{count} reports are sealed.", found.withheld)
        part(_("REPORT"), [sealed.format(count=found.withheld)])
    for protocol in found.protocols:
        dissent = _("Dissent of {name}: {text}").format(name=protocol.dissent_by, text=protocol.dissent)
        lines = [f"{protocol.step}: {protocol.outcome}".rstrip(": "), protocol.text, *map(_line, protocol.verdicts)]
        part(_("PROTOCOL"), [line for line in [*lines, dissent if protocol.dissent else ""] if line])
    part(_("FEEDBACK"), [_feedback(remark) for remark in remarks])


def _line(one: FrozenJudgement) -> str:
    score = "" if one.score is None else f" {one.score}"
    return f"{one.title}: {Verdict(one.verdict).label}{score}. {one.comment}".rstrip()


def _feedback(remark: RemarkRow) -> str:
    about = remark.document or _("The dossier as a whole")
    answer = remark.response or _("no answer")
    return _("{document}, {name}: {text} → {answer}").format(
        document=about, name=remark.given_by, text=remark.text, answer=answer
    )
