"""What can be done with a document as a whole: hand a copy to another program, or put a newer version in its place."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from cmsdesk.domain.words import _
from cmsdesk.services.dossiers import EvidenceRow, ListEvidence, ReadEvidence
from cmsdesk.services.feedback import ReplaceDocument
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.viewer.outside import OUTSIDE


def may_copy(desk: Desk) -> bool:
    """Whether a copy may be written in the clear: not on the machine of an assessor, where everything lies sealed."""
    return not desk.at_assessor


def ask_open_outside(desk: Desk, evidence: EvidenceRow) -> None:
    """Hand a copy to another program, after a warning."""
    sentence = _(
        "“{name}” goes to another program as a copy that cannot be changed. There it can do what it could not do here, such "
        "as fetch pictures from the internet or run macros. Only open what you trust. The copy is removed when cmsdesk closes."
    )

    def go() -> None:
        with desk.notices.refusals_shown():
            OUTSIDE.open(evidence.name, desk.do(ReadEvidence(evidence.id)).read())

    desk.notices.ask(_("Open in your own program"), sentence.format(name=evidence.name), _("Open a copy"), go)


def ask_newer_version(desk: Desk, evidence: EvidenceRow, parent: QWidget, then: Callable[[EvidenceRow], object]) -> QFileDialog:
    """Ask for the file that comes in the place of a document; `then` is called with the new version."""
    dialog = QFileDialog(parent, _("New version"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)

    def go(name: str) -> None:
        with desk.notices.refusals_shown():
            made = desk.do(ReplaceDocument(evidence.id, Path(name)))
            then(next(row for row in desk.do(ListEvidence(evidence.application_id)) if row.id == made))

    dialog.fileSelected.connect(go)
    dialog.open()
    return dialog
