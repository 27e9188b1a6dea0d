"""What comes in by drop or dialog, and by a glance what it may be; what it really is, is for whoever opens it."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cmsdesk.domain.words import _
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.office_files import KEY, REVIEW

_FORM = b'name="cmsdesk"'  # the hidden sheet of a form, as exchange/packages/review_form.py writes it
_GLANCE = 64 << 10


def concerns_packages(path: Path) -> bool:
    """Whether a file is a review, a key, or a form that the office gave out."""
    return path.suffix.lower() in {REVIEW, KEY} or (path.suffix.lower() == ".xlsx" and _is_form(path))


def choose_reviews(desk: Desk, window: QWidget) -> None:
    """Ask for reviews, filled forms or key files; as many as one likes."""
    dialog = QFileDialog(window, _("Take in reviews"))
    dialog.setNameFilter(_("From assessors (*.review *.xlsx *.cmsdesk-key)"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda names: take_in(desk, [Path(name) for name in names], window))
    dialog.open()


def take_in(desk: Desk, paths: Sequence[Path], window: QWidget) -> None:
    """Take in what came back from assessors."""
    from cmsdesk.ui.packages import taking_in  # noqa: PLC0415 - age and workbooks cost start-up time

    taking_in.take_in(desk, paths, window)


def _is_form(path: Path) -> bool:
    """Looks at the list of sheets only; a file that is no workbook is no form."""
    try:
        with zipfile.ZipFile(path) as book, book.open("xl/workbook.xml") as sheets:
            return _FORM in sheets.read(_GLANCE)
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        return False
