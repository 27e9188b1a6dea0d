"""A running job as a line: its name, how far it is, and a way to stop it."""

from PySide6.QtWidgets import QProgressBar, QWidget

from cmsdesk.domain.words import _
from cmsdesk.ui.cards import PlainLabel, button, row
from cmsdesk.ui.jobs import Job


class JobLine(QWidget):
    """Goes away with the job."""

    def __init__(self, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = row(8)
        layout.setContentsMargins(8, 0, 8, 0)
        self.setLayout(layout)
        layout.addWidget(PlainLabel(job.title, role="muted"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setFixedWidth(120)
        self.bar.setAccessibleName(job.title)
        layout.addWidget(self.bar)
        self.cancel_button = button(_("Cancel"), job.cancel)
        layout.addWidget(self.cancel_button)
        # Methods, not functions around the bar: Qt drops them when the line goes before the job does.
        job.progressed.connect(self._show_progress)
        job.finished.connect(self._go)

    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _go(self) -> None:
        self.hide()
        self.deleteLater()
