"""The notes on the document that is shown: as a list beside it, and as markers on its pages."""

from contextlib import suppress

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _, ngettext
from cmsdesk.services.dossiers import EvidenceRow
from cmsdesk.services.page_notes import AddPageNote, ChangePageNote, NoteRow, NotesOn, PageNotes, RemovePageNote
from cmsdesk.ui.cards import PlainLabel, button, column, plain_tip, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.viewer.mark_layer import MarkLayer, place_of
from cmsdesk.ui.viewer.note_editor import NoteEditor
from cmsdesk.ui.viewer.note_rows import NoteDelegate
from cmsdesk.ui.viewer.row_list import RowList
from cmsdesk.ui.viewer.surfaces import Place, Surface

_NOTHING = PageNotes((), "")
_LOW = 360  # pixels
_TOP = 0.08  # of the screen: where a note begins that is made by the keyboard


class NotesPanel(QWidget):
    """Reads and writes the notes of one document; the pages are whatever surface it is attached to."""

    counted = Signal(int)
    changed = Signal()
    open_wanted = Signal()
    version_wanted = Signal(int)  # the id of the former version a note was made on

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layer = MarkLayer()
        self.layer.picked.connect(self.choose)
        self.layer.placed.connect(self._put)
        self._desk: Desk | None = None
        self._evidence: EvidenceRow | None = None
        self._assignment_id: int | None = None
        self._surface: Surface | None = None
        self._notes = _NOTHING
        # The note that is being written as it is in the office file, and as it was before; None where it is new.
        self._changing: NoteRow | None = None
        self._before: NoteRow | None = None
        layout = column(8, 0)
        self.setLayout(layout)
        head = row(8)
        head.addWidget(PlainLabel(_("NOTES"), size=12, strong=True, role="muted"))
        head.addStretch()
        self.add_button = button(_("Note  {key}").format(key="N"), self.add, symbol="plus")
        head.addWidget(self.add_button)
        layout.addLayout(head)
        self.told = PlainLabel("", role="muted", wrap=True)
        layout.addWidget(self.told)
        self.list = RowList(_("Notes"))
        self.list.setItemDelegate(NoteDelegate(self.list))
        self.list.currentRowChanged.connect(self._on_row)
        self.list.itemActivated.connect(lambda _item: self.change())
        layout.addWidget(self.list, 1)
        tools = row(8)
        tools.addStretch()
        self.change_button = button("", self.change, symbol="pencil", tip=_("Change this note"))
        self.remove_button = button("", self.remove, symbol="trash-2", tip=_("Remove this note"))
        tools.addWidget(self.change_button)
        tools.addWidget(self.remove_button)
        layout.addLayout(tools)
        self._list_parts: list[QWidget] = [self.list, self.change_button, self.remove_button, self.add_button]
        self.editor = NoteEditor()
        self.editor.kept.connect(self.keep)
        self.editor.left.connect(self.cancel)
        self.editor.moved.connect(self._put)
        self.editor.rested.connect(self._keep_meanwhile)
        self.editor.hide()
        layout.addWidget(self.editor)

    def show_for(self, desk: Desk, evidence: EvidenceRow, assignment_id: int | None = None) -> None:
        """The notes on this document; what was being written on another is kept first."""
        self.keep_typed()
        if desk is not self._desk:
            desk.changed.connect(self._on_change)
            self._desk = desk
        self._evidence, self._assignment_id = evidence, assignment_id
        self.refresh()

    def forget(self) -> None:
        """No document, no notes."""
        self.keep_typed()
        self._evidence, self._notes = None, _NOTHING
        self._show()

    def attach(self, surface: Surface | None) -> None:
        """The pages to draw on."""
        self._surface = surface
        self.layer.attach(surface if self._evidence else None)

    def refresh(self) -> None:
        """Read them again."""
        if self._desk and self._evidence:
            with self._desk.notices.refusals_shown():
                self._notes = self._desk.do(NotesOn(self._evidence.id))
                self._show()

    @property
    def chosen(self) -> NoteRow | None:
        """The note that is chosen in the list."""
        place = self.list.currentRow()
        return self._notes.notes[place] if 0 <= place < len(self._notes.notes) else None

    def choose(self, note_id: int) -> None:
        """Choose a note, and show where it is."""
        place = next((place for place, note in enumerate(self._notes.notes) if note.id == note_id), -1)
        self.open_wanted.emit()
        self.list.setCurrentRow(place)

    def step(self, by: int) -> None:
        """Go to the next or a former note, round and round."""
        count = sum(not note.is_former for note in self._notes.notes)
        if count:
            self.open_wanted.emit()
            now = self.list.currentRow()
            self.list.setCurrentRow((now + by) % count if now >= 0 else (0 if by > 0 else count - 1))

    def add(self) -> None:
        """Begin a note at the top of what is on the screen."""
        if self._evidence is None or self._surface is None:
            return
        self.open_wanted.emit()
        if self._notes.why_not:
            self.told.setText(self._notes.why_not)
            return
        self.keep_typed()
        self._changing = self._before = None
        self._write(self._seen_place(self._surface))

    def change(self) -> None:
        """Write the chosen note anew; one on a former version is opened there."""
        note = self.chosen
        if note and note.is_former:
            self.version_wanted.emit(note.evidence_id)
        elif note and not note.why_not:
            self.keep_typed()
            self._changing = self._before = note
            self._write(place_of(note), note.text)

    def remove(self) -> None:
        """Take the chosen note away; it can be taken back."""
        if (note := self.chosen) and self._desk and self._desk.attempt(RemovePageNote(note.id)):
            self.changed.emit()

    def keep(self) -> None:
        """Keep what is being written; a refusal leaves it as it is."""
        if self._desk and not self.editor.isHidden():
            with self._desk.notices.refusals_shown():
                self._save(self._desk)
                self.leave()
                self.changed.emit()

    def keep_typed(self) -> None:
        """Keep a note that was begun and has words; an empty one is forgotten."""
        if not self.editor.isHidden():
            if self.editor.text.strip():
                self.keep()
            self.leave()

    def cancel(self) -> None:
        """Leave the note as it was before; one that was new goes away."""
        now, before = self._changing, self._before
        self.leave()
        if self._desk and now and before is None:
            self._desk.attempt(RemovePageNote(now.id))
        elif self._desk and now and before and now.version != before.version:
            where = (before.page, before.x, before.y, before.text, before.width, before.height)
            self._desk.attempt(ChangePageNote(now.id, now.version, *where))

    def leave(self) -> None:
        """Write no further."""
        self._changing = self._before = None
        self.editor.end()
        for part in self._list_parts:
            part.show()
        self.told.setVisible(bool(self.told.text()))
        self.layer.write_at(None)
        if self._surface is not None:
            self._surface.canvas.setFocus()

    def _keep_meanwhile(self) -> None:
        """Keep what was typed so far and go on; what cannot be kept yet is said when it is to be kept."""
        if self._desk and self.editor.text.strip():
            with suppress(RuleBroken):
                self._save(self._desk)

    def _save(self, desk: Desk) -> None:
        """As it is now: a new note, or the one that is being written."""
        place, note, text = self.editor.place, self._changing, self.editor.text
        if self._evidence is None or place is None:
            return
        where = (place.page, place.x, place.y, text, place.width, place.height)
        if note is None:
            note_id = desk.do(AddPageNote(self._evidence.id, *where, self._assignment_id))
        else:
            note_id = note.id
            if (place_of(note), note.text) != (place, text.strip()):
                desk.do(ChangePageNote(note.id, note.version, *where))
        kept = desk.do(NotesOn(self._evidence.id)).notes
        self._changing = next((one for one in kept if one.id == note_id), None)

    def _write(self, place: Place, text: str = "") -> None:
        for part in self._list_parts:  # a low panel has room for one thing at a time
            part.setVisible(self.height() >= _LOW)
        self.told.setVisible(bool(self.told.text()) and self.height() >= _LOW)
        self.editor.show()
        self.editor.begin(place, text)
        self.layer.write_at(place)

    def _put(self, place: Place) -> None:
        self.editor.put(place)
        self.layer.write_at(place)

    @staticmethod
    def _seen_place(surface: Surface) -> Place:
        """A place on the page at the top of the screen."""
        view = surface.canvas.viewport().rect()
        for share in (_TOP, 0.3, 0.5):
            point = view.center()
            point.setY(round(view.height() * share))
            if place := surface.place_at(point):
                return place
        return Place(surface.page, 0.5, _TOP)

    def _on_change(self, tables: frozenset[str]) -> None:
        if tables & {"pagenote", "assessment", "evidence", "application"}:
            self.refresh()

    def _on_row(self, _place: int) -> None:
        self._mark_chosen()
        note = self.chosen
        if note and not note.is_former and self._surface is not None:
            self._surface.go_to(place_of(note))

    def _mark_chosen(self) -> None:
        note = self.chosen
        mine = bool(note and not note.why_not and not note.is_former)
        for tool in (self.change_button, self.remove_button):
            tool.setEnabled(mine)
            tool.setToolTip(plain_tip(note.why_not) if note and note.why_not else tool.accessibleName())
        self.layer.show_notes(self._notes.notes, note.id if note else 0)

    def _show(self) -> None:
        chosen = self.chosen.id if self.chosen else 0
        self.list.blockSignals(True)
        self.list.clear()
        for note in self._notes.notes:
            self.list.put(note, f"{note.number or ''} {note.by}: {note.text}".strip())
        self.list.setCurrentRow(next((n for n, note in enumerate(self._notes.notes) if note.id == chosen), -1))
        self.list.blockSignals(False)
        count = sum(not note.is_former for note in self._notes.notes)
        self.told.setText(self._notes.why_not or ("" if self._notes.notes else _("There are no notes on this document yet.")))
        self.told.setVisible(bool(self.told.text()))
        self.add_button.setEnabled(bool(self._evidence) and not self._notes.why_not)
        self.add_button.setToolTip(plain_tip(self._notes.why_not))
        self.setAccessibleName(ngettext("{count} note", "{count} notes", count).format(count=count))
        self.counted.emit(count)
        self._mark_chosen()
