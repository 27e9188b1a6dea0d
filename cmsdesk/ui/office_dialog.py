"""What the office says of itself: when it is founded and later."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QPushButton, QWidget

from cmsdesk.domain.office import OfficeSettings
from cmsdesk.domain.words import _
from cmsdesk.services.settings import ChangeSettings, OfficeDetails
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog

_TEXTS = (
    "name",
    "association",
    "contact_name",
    "contact_email",
    "contact_phone",
    "signatory_name",
    "signatory_role",
    "backup_folder",
)


class OfficeDialog(FormDialog):
    """Without a desk it asks for a new office; `details` holds the answer."""

    form = "office_dialog"

    name: QLineEdit
    backup_folder: QLineEdit
    backup_button: QPushButton
    certificate_layout: QComboBox

    def __init__(self, desk: Desk | None, details: OfficeDetails, version: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.details = details
        self._version = version
        self.certificate_layout.addItem(_("lie (landscape)"), "landscape")
        self.certificate_layout.addItem(_("stand (portrait)"), "portrait")
        self.certificate_layout.setCurrentIndex(self.certificate_layout.findData(details.certificate_layout))
        for text in _TEXTS:
            self._line(text).setText(getattr(details, text))
        self.backup_button.clicked.connect(lambda: self._choose_folder())
        self.backup_button.setAccessibleDescription(_("Choose the folder for backups"))
        if desk is None:
            self.setWindowTitle(_("New office"))
            self.ok_button.setText(_("Make office"))

    def save(self) -> None:
        """Keep the answer, or change the settings."""
        texts = {name: self._line(name).text().strip() for name in _TEXTS}
        self.details = OfficeDetails(**texts, certificate_layout=self.certificate_layout.currentData())
        OfficeSettings(name=self.details.name, backup_folder=self.details.backup_folder).check()
        if self._desk:
            self.desk.do(ChangeSettings(self._version, self.details))

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, _("Choose the folder for backups"), self.backup_folder.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self.backup_folder.setText(str(Path(folder))))
        dialog.open()

    def _line(self, name: str) -> QLineEdit:
        line: QLineEdit = getattr(self, name)
        return line
