"""Asking where a paper goes, and writing it there whole."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cmsdesk.documents.saving import save_whole
from cmsdesk.domain.words import _
from cmsdesk.ui.desk import Desk


def ask_to_save(parent: QWidget, name: str, content: bytes, desk: Desk) -> QFileDialog:
    """Ask for a place, with the name offered; what cannot be written there is said."""
    dialog = QFileDialog(parent, _("Save PDF"), name)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("pdf")

    def save(chosen: str) -> None:
        with desk.notices.refusals_shown():
            save_whole(Path(chosen), lambda target: target.write(content))

    dialog.fileSelected.connect(save)
    dialog.open()
    return dialog
