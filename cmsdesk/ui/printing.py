"""Printing what is on the screen: a list as a table, a document page by page."""

from collections.abc import Callable
from html import escape
from typing import Any

from PySide6.QtCore import QMarginsF, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPageLayout, QPainter, QPixmap, QTextDocument
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from cmsdesk.ui.tables import PagedModel

MOST = 5_000
_MARGIN = QMarginsF(12, 12, 12, 12)  # millimetres


def table_text(title: str, model: PagedModel[Any], columns: list[int]) -> QTextDocument:
    """A list as a document: its title, its headings, and at most `MOST` rows; data stays plain text."""
    heads = "".join(f"<th align='left'>{escape(model.columns[column].title)}</th>" for column in columns)
    lines = []
    for number in range(min(model.rowCount(), MOST)):
        row = model.row(number)
        if row is not None:
            lines.append("".join(f"<td>{escape(model.columns[column].text(row))}</td>" for column in columns))
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    made = QTextDocument()
    made.setHtml(f"<h2>{escape(title)}</h2><table width='100%' cellpadding='3'><thead><tr>{heads}</tr></thead>{body}</table>")
    return made


def print_table(printer: QPrinter, title: str, model: PagedModel[Any], columns: list[int]) -> None:
    """Put a list on paper."""
    table_text(title, model, columns).print_(printer)


def print_pdf(printer: QPrinter, document: QPdfDocument) -> None:
    """Put each page of a document on a sheet of paper, as large as fits."""
    painter = QPainter(printer)
    for page in range(document.pageCount()):
        if page:
            printer.newPage()
        size = _fitting(printer, document.pagePointSize(page).toSize())
        painter.drawImage(QRect(QPoint(), size), document.render(page, size))
    painter.end()


def print_picture(printer: QPrinter, picture: QPixmap) -> None:
    """Put a picture on paper, as large as fits."""
    painter = QPainter(printer)
    painter.drawPixmap(QRect(QPoint(), _fitting(printer, picture.size())), picture)
    painter.end()


def _fitting(printer: QPrinter, size: QSize) -> QSize:
    room = printer.pageRect(QPrinter.Unit.DevicePixel).toRect().size()
    return size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)


def new_printer(*, lying: bool = False) -> QPrinter:
    """A printer with the office's margins; lists lie on their side."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait)
    printer.setPageMargins(_MARGIN, QPageLayout.Unit.Millimeter)
    return printer


def ask_printer(parent: QWidget, printer: QPrinter, then: Callable[[QPrinter], object]) -> QPrintDialog:
    """Let the user choose a printer; `then` is called with it."""
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: then(printer))
    QDialog.open(dialog)  # the one without arguments; QPrintDialog has another of the same name
    return dialog
