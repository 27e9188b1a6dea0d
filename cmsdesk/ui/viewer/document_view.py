"""The built-in viewer: one document at a time, with find, zoom, notes on its pages, its versions, and the whole dossier to search."""

from functools import partial
from typing import BinaryIO

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QWidget

from cmsdesk.domain.documents import Kind, kind_of
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.services.dossiers import EvidenceRow, ReadEvidence
from cmsdesk.services.feedback import ReplaceDocument
from cmsdesk.services.versions import ReadVersions
from cmsdesk.ui.cards import PlainLabel, button, column
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.viewer.acts import ask_newer_version, ask_open_outside, may_copy
from cmsdesk.ui.viewer.dossier_search import DossierSearch
from cmsdesk.ui.viewer.find_bar import FindBar
from cmsdesk.ui.viewer.keys import bind_keys
from cmsdesk.ui.viewer.notes_panel import NotesPanel
from cmsdesk.ui.viewer.reading import Prepared, Reading, is_quick, prepare
from cmsdesk.ui.viewer.stage import Stage
from cmsdesk.ui.viewer.surfaces import Hits, Place, Surface
from cmsdesk.ui.viewer.texts import DossierHit
from cmsdesk.ui.viewer.title_row import TitleRow

_QUICK_SIZE = 8 << 20  # bytes; up to this, reading from the disk is a matter of milliseconds
_PANEL = 270  # pixels
_NARROW = 560  # pixels: with less, the panel goes below the document


