"""Office files made here, so that tests know what is in them."""

import io
import zipfile
from collections.abc import Mapping

import openpyxl

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_STYLES = (
    f'<w:styles {_W}><w:style w:styleId="Kop1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Kop2"><w:name w:val="heading 2"/></w:style></w:styles>'
)


def a_docx(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A Word document with this XML as its body; `parts` replace or add parts."""
    content = {"word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>", "word/styles.xml": _STYLES}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (content | dict(parts or {})).items():
            archive.writestr(name, text)
    return target.getvalue()


def a_paragraph(text: str, style: str = "") -> str:
    """XML of one paragraph."""
    dressed = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{dressed}<w:r><w:t>{text}</w:t></w:r></w:p>"


def an_xlsx(sheets: Mapping[str, list[list[object]]]) -> bytes:
    """A workbook with these rows by sheet."""
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
