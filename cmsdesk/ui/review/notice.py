"""Why one cannot judge now, and the act that helps."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel

from cmsdesk.domain.words import _
from cmsdesk.services.judging_hints import Help, Hint
from cmsdesk.ui.cards import PlainLabel, button, column, row
from cmsdesk.ui.icons import pixmap
from cmsdesk.ui.theme import colours


class JudgingNotice(QFrame):
    """Hidden when one can judge."""

    help_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        strong, soft = colours().tone("info")
        self.setObjectName("judging_notice")
        self.setStyleSheet(f"#judging_notice {{ background: {soft}; border-radius: 6px; }}")
        layout = row(10)
        layout.setContentsMargins(12, 10, 10, 10)
        self.setLayout(layout)
        mark = QLabel()
        mark.setPixmap(pixmap("info", strong, 18))
        layout.addWidget(mark)
        words = column(8)
        self.words = PlainLabel("", role="info", wrap=True)
        words.addWidget(self.words)
        self.button = button("", self.help_wanted.emit)
        line = row(0)
        line.addWidget(self.button)
        line.addStretch()
        words.addLayout(line)
        layout.addLayout(words, 1)

    def show_hint(self, hint: Hint) -> None:
        """Say it, or be gone."""
        self.setVisible(bool(hint.reason))
        self.words.setText(hint.reason)
        label = _labels().get(hint.help, "")
        self.button.setText(label)
        self.button.setVisible(bool(label))


def _labels() -> dict[Help, str]:
    return {
        Help.DECLARE: _("Declare…"),
        Help.CHOOSE_COLLEAGUE: _("Choose for whom…"),
        Help.ASSIGN: _("Assign somebody…"),
        Help.ANSWER: _("Record answer…"),
        Help.TAKE_IN: _("Take in improved dossier…"),
        Help.REOPEN: _("Reopen review"),
    }
