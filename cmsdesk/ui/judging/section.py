"""The judging of an application on its record: each step with how far it is and who is asked, rounds, and the windows."""

from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.words import _, ngettext
from cmsdesk.services.judging import JudgingRecord, ReadJudging, StepOnRecord
from cmsdesk.services.people_on_file import PersonOnFile
from cmsdesk.services.records import ApplicationRecord
from cmsdesk.ui.cards import ChipLabel, ElidedLabel, PlainLabel, button, column, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.flow import flowing
from cmsdesk.ui.judging.former_round import named_round
from cmsdesk.ui.judging.hearings_window import show_hearings
from cmsdesk.ui.judging.matrix_window import show_matrix
from cmsdesk.ui.judging.plan_window import show_plan
from cmsdesk.ui.judging.protocol_window import show_protocol
from cmsdesk.ui.judging.rounds_window import show_rounds
from cmsdesk.ui.judging.words import step_chip
from cmsdesk.ui.people_section import standing_of
from cmsdesk.ui.tables import Chip


class JudgingSection(QWidget):
    """A card for each step, then what concerns the whole dossier."""

    def __init__(self, desk: Desk, found: ApplicationRecord, parent: QWidget) -> None:
        super().__init__()
        self._desk, self._found, self._parent = desk, found, parent
        record = desk.do(ReadJudging(found.id))
        layout = column(12)
        self.setLayout(layout)
        for step in record.steps:
            layout.addWidget(self._card(step))
        layout.addWidget(self._whole(record))
        layout.addStretch()

    def _card(self, step: StepOnRecord) -> QFrame:
        """One step."""
        card = QFrame()
        card.setProperty("card", True)
        layout = column(8, 14)
        card.setLayout(layout)
        head = row(8)
        head.addWidget(ElidedLabel(step.row.name, size=15, strong=True), 1)
        head.addWidget(ChipLabel(step_chip(step.row)))
        layout.addLayout(head)
        layout.addWidget(PlainLabel(step.row.how_far, role="muted", wrap=True))
        for person in step.people:
            layout.addWidget(self._person(person))
        if step.planned:
            when = " ".join(part for part in (show_date(step.planned.on), step.planned.at, step.planned.place) if part)
            layout.addWidget(PlainLabel(_("Planned for {when}.").format(when=when), wrap=True))
            for warning in step.planned.warnings:
                layout.addWidget(PlainLabel(warning, role="warn", wrap=True))
        if step.way:
            layout.addWidget(PlainLabel(step.way.sentence, role="warn", wrap=True))
        if acts := self._acts(step):
            layout.addWidget(flowing(*acts))
        return card

    def _person(self, person: PersonOnFile) -> QWidget:
        """Who is asked, by when, and how far; late is said."""
        holder = QWidget()
        line = row(8)
        holder.setLayout(line)
        due = _("due {date}").format(date=show_date(person.due_on)) if person.due_on else _("no due date")
        line.addWidget(ElidedLabel(f"{person.name} · {person.role_label} · {due}"), 1)
        if person.due_on and person.due_on < self._desk.today and not person.reported_on:
            line.addWidget(ChipLabel(Chip(_("late"), "triangle-alert", "stop")))
        if chip := standing_of(person):
            line.addWidget(ChipLabel(chip))
        return holder

    def _acts(self, step: StepOnRecord) -> list[QPushButton]:
        desk, parent, application = self._desk, self._parent, self._found.id
        acts = []
        if step.several:
            protocol = button(
                _("Compare and protocol…"),
                lambda: show_protocol(desk, parent, application, step.row.id),
                symbol="scale",
            )
            acts.append(protocol)
        if step.talks:
            talks = button(_("Conversations…"), lambda: show_hearings(desk, parent, application, step.row.id), symbol="calendar")
            acts.append(talks)
        return acts

    def _whole(self, record: JudgingRecord) -> QWidget:
        """What concerns the whole dossier: matrix, plan, rounds."""
        desk, parent, application = self._desk, self._parent, self._found.id
        holder = QWidget()
        layout = column(6)
        holder.setLayout(layout)
        for one in record.rounds:
            layout.addWidget(PlainLabel(named_round(one), role="muted"))
        if record.waits_for_dossier:
            told = record.why_no_resubmission or _("Every answer is there; the improved dossier can be taken in.")
            layout.addWidget(PlainLabel(told, role="warn", wrap=True))
        elif remarks := [remark for remark in record.remarks if remark.round == record.round]:
            words = ngettext("{count} piece of feedback is written.", "{count} pieces of feedback are written.", len(remarks))
            layout.addWidget(PlainLabel(words.format(count=len(remarks)), role="muted", wrap=True))
        if record.has_plan and record.plan_incomplete:
            layout.addWidget(PlainLabel(record.plan_incomplete, role="warn", wrap=True))
        if not record.certificate:
            words = _("This route ends without a certificate, whatever the outcome.")
            layout.addWidget(PlainLabel(words, role="muted", wrap=True))
        acts = []
        if record.has_topics:
            acts.append(button(_("Topics by documents…"), lambda: show_matrix(desk, parent, application), symbol="table"))
        if record.has_plan:
            acts.append(button(_("Plan…"), lambda: show_plan(desk, parent, application), symbol="clipboard-check"))
        if record.feedback_step or len(record.rounds) > 1:
            acts.append(button(_("Rounds and feedback…"), lambda: show_rounds(desk, parent, application), symbol="history"))
        if acts:
            layout.addWidget(flowing(*acts))
        return holder
