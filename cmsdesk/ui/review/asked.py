"""What is asked of one item: its words, what the evaluation makes of it, its points, and what was found before."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.review_items import ItemKind
from cmsdesk.domain.schemes.evaluate import Outcome
from cmsdesk.domain.words import _
from cmsdesk.services.dossiers import JudgePoints
from cmsdesk.services.former_rounds import RoundRow
from cmsdesk.services.records import ApplicationRecord, PointsOf, PointsRow
from cmsdesk.services.review_rows import ReviewItem
from cmsdesk.ui.cards import ChipLabel, ElidedLabel, PlainLabel, RequirementRow, button, clear, column, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.review.layouts import Quote, caption
from cmsdesk.ui.states import standing_chip


class AskedSection(QWidget):
    """Read again for each item."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._layout = column(8)
        self.setLayout(self._layout)

    def show_item(self, record: ApplicationRecord, item: ReviewItem, rounds: Sequence[RoundRow]) -> None:
        """The item, and what was found of it in former rounds."""
        clear(self._layout)
        self._layout.addWidget(PlainLabel(item.title, size=15, strong=True, wrap=True))
        for criterion in item.criteria:
            self._layout.addWidget(PlainLabel(criterion, wrap=True))
        if _waits_for_others(item):
            said = _("You judged: {verdict}. It counts once every report is in.")
            self._layout.addWidget(PlainLabel(said.format(verdict=_words(item.verdict, item.score)), role="muted", wrap=True))
        elif item.kind not in {ItemKind.TOPIC, ItemKind.CRITERION}:
            self._layout.addWidget(RequirementRow(item.leaf, titled=False))
        if item.ledger:
            for line in self._desk.do(PointsOf(record.person_id, record.scheme_id)):
                if line.ledger == item.ledger:
                    self._layout.addLayout(self._points_line(line))
        self._add_former(item, rounds)

    def _add_former(self, item: ReviewItem, rounds: Sequence[RoundRow]) -> None:
        """Verdicts of rounds that closed, as they were, and one's own before they were changed."""
        quotes = []
        for one in rounds:
            for report in one.reports:
                for found in report.judgements:
                    if found.key == item.requirement_id:
                        about = _("Round {round}, {name}: {verdict}")
                        said = about.format(round=one.number, name=report.by, verdict=_words(found.verdict, found.score))
                        quotes.append(Quote(said, found.comment))
        for former in item.former:
            about = _("Changed on {date}; before: {verdict}")
            said = about.format(date=show_date(former.changed_at.date()), verdict=_words(former.verdict, former.score))
            quotes.append(Quote(said, former.comment))
        if quotes:
            self._layout.addWidget(caption(_("FOUND BEFORE")))
        for quote in quotes:
            self._layout.addWidget(quote)

    def _points_line(self, line: PointsRow) -> QHBoxLayout:
        made = row(8)
        made.addWidget(ElidedLabel(f"{line.text}  {line.value}"), 1)
        if Standing(line.standing) is Standing.PENDING:
            why_not = self._desk.office.why_not(JudgePoints)
            for act in (
                button(_("Accept"), partial(self._judge_points, line.id, Standing.ACCEPTED), symbol="check", tip=why_not),
                button("", partial(self._refuse_points, line), symbol="x", tip=why_not or _("Refuse…")),
            ):
                act.setEnabled(not why_not)
                made.addWidget(act)
        else:
            made.addWidget(ChipLabel(standing_chip(Standing(line.standing))))
        return made

    def _judge_points(self, line_id: int, standing: Standing, reason: str = "") -> None:
        self._desk.attempt(JudgePoints(line_id, standing, reason))

    def _refuse_points(self, line: PointsRow) -> None:
        self._desk.notices.ask_text(
            _("Refuse points"),
            _("Why does “{line}” not count?").format(line=line.text),
            _("Refuse"),
            partial(self._judge_points, line.id, Standing.REFUSED),
        )


def _waits_for_others(item: ReviewItem) -> bool:
    """Whether one's own verdict is there and does not count yet, as the reports of others are still sealed."""
    return item.verdict in {Verdict.MET, Verdict.NOT_MET} and item.leaf.outcome is Outcome.UNDECIDED and not item.ledger


def _words(verdict: str, score: int | None) -> str:
    label = Verdict(verdict).label
    return label if score is None else _("{verdict}, score {score}").format(verdict=label, score=score)
