"""Finding words in every document of a dossier: the hits as a list, each leads to its place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QListWidgetItem, QProgressBar, QWidget

from cmsdesk.domain.words import _, ngettext
from cmsdesk.services.dossiers import ListEvidence, ReadEvidence
from cmsdesk.ui.cards import PlainLabel, button, column, plain_tip, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.jobs import Job
from cmsdesk.ui.viewer.hit_rows import HitDelegate
from cmsdesk.ui.viewer.row_list import RowList
from cmsdesk.ui.viewer.texts import DossierHit, DossierTexts, Found


class DossierSearch(QWidget):
    """Searches as a job that can be stopped; the words of the documents are kept until another dossier comes."""

    hit_chosen = Signal(object, str)  # a DossierHit, and the words that were looked for

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk: Desk | None = None
        self._application_id = 0
        self._texts: DossierTexts | None = None
        self._job: Job | None = None
        self._searched = ""
        layout = column(8)
        self.setLayout(layout)
        layout.addWidget(PlainLabel(_("FIND IN THE WHOLE DOSSIER"), size=12, strong=True, role="muted"))
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(_("Words in any document"))
        self.edit.setAccessibleName(_("Find in the whole dossier"))
        self.edit.returnPressed.connect(self.search)
        layout.addWidget(self.edit)
        line = row(8)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Searching the dossier"))
        line.addWidget(self.bar, 1)
        self.cancel_button = button(_("Cancel"), self.cancel)
        line.addWidget(self.cancel_button)
        layout.addLayout(line)
        self.told = PlainLabel("", role="muted", wrap=True)
        layout.addWidget(self.told)
        self.list = RowList(_("Hits"))
        self.list.setItemDelegate(HitDelegate(self.list))
        self.list.itemActivated.connect(self._choose)
        self.list.itemClicked.connect(self._choose)
        layout.addWidget(self.list, 1)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.cancel)
        self._set_busy(busy=False)

    def show_for(self, desk: Desk, application_id: int) -> None:
        """The dossier to search; what was read of another is forgotten."""
        if (desk, application_id) == (self._desk, self._application_id):
            return
        self.forget()
        self._desk, self._application_id = desk, application_id
        office = desk.office
        self._texts = DossierTexts(lambda evidence_id: office.do(ReadEvidence(evidence_id)).read())

    def forget(self) -> None:
        """No dossier."""
        self.cancel()
        if self._texts:
            self._texts.forget()
        self._desk, self._application_id, self._texts = None, 0, None
        self.list.clear()
        self.told.setText("")

    def begin(self, words: str = "") -> None:
        """The cursor in the box."""
        if words:
            self.edit.setText(words)
        self.edit.setFocus()
        self.edit.selectAll()

    def search(self) -> None:
        """Look for the words in every document."""
        words = self.edit.text().strip()
        desk, texts = self._desk, self._texts
        if not words or desk is None or texts is None:
            return
        self.cancel()
        documents = sorted(desk.do(ListEvidence(self._application_id)), key=lambda row: not row.is_current)
        self._searched = words
        self.list.clear()
        self.told.setText("")
        job = self._job = desk.job(_("Searching the dossier"), lambda report: texts.search(documents, words, report))
        job.progressed.connect(self._on_progress)
        job.succeeded.connect(self._on_found)
        job.finished.connect(self._on_end)
        self._set_busy(busy=True)
        job.start()

    def cancel(self) -> None:
        """Stop looking."""
        if self._job:
            self._job.cancel()
            self._job = None
            self._set_busy(busy=False)
            self.told.setText(_("Stopped."))

    @property
    def busy(self) -> bool:
        """Whether it is being searched."""
        return self._job is not None

    def _set_busy(self, *, busy: bool) -> None:
        self.bar.setRange(0, 0)
        for shown in (self.bar, self.cancel_button):
            shown.setVisible(busy)

    def _on_progress(self, done: int, total: int) -> None:
        if self.sender() is self._job:
            self.bar.setRange(0, total)
            self.bar.setValue(done)

    def _on_end(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self._set_busy(busy=False)

    def _on_found(self, found: Found) -> None:
        if self.sender() is not self._job:
            return
        for hit in found.hits:
            self.list.put(hit, f"{hit.evidence.name}: {hit.before}{hit.words}{hit.after}")
        self.told.setText(" ".join(_told(found)))
        self.told.setToolTip(plain_tip("\n".join((*found.silent, *found.unread))))
        if found.hits:
            self.list.setCurrentRow(0)
            self.list.setFocus()

    def _choose(self, item: QListWidgetItem) -> None:
        hit: DossierHit = item.data(Qt.ItemDataRole.UserRole)
        self.hit_chosen.emit(hit, self._searched)


def _told(found: Found) -> list[str]:
    """How often, where not, and why not."""
    count, documents = len(found.hits), len({hit.evidence.id for hit in found.hits})
    said = [_("These words are in none of the documents.")]
    if count:
        times = ngettext("{count} time", "{count} times", count).format(count=count)
        said = [
            ngettext("{times} in {count} document.", "{times} in {count} documents.", documents).format(
                times=times, count=documents
            )
        ]
    if found.silent:
        sentence = ngettext(
            "{count} document has no text to search: {names}.",
            "{count} documents have no text to search: {names}.",
            len(found.silent),
        )
        said.append(sentence.format(count=len(found.silent), names=", ".join(found.silent)))
    if found.unread:
        sentence = ngettext(
            "{count} document could not be read: {names}.", "{count} documents could not be read: {names}.", len(found.unread)
        )
        said.append(sentence.format(count=len(found.unread), names=", ".join(found.unread)))
    return said