class DocumentView(QWidget):
    """Shows one document; what cannot be shown gets a sentence."""

    evidence_shown = Signal(int)
    notes_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk: Desk | None = None
        self.evidence: EvidenceRow | None = None
        self._assignment_id: int | None = None
        self._surface: Surface | None = None
        self._about = ""
        self._then: tuple[Place, str] | None = None
        self._reading = Reading(self)
        self._reading.succeeded.connect(self._put)
        self._reading.refused.connect(self._refuse)
        self._reading.crashed.connect(self._on_crash)
        self.tools, self.find_bar, self.stack = TitleRow(), FindBar(), Stage()
        self.notes, self.dossier = NotesPanel(), DossierSearch()
        self.warning, self.told = PlainLabel("", role="warn", wrap=True), PlainLabel("", role="muted", wrap=True)
        self.panel = QStackedWidget()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self._connect()
        self._shortcuts = bind_keys(self, self)
        # Under the names by which they are asked for most.
        self.title, self.pages, self.versions = self.tools.title, self.tools.pages, self.tools.versions
        self.find_edit, self.pdf_view = self.find_bar.edit, self.stack.pdf
        self.clear(_("No document is chosen."))

    def clear(self, sentence: str, name: str = "") -> None:
        """Show no document, with the reason."""
        self._reading.stop()
        self._leave_dossier()
        self._say(sentence, name)

    def show_document(self, name: str, media_type: str, content: BinaryIO) -> None:
        """Show the bytes of a document that is in no dossier."""
        self._leave_dossier()
        self._show_bytes(name, kind_of(name, media_type), content.read())

    def show_evidence(self, desk: Desk, evidence: EvidenceRow, assignment_id: int | None = None) -> None:
        """Show a document of a dossier, with its notes and versions; only this one is read.

        `assignment_id` is for whom the office writes notes, when it enters what came on paper.
        """
        self._go_to_evidence(desk, evidence, assignment_id)

    def fit(self) -> None:
        """The whole width of the page, however it was zoomed."""
        if self._surface:
            self._surface.fit()

    def begin_find(self) -> None:
        """The cursor in the box in which words are looked for."""
        if self._surface and self._surface.can_find:
            self.find_bar.show()
            self.find_edit.setFocus()
            self.find_edit.selectAll()

    def find_in_dossier(self, words: str = "") -> None:
        """The panel in which words are looked for in every document."""
        if self.evidence:
            self._open_panel(self.dossier)
            self.dossier.begin(words)
            if words:
                self.dossier.search()

    def add_note(self) -> None:
        """Write a note on what is on the screen."""
        self.notes.add()

    def keep_note(self) -> None:
        """Keep what is being written on the page, if anything."""
        self.notes.keep_typed()

    def step_note(self, by: int) -> None:
        """Go to the next or a former note."""
        self.notes.step(by)

    def step_page(self, by: int) -> None:
        """Go to the next or a former page."""
        if self._surface and 1 <= self._surface.page + by <= self._surface.page_count:
            self._surface.go_to(Place(self._surface.page + by, 0, 0))

    def listen_on(self, page: QWidget) -> None:
        """Let the keys of the viewer work anywhere on a page, and not only inside the viewer."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._shortcuts = bind_keys(self, page)

    def step_hit(self, by: int) -> None:
        """Go to the next or a former place where the words are."""
        if self._surface:
            self._surface.step_hit(by)

    def print_document(self) -> None:
        """Print what is shown."""
        from cmsdesk.ui.printing import ask_printer, new_printer  # noqa: PLC0415 - rare, and it costs start-up time

        if self._surface:
            ask_printer(self, new_printer(), self._surface.print_on)

    def open_outside(self) -> None:
        """Hand a copy to another program, after a warning."""
        if self._desk and self.evidence and self._may_copy():
            ask_open_outside(self._desk, self.evidence)

    def replace(self) -> QFileDialog | None:
        """Ask for a newer version, which comes in the place of this one."""
        if self._desk is None or self.evidence is None:
            return None
        return ask_newer_version(self._desk, self.evidence, self, self._show_version)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panel goes where there is room."""
        super().resizeEvent(event)
        if (self.width() < _NARROW) is not (self.split.orientation() == Qt.Orientation.Vertical):
            self._share_room()

    def event(self, event: QEvent) -> bool:
        """Ctrl+F is for the document while one is in it, whatever the window does with it elsewhere."""
        override = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if override and event.matches(QKeySequence.StandardKey.Find):  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Find, when nothing inside wanted the key."""
        if event.matches(QKeySequence.StandardKey.Find):
            self.begin_find()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        layout = column(10, 16)
        self.setLayout(layout)
        for part in (self.tools, self.find_bar, self.warning, self.told):
            layout.addWidget(part)
        self.find_bar.hide()
        for side in (self.notes, self.dossier):
            self.panel.addWidget(side)
        self.panel.hide()
        self.split.addWidget(self.stack)
        self.split.addWidget(self.panel)
        self.split.setStretchFactor(0, 1)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(12)
        layout.addWidget(self.split, 1)

    def _connect(self) -> None:
        self.stack.changed.connect(self._on_changed)
        self.tools.zoomed.connect(self._zoom)
        self.tools.rotate_wanted.connect(self.stack.images.rotate)
        self.tools.fit_wanted.connect(self.fit)
        self.tools.find_wanted.connect(self.begin_find)
        self.tools.notes_wanted.connect(self._toggle_notes)
        self.tools.dossier_wanted.connect(self.find_in_dossier)
        self.tools.print_wanted.connect(self.print_document)
        self.tools.outside_wanted.connect(self.open_outside)
        self.tools.replace_wanted.connect(self.replace)
        self.tools.versions.wanted.connect(self._show_version)
        self.find_bar.asked.connect(self._find)
        self.find_bar.stepped.connect(self.step_hit)
        self.find_bar.closed.connect(self._close_find)
        self.find_bar.dossier_wanted.connect(self.find_in_dossier)
        self.notes.counted.connect(self.tools.count_notes)
        self.notes.changed.connect(self.notes_changed)
        self.notes.open_wanted.connect(partial(self._open_panel, self.notes))
        self.notes.version_wanted.connect(self._go_to_version)
        self.dossier.hit_chosen.connect(self._go_to_hit)

    def _go_to_evidence(
        self, desk: Desk, evidence: EvidenceRow, assignment_id: int | None, then: tuple[Place, str] | None = None
    ) -> None:
        """Read one document and show it; `then` is a place to go to and words to mark there."""
        self._desk, self.evidence, self._assignment_id, self._then = desk, evidence, assignment_id, then
        self.notes.attach(None)
        self.notes.show_for(desk, evidence, assignment_id)
        self.dossier.show_for(desk, evidence.application_id)
        kind, office = kind_of(evidence.name, evidence.media_type), desk.office
        try:
            self._about = self.versions.show_versions(desk.do(ReadVersions(evidence.id)), evidence.id)
            if evidence.size <= _QUICK_SIZE:
                self._show_bytes(evidence.name, kind, desk.do(ReadEvidence(evidence.id)).read())
            else:
                self._say(_("Opening…"), evidence.name, "hourglass")
                read = ReadEvidence(evidence.id)
                self._reading.begin(lambda report: prepare(kind, evidence.name, office.do(read).read(), report))
        except RuleBroken as refused:
            self.title.setText(evidence.name)
            self._refuse(str(refused))
        self.evidence_shown.emit(evidence.id)

    def _show_bytes(self, name: str, kind: Kind, raw: bytes) -> None:
        self._reading.stop()
        if not is_quick(kind, len(raw)):
            self._say(_("Opening…"), name, "hourglass")
            self._reading.begin(lambda report: prepare(kind, name, raw, report))
            return
        self.title.setText(name)
        try:
            self._put(prepare(kind, name, raw))
        except RuleBroken as refused:
            self._refuse(str(refused))

    def _put(self, prepared: Prepared) -> None:
        """Show what is ready."""
        self.notes.attach(None)  # what it lies over may be gone in a moment
        try:
            self._surface, told = self.stack.put(prepared)
        except RuleBroken as refused:
            self._refuse(str(refused))
            return
        self.find_edit.clear()
        self._tell(told)
        self._allow()
        self.notes.attach(self._surface)
        if self._then:
            (place, words), self._then = self._then, None
            self._show_words(place, words)

    def _say(self, sentence: str, name: str, symbol: str = "file-text") -> None:
        """Nothing but a sentence; where another program may show the document, that is offered."""
        self.notes.attach(None)
        self._surface = None
        self.title.setText(name)
        self._tell("")
        offered = None
        if symbol != "hourglass" and self._may_copy():
            offered = button(_("Open in your own program…"), self.open_outside, symbol="external-link")
        self.stack.say(sentence, symbol, offered)
        self._allow()

    def _refuse(self, sentence: str) -> None:
        self._say(sentence, self.title.text())

    def _on_crash(self, error: BaseException) -> None:
        self._refuse(_("This document cannot be shown. Please ask for it again."))
        if self._desk:
            self._desk.notices.crash(error)

    def _leave_dossier(self) -> None:
        self._desk, self.evidence, self._then, self._about = None, None, None, ""
        self.notes.attach(None)
        self.notes.forget()
        self.dossier.forget()
        self.panel.hide()
        self.versions.show_versions((), 0)

    def _tell(self, sentence: str) -> None:
        """What to know about the document: that it is a former version, and what of it is not shown."""
        for label, words in ((self.warning, self._about), (self.told, sentence)):
            label.setText(words)
            label.setVisible(bool(words))

    def _allow(self) -> None:
        self.tools.allow(
            self._surface,
            in_dossier=self.evidence is not None,
            may_copy=self._may_copy(),
            may_replace=bool(
                self._desk and self.evidence and self.evidence.is_current and not self._desk.office.why_not(ReplaceDocument)
            ),
        )
        self.find_edit.setEnabled(bool(self._surface and self._surface.can_find))
        if not self.find_edit.isEnabled():
            self.find_bar.hide()
        self.find_bar.dossier_button.setVisible(self.evidence is not None)

    def _may_copy(self) -> bool:
        """Whether a copy may be written in the clear."""
        return self._desk is not None and self.evidence is not None and may_copy(self._desk)

    def _on_changed(self) -> None:
        """Another page, other hits, another size."""
        self.tools.show_page(self._surface)
        self.find_bar.tell(self._surface.hits if self._surface else Hits(0, 0))
        if self._surface and self.evidence:
            self.notes.attach(self._surface)

    def _toggle_notes(self) -> None:
        if not self.panel.isHidden() and self.panel.currentWidget() is self.notes:
            self.panel.hide()
            self.tools.notes_button.setChecked(False)
        else:
            self._open_panel(self.notes)

    def _open_panel(self, side: QWidget) -> None:
        self.panel.setCurrentWidget(side)
        self.tools.notes_button.setChecked(side is self.notes)
        if self.panel.isHidden():
            self.panel.show()
            self._share_room()

    def _share_room(self) -> None:
        """The panel beside the document, or below it where there is little room."""
        narrow = self.width() < _NARROW
        self.split.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)
        room = self.split.height() if narrow else self.split.width()
        panel = room // 2 if narrow else _PANEL
        self.split.setSizes([max(panel, room - panel), panel])

    def _close_find(self) -> None:
        self.find_edit.clear()
        self.find_bar.hide()
        if self._surface:
            self._surface.canvas.setFocus()

    def _zoom(self, factor: float) -> None:
        if self._surface:
            self._surface.zoom(factor)

    def _find(self, words: str) -> None:
        if self._surface and self._surface.can_find:
            self._surface.search(words, self._surface.page)

    def _show_words(self, place: Place, words: str) -> None:
        """Go to a page and mark words there."""
        if self._surface is None:
            return
        self._surface.go_to(place)
        if words and self._surface.can_find:
            self.find_bar.show()
            self.find_edit.blockSignals(True)
            self.find_edit.setText(words)
            self.find_edit.blockSignals(False)
            self._surface.search(words, place.page)

    def _go_to_hit(self, hit: DossierHit, words: str) -> None:
        place = Place(hit.page, 0, 0)
        if self.evidence and hit.evidence.id == self.evidence.id and self._surface:
            self._show_words(place, words)
        elif self._desk:
            self._go_to_evidence(self._desk, hit.evidence, self._assignment_id, (place, words))

    def _show_version(self, evidence: EvidenceRow) -> None:
        if self._desk:
            self._go_to_evidence(self._desk, evidence, self._assignment_id)

    def _go_to_version(self, evidence_id: int) -> None:
        if self._desk:
            versions = self._desk.do(ReadVersions(evidence_id))
            self._show_version(next(version.document for version in versions if version.document.id == evidence_id))
