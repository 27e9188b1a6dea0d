"""What every dialog has: a form, a place for the refusal, and one button that does it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.ui.date_edit import DateEdit
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.forms import load_form
from cmsdesk.ui.theme import colours


class FormDialog(QDialog):
    """Reads its fields, sends one use case; a refusal shows beside the fields and keeps the dialog open."""

    ok_button: QPushButton
    cancel_button: QPushButton
    error_label: QLabel

    form = ""

    def __init__(self, desk: Desk | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        load_form(self, self.form)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self.error_label.setStyleSheet(f"color: {colours().stop}")
        self.error_label.hide()
        self.cancel_button.clicked.connect(self.reject)
        self.ok_button.clicked.connect(self._try)
        if desk:
            for field in self.findChildren(DateEdit):
                field.today = desk.today

    @property
    def desk(self) -> Desk:
        """The office this dialog works on."""
        assert self._desk is not None
        return self._desk

    def save(self) -> None:
        """Do what the dialog is for; a refusal is raised."""
        raise NotImplementedError

    def _try(self) -> None:
        try:
            self.save()
        except RuleBroken as error:
            self.error_label.setText(str(error))
            self.error_label.show()
            return
        self.accept()

    def open_then(self, then: Callable[[], object]) -> None:
        """Open, and do something once it was done."""
        self.accepted.connect(lambda: then())
        self.open()
