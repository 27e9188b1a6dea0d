"""Asking which office file or backup is meant, and where a new one goes."""

from collections.abc import Callable
from pathlib import Path

from platformdirs import user_documents_path
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from cmsdesk.domain.words import _

ENDING = ".cmsdesk"
DOSSIER = ".dossier"
REVIEW = ".review"
KEY = ".cmsdesk-key"


def choose_file(parent: QWidget | None, title: str, kind: str, folder: Path, then: Callable[[Path], object]) -> None:
    """Ask for a file that exists; `kind` names what is offered first."""
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([kind, _("All files (*)")])
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()


def choose_place(parent: QWidget | None, name: str, then: Callable[[Path], object]) -> None:
    """Ask where an office file goes; whether one may take its place there is for `then` to say."""
    plain = "".join(letter if letter.isalnum() or letter in " -_" else "-" for letter in name).strip() or "office"
    dialog = QFileDialog(parent, _("Where should the office file go?"), str(user_documents_path() / f"{plain}{ENDING}"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setDefaultSuffix(ENDING.removeprefix("."))
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.open()
