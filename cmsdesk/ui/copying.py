"""Copying rows so that Excel takes them as a table, and never as a formula."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from cmsdesk.ui.tables import PagedModel

MOST = 20_000


def copy_rows(model: PagedModel[Any], numbers: Iterable[int], columns: Sequence[int]) -> None:
    """Put rows with their headings on the clipboard, as text and as a table."""
    table = [[model.columns[column].title for column in columns]]
    for number in numbers:
        row = model.row(number)
        if row is None or len(table) > MOST:
            break
        table.append([_harmless(model.columns[column].text(row)) for column in columns])
    data = QMimeData()
    data.setText("\n".join("\t".join(cells) for cells in table))
    lines = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>" for cells in table)
    data.setHtml(f"<table>{lines}</table>")
    QGuiApplication.clipboard().setMimeData(data)


def _harmless(text: str) -> str:
    """One cell: no line breaks, and nothing that a spreadsheet would run."""
    text = " ".join(text.split())
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text
