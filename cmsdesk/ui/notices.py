"""The one way to tell or ask the user something; data in it is always plain text."""

import logging
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QInputDialog, QLabel, QMessageBox, QWidget

from cmsdesk import __version__
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _

log = logging.getLogger(__name__)

_PACKAGE = Path(__file__).parent.parent


class Notices(QObject):
    """Refusals, questions and crashes; `told` carries the short good news for the status bar."""

    refused = Signal(str)
    told = Signal(str)

    def __init__(self, window: QWidget | None = None) -> None:
        super().__init__(window)
        self.window_ = window
        self._crashed = False
        self._last_box: QMessageBox | None = None

    @contextmanager
    def refusals_shown(self) -> Iterator[None]:
        """Show a refusal instead of raising it."""
        try:
            yield
        except RuleBroken as error:
            self.refuse(str(error))

    def refuse(self, sentence: str) -> None:
        """Say no, with the reason."""
        self.refused.emit(sentence)
        box = self._box(QMessageBox.Icon.Warning, _("This is not possible"), sentence)
        box.addButton(_("Close"), QMessageBox.ButtonRole.AcceptRole)
        box.open()

    def tell(self, sentence: str) -> None:
        """Say in passing that something was done."""
        self.told.emit(sentence)

    def warn(self, sentence: str) -> None:
        """Say what the user should know, before anything went wrong."""
        box = self._box(QMessageBox.Icon.Information, _("Please note"), sentence)
        box.addButton(_("Close"), QMessageBox.ButtonRole.AcceptRole)
        box.open()

    def ask(
        self, title: str, sentence: str, verb: str, then: Callable[[], None], *, otherwise: Callable[[], None] = lambda: None
    ) -> None:
        """Ask before something that matters; the button names the act, the safe one is the default."""
        box = self._box(QMessageBox.Icon.Question, title, sentence)
        button = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole))
        box.finished.connect(lambda _result: then() if box.clickedButton() is button else otherwise())
        box.open()

    def ask_text(self, title: str, question: str, verb: str, then: Callable[[str], object]) -> None:
        """Ask for a reason or a remark in words."""
        dialog = QInputDialog(self.window_)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(title)
        dialog.setLabelText(question)
        for label in dialog.findChildren(QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)
        dialog.setOkButtonText(verb)
        dialog.setCancelButtonText(_("Cancel"))
        dialog.setOption(QInputDialog.InputDialogOption.UsePlainTextEditForTextInput)
        dialog.textValueSelected.connect(lambda text: then(text))
        dialog.open()

    def crash(self, error: BaseException) -> None:
        """A fault of the program: say so, keep nothing personal, offer the report to copy."""
        steps = traceback.extract_tb(error.__traceback__)
        report = "\n".join(
            [f"cmsdesk {__version__}, Python {sys.version.split()[0]}, {sys.platform}", type(error).__name__]
            + [f"{_place(step.filename)}:{step.lineno} {step.name}" for step in steps]
        )
        log.error("Unexpected fault\n%s", report)
        if self._crashed:  # one fault while painting would otherwise open a dialog for each repaint
            return
        self._crashed = True
        sentence = _(
            "Something went wrong that should not have. What was saved is safe. You can send the report to us; it names nobody."
        )
        box = self._box(QMessageBox.Icon.Critical, _("A fault in the program"), sentence)
        copy = box.addButton(_("Copy report"), QMessageBox.ButtonRole.ActionRole)
        box.setEscapeButton(box.addButton(_("Close"), QMessageBox.ButtonRole.AcceptRole))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        box.finished.connect(self._crash_seen)
        box.open()

    def _crash_seen(self) -> None:
        self._crashed = False

    def install(self) -> None:
        """Catch what nothing else caught, also in slots."""
        sys.excepthook = self._hook

    def _hook(self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if isinstance(error, RuleBroken):
            self.refuse(str(error))
        elif issubclass(kind, KeyboardInterrupt):
            sys.exit(130)
        else:
            self.crash(error)

    def _box(self, symbol: QMessageBox.Icon, title: str, sentence: str) -> QMessageBox:
        box = QMessageBox(self.window_)
        self._last_box = box  # before there is a window nothing else holds it, and it would be gone at once
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(symbol)
        box.setWindowTitle(title)
        box.setText(sentence)
        return box


def _place(filename: str) -> str:
    """A file of the program from its package on, any other by its name alone: a folder may bear somebody's name."""
    path = Path(filename)
    return path.relative_to(_PACKAGE).as_posix() if path.is_relative_to(_PACKAGE) else path.name
