"""The documents behind a fact, in the line of that fact: look at each, and add one."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton, QWidget

from cmsdesk.domain.proofs import Fact
from cmsdesk.domain.words import _
from cmsdesk.services.proofs import AddProof, ProofRow, ReadProof, RemoveProof
from cmsdesk.ui.cards import button, column, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.viewer.document_view import DocumentView


def proof_buttons(desk: Desk, fact: Fact, fact_id: int, proofs: list[ProofRow], parent: QWidget) -> list[QPushButton]:
    """One button for each document there is, and one for the next."""
    made = [button("", partial(_show, desk, proof, parent), symbol="eye", tip=proof.name) for proof in proofs]
    made.append(button("", partial(_choose, desk, fact, fact_id, parent), symbol="paperclip", tip=_("Add a proof…")))
    for one in made:
        one.setAccessibleName(one.toolTip())
    return made


def _choose(desk: Desk, fact: Fact, fact_id: int, parent: QWidget) -> None:
    dialog = QFileDialog(parent, _("Add a proof…"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)

    def add(names: list[str]) -> None:
        with desk.notices.refusals_shown():
            for name in names:
                desk.do(AddProof(fact, fact_id, Path(name)))

    dialog.filesSelected.connect(add)
    dialog.open()


def _show(desk: Desk, proof: ProofRow, parent: QWidget) -> None:
    with desk.notices.refusals_shown():
        ProofWindow(desk, proof, parent).show()


class ProofWindow(QDialog):
    """One document, large; it can be taken away here when it was put there by mistake."""

    def __init__(self, desk: Desk, proof: ProofRow, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(proof.name)
        self.resize(900, 760)
        layout = column(12, 16)
        self.setLayout(layout)
        self.view = DocumentView()
        self.view.show_document(*desk.do(ReadProof(proof.id)))
        layout.addWidget(self.view, 1)
        foot = row(8)
        remove = partial(self._remove, desk, proof.id)
        foot.addWidget(button(_("Remove"), remove, symbol="trash-2"))
        foot.addStretch()
        foot.addWidget(button(_("Close"), self.close, primary=True))
        layout.addLayout(foot)

    def _remove(self, desk: Desk, proof_id: int) -> None:
        if desk.attempt(RemoveProof(proof_id)):
            self.close()
