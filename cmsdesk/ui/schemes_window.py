"""The schemes of the office: what each says, where it comes from, what the office still has to confirm."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QListWidget, QListWidgetItem, QSplitter, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.editions import EditionState
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.words import _, language
from cmsdesk.services.editions import AddScheme, EditionRow, ListEditions, ListSchemes, ReadEdition, WithdrawEdition
from cmsdesk.ui.cards import ChipLabel, PlainLabel, RecordHeader, Sections, button, clear, column, row, scrolled
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.scheme_dialogs import ConceptDialog, PublishDialog
from cmsdesk.ui.scheme_sections import SchemeSections
from cmsdesk.ui.tables import Chip

_ID = Qt.ItemDataRole.UserRole
TABLES = frozenset({"schemeedition", "normdocument", "certificatepaper"})


class SchemesWindow(QWidget):
    """A list of schemes on the left, the chosen one on the right; a concept says so and offers to publish it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(_("Schemes"))
        self.resize(1180, 760)
        self._desk = desk
        self._section = 0
        outer = column(12, 16)
        self.setLayout(outer)
        head = row(10)
        head.addWidget(PlainLabel(_("Schemes"), size=20, strong=True))
        head.addStretch()
        head.addWidget(button(_("Add a scheme file…"), self._choose_file, symbol="upload"))
        outer.addLayout(head)
        splitter = QSplitter()
        outer.addWidget(splitter, 1)
        self.schemes = QListWidget()
        self.schemes.setAccessibleName(_("Schemes"))
        self.schemes.currentItemChanged.connect(lambda _now, _before: self.show_scheme())
        splitter.addWidget(self.schemes)
        self.card = QFrame()
        self.card.setProperty("card", True)
        self.card.setLayout(column(0))
        splitter.addWidget(self.card)
        splitter.setSizes([280, 900])
        desk.changed.connect(self._on_change)
        self.refresh()

    def refresh(self) -> None:
        """Read the schemes again; the chosen one stays chosen."""
        chosen = self.scheme_id
        names = dict(self._desk.do(ListSchemes()))
        self.schemes.blockSignals(True)
        self.schemes.clear()
        for scheme_id, name in names.items():
            item = QListWidgetItem(name)
            item.setData(_ID, scheme_id)
            self.schemes.addItem(item)
        place = list(names).index(chosen) if chosen in names else 0
        self.schemes.setCurrentRow(place)
        self.schemes.blockSignals(False)
        self.show_scheme()

    @property
    def scheme_id(self) -> str:
        """The scheme that is chosen."""
        item = self.schemes.currentItem()
        return str(item.data(_ID)) if item else ""

    def show_scheme(self) -> None:
        """Show the chosen scheme: its concept where there is one, otherwise what holds now."""
        layout = self.card.layout()
        assert layout is not None
        clear(layout)
        if not self.scheme_id:
            return
        editions = self._desk.do(ListEditions(self.scheme_id))
        now = next(edition for edition in editions if edition.state is not EditionState.WITHDRAWN)
        with self._desk.notices.refusals_shown():
            text, scheme = self._desk.do(ReadEdition(self.scheme_id, now.id))
            layout.addWidget(self._record(scheme, text, now, editions))

    def _record(self, scheme: Scheme, text: str, now: EditionRow, editions: list[EditionRow]) -> QWidget:
        page = QWidget()
        layout = column(12, 16)
        page.setLayout(layout)
        bodies = _("{owner} is the owner; {body} certifies.").format(owner=scheme.owner, body=scheme.certification_body)
        is_concept = now.state is EditionState.CONCEPT
        chip = Chip(now.state.label, "pencil" if is_concept else "check", "warn" if is_concept else "ok")
        layout.addWidget(RecordHeader(scheme.name.in_language(language()), bodies, chip))
        acts = row(10)
        if is_concept:
            acts.addWidget(ChipLabel(Chip(_("Concept: {reason}").format(reason=now.reason), "info", "info")))
            acts.addStretch()
            put_away = partial(self._desk.attempt, WithdrawEdition(now.id or 0))
            acts.addWidget(button(_("Put away"), put_away, symbol="trash-2"))
            publish = partial(self._open_publish, now, scheme)
            acts.addWidget(button(_("Publish…"), publish, symbol="check", primary=True))
        else:
            said = f"{show_date(now.published_on)} {now.reason}".strip()
            acts.addWidget(PlainLabel(said, role="muted"))
            acts.addStretch()
            acts.addWidget(button(_("Change…"), lambda: ConceptDialog(self._desk, scheme, self).open(), symbol="pencil"))
        layout.addLayout(acts)
        parts = SchemeSections(self._desk, scheme, text, now if is_concept else None, editions, self)
        sections = Sections(parts.titles, self._section)
        sections.chosen.connect(self._choose)
        layout.addWidget(sections)
        layout.addWidget(scrolled(parts.build(self._section)), 1)
        return page

    def _choose(self, section: int) -> None:
        self._section = section
        self.show_scheme()

    def _open_publish(self, concept: EditionRow, scheme: Scheme) -> None:
        PublishDialog(self._desk, concept, scheme, self).open()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, _("Add a scheme file"))
        dialog.setNameFilter(_("Scheme files (*.toml)"))
        dialog.fileSelected.connect(lambda name: self.add_file(Path(name)))
        dialog.open()

    def add_file(self, path: Path) -> None:
        """Take in a scheme file as a concept."""
        self._desk.attempt(AddScheme(path))

    def _on_change(self, changed: frozenset[str]) -> None:
        if changed & TABLES:
            self.refresh()
