"""The window before an office is open."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from cmsdesk.domain.words import _, language
from cmsdesk.ui.cards import ElidedLabel, PlainLabel, button, clear, column, row, scrolled
from cmsdesk.ui.icons import pixmap
from cmsdesk.ui.job_line import JobLine
from cmsdesk.ui.jobs import Job, Report
from cmsdesk.ui.notices import Notices
from cmsdesk.ui.office_files import DOSSIER, ENDING, KEY, REVIEW
from cmsdesk.ui.recent import forget, recent_offices, why_gone
from cmsdesk.ui.theme import colours

_OPENS = (ENDING, DOSSIER, REVIEW, KEY)


class StartWindow(QWidget):
    """Recent offices, one to make, one to look for, one to bring back from a backup."""

    open_wanted = Signal(str)
    browse_wanted = Signal()
    new_wanted = Signal()
    restore_wanted = Signal()
    review_wanted = Signal()
    language_wanted = Signal(str)

    def __init__(self, notices: Notices) -> None:
        super().__init__()
        self._notices = notices
        self._worker = ThreadPoolExecutor(max_workers=1)
        self.setWindowTitle("cmsdesk")
        self.setAcceptDrops(True)
        self.resize(760, 600)
        self._outer = column(8, 32)
        self.setLayout(self._outer)
        self.card = QFrame()
        self.card.setProperty("card", True)
        self._outer.addWidget(self.card)
        self.content = column(14, 32)
        self.card.setLayout(self.content)
        self.content.addLayout(self._head())
        acts = row(10)
        new = button(_("New office…"), self.new_wanted.emit, symbol="plus", primary=True)
        acts.addWidget(new)
        acts.addWidget(button(_("Open office…"), self.browse_wanted.emit, symbol="folder-open"))
        acts.addWidget(button(_("Restore a backup…"), self.restore_wanted.emit, symbol="history"))
        acts.addStretch()
        self.content.addLayout(acts)
        self.waiting_label = PlainLabel("", role="accent", wrap=True)
        self.waiting_label.hide()
        self.content.addWidget(self.waiting_label)
        self.content.addWidget(PlainLabel(_("RECENT"), size=12, strong=True, role="muted"))
        self.recent = QFrame()
        self._lines = column(4)
        self.recent.setLayout(self._lines)
        self.recent.setAccessibleName(_("Recent offices"))
        self.content.addWidget(scrolled(self.recent), 1)
        review = row(10)
        review.addWidget(
            button(
                _("I review dossiers for an office…"),
                self.review_wanted.emit,
                symbol="clipboard-check",
                tip=_("For assessors, at their own computer: no office file and no network are needed"),
            )
        )
        review.addStretch()
        self.content.addLayout(review)
        self._fill()
        new.setFocus()

    def say(self, sentence: str) -> None:
        """Tell what waits for an office to be opened."""
        self.waiting_label.setText(sentence)
        self.waiting_label.show()

    def _head(self) -> Any:
        head = row(14)
        mark = QLabel()
        mark.setPixmap(pixmap("award", colours().accent, 40))
        head.addWidget(mark)
        words = column(0)
        words.addWidget(PlainLabel("cmsdesk", size=28, strong=True))
        words.addWidget(PlainLabel(_("The certification office in one window"), role="muted"))
        head.addLayout(words, 1)
        other, name = ("en", "English") if language() == "nl" else ("nl", "Nederlands")
        head.addWidget(button(name, lambda: self.language_wanted.emit(other), symbol="languages"), 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _fill(self) -> None:
        lines = self._lines
        clear(lines)
        offices = recent_offices()
        for path in offices:
            lines.addWidget(_Office(path, partial(self.open_wanted.emit, path), partial(self._forget, path)))
        if not offices:
            lines.addWidget(PlainLabel(_("No office was opened on this computer yet."), role="muted", wrap=True))
        lines.addStretch()

    def _forget(self, path: str) -> None:
        forget(path)
        self._fill()

    def job(self, title: str, work: Callable[[Report], Any]) -> Job:
        """Long work while no office is open; nothing else can be begun meanwhile."""
        job = Job(title, work, self._worker, self)
        job.refused.connect(self._notices.refuse)
        job.crashed.connect(self._notices.crash)
        job.started.connect(lambda: self._begun(job))
        job.finished.connect(lambda: self.card.setEnabled(True))
        return job

    def _begun(self, job: Job) -> None:
        self.card.setEnabled(False)
        self._outer.addWidget(JobLine(job, self))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """An office file may be dropped here, and a dossier to review."""
        if any(url.toLocalFile().endswith(_OPENS) for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first one."""
        offices = [url.toLocalFile() for url in event.mimeData().urls() if url.toLocalFile().endswith(_OPENS)]
        self.open_wanted.emit(offices[0])


class _Office(QFrame):
    """A recent office: name and place to open it by, and a way to take it off the list."""

    def __init__(self, path: str, open_: Callable[[], object], forget_: Callable[[], object]) -> None:
        super().__init__()
        gone = why_gone(path)
        name = Path(path).stem
        layout = row(8)
        self.setLayout(layout)
        self.open_button = QPushButton()
        self.open_button.setProperty("entry", True)
        self.open_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.open_button.setAccessibleName(f"{name}, {gone or path}")
        self.open_button.setEnabled(not gone)
        self.open_button.setMinimumHeight(58)
        inner = row(12)
        inner.setContentsMargins(12, 6, 12, 6)
        self.open_button.setLayout(inner)
        mark = QLabel()
        mark.setPixmap(pixmap("building-2", colours().muted if gone else colours().accent, 22))
        inner.addWidget(mark)
        words = column(0)
        words.addWidget(ElidedLabel(name, strong=not gone, role="muted" if gone else "text"))
        place = ElidedLabel(path, size=12)
        place.setStyleSheet(f"color: {colours().muted}")  # a label in a button takes the colour of the button
        words.addWidget(place)
        if gone:
            words.addWidget(ElidedLabel(gone, size=12, role="warn"))
            self.open_button.setMinimumHeight(76)
        inner.addLayout(words, 1)
        self.open_button.clicked.connect(lambda: open_())
        layout.addWidget(self.open_button, 1)
        tip = _("Take {office} off this list; the file itself stays").format(office=name)
        self.forget_button = button("", forget_, symbol="x", tip=tip)
        self.forget_button.setIconSize(QSize(14, 14))
        layout.addWidget(self.forget_button)
