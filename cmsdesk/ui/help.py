"""What the Help menu says."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMessageBox, QWidget

from cmsdesk import __version__
from cmsdesk.domain.words import _


def say_journal(parent: QWidget, broken: int | None) -> None:
    """Whether the journal is whole; `broken` is the first entry that is not."""
    if broken is None:
        sentence = _("The journal is whole: nobody changed it behind the program's back.")
    else:
        sentence = _("Entry {number} of the journal was changed outside the program.").format(number=broken)
    _say(parent, _("The journal"), sentence)


def show_shortcuts(window: QWidget) -> None:
    """Every key of the window."""
    from cmsdesk.ui.review.keys import key_list  # noqa: PLC0415 - the review costs start-up time
    from cmsdesk.ui.viewer.keys import key_list as viewer_keys  # noqa: PLC0415 - as above

    pairs = [
        (action.shortcut().toString(QKeySequence.SequenceFormat.NativeText), action.text().replace("&", ""))
        for action in window.findChildren(QAction)
        if not action.shortcut().isEmpty()
    ]
    pairs += [
        ("Alt+1 … Alt+6", _("The tabs")),
        *key_list(),
        *viewer_keys(),
    ]
    _say(window, _("Keyboard shortcuts"), "\n".join(f"{keys}   {words}" for keys, words in pairs))


def about(parent: QWidget, office: Path) -> None:
    """What the program is, whose work it uses, and which office file is open."""
    sentence = _(
        "cmsdesk {version}, the certification office in one window. Icons: Lucide (ISC). Fonts: Source Sans 3 and EB Garamond (OFL)."
    )
    _say(parent, _("About cmsdesk"), sentence.format(version=__version__) + f"\n\n{office}")


def _say(parent: QWidget, title: str, sentence: str) -> None:
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title)
    box.setText(sentence)
    box.addButton(_("Close"), QMessageBox.ButtonRole.AcceptRole)
    box.open()
