"""The words of a whole dossier, for searching: read once, kept in memory only, never on the disk and never in a log."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument

from cmsdesk.domain.documents import Kind, kind_of
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.exchange.word import Paragraph, read_word
from cmsdesk.exchange.workbooks import read_workbook_in
from cmsdesk.services.dossiers import EvidenceRow
from cmsdesk.ui.jobs import Report
from cmsdesk.ui.viewer.reading import in_letters
from cmsdesk.ui.viewer.sheet_pages import in_words

_AROUND = 60  # letters before and after what was found
_MOST_OF_ONE = 100  # hits in one document
_MOST_KEPT = 50_000_000  # letters; some hundred dossiers full

Pages = tuple[str, ...]


@dataclass(frozen=True)
class DossierHit:
    """One place where the words are, with a line of what stands around them."""

    evidence: EvidenceRow
    page: int
    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Found:
    """What a search of the dossier came to; `silent` have no text to search, `unread` could not be read."""

    hits: tuple[DossierHit, ...]
    searched: int
    silent: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass
class DossierTexts:
    """The pages of each document as words, by the hash of its bytes."""

    read: Callable[[int], bytes]  # the bytes of a document by its id
    _kept: dict[str, Pages] = field(default_factory=dict)

    def search(self, documents: Sequence[EvidenceRow], words: str, report: Report) -> Found:
        """Every place in these documents; `report` hears documents done and all, and may raise to stop."""
        hits: list[DossierHit] = []
        silent, unread = [], []
        for done, document in enumerate(documents):
            report(done, len(documents))
            try:
                pages = self._pages(document, lambda done=done: report(done, len(documents)))  # type: ignore[misc]
            except RuleBroken:
                unread.append(document.name)
                continue
            if not any(page.strip() for page in pages):
                silent.append(document.name)
            hits += find_in(document, pages, words)
        report(len(documents), len(documents))
        return Found(tuple(hits), len(documents) - len(silent) - len(unread), tuple(silent), tuple(unread))

    def forget(self) -> None:
        """Keep nothing any longer."""
        self._kept.clear()

    def _pages(self, document: EvidenceRow, alive: Callable[[], None]) -> Pages:
        if document.sha256 not in self._kept:
            kind = kind_of(document.name, document.media_type)
            # A picture has no words; what no program here reads has none for us.
            has_words = kind in {Kind.PDF, Kind.TEXT, Kind.WORD, Kind.SHEETS}
            pages = pages_of(kind, document.name, self.read(document.id), alive) if has_words else ()
            if sum(len(page) for kept in self._kept.values() for page in kept) > _MOST_KEPT:
                self._kept.clear()
            self._kept[document.sha256] = pages
        return self._kept[document.sha256]


def pages_of(kind: Kind, name: str, raw: bytes, alive: Callable[[], None]) -> Pages:
    """The words of each page; `alive` is called between pages and may raise to stop. May be called from any thread."""
    if kind is Kind.PDF:
        return _pages_of_pdf(name, raw, alive)
    if kind is Kind.WORD:
        blocks = read_word(name, raw).blocks
        lines = (block.text if isinstance(block, Paragraph) else "\n".join(map("\t".join, block.rows)) for block in blocks)
        return ("\n".join(lines),)
    if kind is Kind.SHEETS:
        book = in_words(read_workbook_in(name, raw, report=lambda _done, _total: alive()))
        return tuple("\n".join("\t".join(map(str, row)) for row in sheet.rows) for sheet in book.sheets)
    return (in_letters(raw),)


def _pages_of_pdf(name: str, raw: bytes, alive: Callable[[], None]) -> Pages:
    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(raw))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    if document.status() != QPdfDocument.Status.Ready:
        raise RuleBroken(name)
    pages = []
    for page in range(document.pageCount()):
        alive()
        pages.append(document.getAllText(page).text())
    document.close()
    return tuple(pages)


def find_in(document: EvidenceRow, pages: Pages, words: str) -> list[DossierHit]:
    """Where the words are, however the lines are broken and whatever the case."""
    wanted = re.compile(r"\s+".join(re.escape(word) for word in words.split()), re.IGNORECASE)
    found: list[DossierHit] = []
    if not words.strip():
        return found
    for number, text in enumerate(pages, start=1):
        for match in wanted.finditer(text):
            before = text[max(0, match.start() - _AROUND) : match.start()]
            after = text[match.end() : match.end() + _AROUND]
            found.append(DossierHit(document, number, _one_line(before), _one_line(match[0]), _one_line(after)))
            if len(found) == _MOST_OF_ONE:
                return found
    return found


def _one_line(text: str) -> str:
    """Blanks and line ends as single blanks; one at either end stays, for words go on there."""
    return re.sub(r"\s+", " ", text)
