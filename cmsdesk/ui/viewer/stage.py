"""Where a document is shown, whatever its kind; or a sentence where none can be."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _, ngettext
from cmsdesk.exchange.word import WordText
from cmsdesk.exchange.workbooks import Workbook
from cmsdesk.ui.cards import EmptyState, column
from cmsdesk.ui.viewer.image_pages import ImagePages
from cmsdesk.ui.viewer.pdf_pages import PdfPages
from cmsdesk.ui.viewer.reading import Prepared
from cmsdesk.ui.viewer.sheet_pages import MOST_ROWS, SheetPages
from cmsdesk.ui.viewer.surfaces import Surface
from cmsdesk.ui.viewer.text_pages import PlainPages
from cmsdesk.ui.viewer.word_pages import WordPages


class Stage(QStackedWidget):
    """One surface for each kind of document."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pdf, self.images, self.text, self.word, self.sheets = (
            PdfPages(self),
            ImagePages(),
            PlainPages(),
            WordPages(),
            SheetPages(),
        )
        self._nothing = QWidget()
        self._nothing.setLayout(column())
        for surface in (self.pdf, self.images, self.text, self.word, self.sheets):
            surface.changed.connect(self.changed)
            self.addWidget(surface)
        self.addWidget(self._nothing)

    def put(self, prepared: Prepared) -> tuple[Surface, str]:
        """Show what is ready; returns what it is shown on, and what to know about it. Refuses a PDF that is damaged."""
        surface: Surface
        shown: QWidget
        told = ""
        match prepared.shown:
            case None:
                if not self.pdf.show_bytes(prepared.raw):
                    raise RuleBroken(_("This PDF is damaged or protected by a password. Ask for a new one."))
                surface = shown = self.pdf
            case str(text):
                self.text.setPlainText(text)
                surface = shown = self.text
            case WordText():
                self.word.show_word(prepared.shown)
                surface, shown, told = self.word, self.word, _about_word(prepared.shown)
            case Workbook():
                self.sheets.show_workbook(prepared.shown)
                surface, shown, told = self.sheets, self.sheets, _about_sheets(prepared.shown)
            case (picture, count):
                self.images.show_image(prepared.raw, picture, count)
                surface = shown = self.images
        self.setCurrentWidget(shown)
        surface.fit()
        return surface, told

    def say(self, sentence: str, symbol: str, offered: QPushButton | None) -> None:
        """Nothing but a sentence, and a way out where there is one."""
        layout = self._nothing.layout()
        assert layout is not None
        while layout.count() and (item := layout.takeAt(0)):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        layout.addWidget(EmptyState(symbol, sentence, offered))
        self.setCurrentWidget(self._nothing)


def _about_word(text: WordText) -> str:
    said = [_("Shown as words, without its layout.")]
    if text.pictures:
        sentence = ngettext("{count} picture is not shown.", "{count} pictures are not shown.", text.pictures)
        said.append(sentence.format(count=text.pictures))
    if text.cut:
        said.append(_("The document goes on; only its beginning is shown."))
    return " ".join(said)


def _about_sheets(book: Workbook) -> str:
    if any(len(sheet.rows) >= MOST_ROWS for sheet in book.sheets):
        return _("Only the first {count} rows of a sheet are shown.").format(count=MOST_ROWS)
    return ""
