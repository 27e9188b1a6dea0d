"""The building blocks of the review screen: captions, quotes and fields."""

from PySide6.QtWidgets import QFrame, QPlainTextEdit

from cmsdesk.ui.cards import PlainLabel, column
from cmsdesk.ui.theme import colours


def caption(words: str, key: str = "") -> PlainLabel:
    """Small capitals above a field, with the key that leads there."""
    return PlainLabel(f"{words}   {key}" if key else words, size=12, strong=True, role="muted")


def card() -> QFrame:
    """One of the three grounds."""
    made = QFrame()
    made.setProperty("card", True)
    return made


class Quote(QFrame):
    """What was said before: who says so above, the words below, the answer under that."""

    def __init__(self, about: str, words: str, answer: str = "", *, tone: str = "muted") -> None:
        super().__init__()
        self.setObjectName("quote")
        line = getattr(colours(), tone)
        self.setStyleSheet(f"#quote {{ background: {colours().raised}; border: none; border-left: 3px solid {line}; }}")
        layout = column(4)
        layout.setContentsMargins(12, 8, 8, 8)
        self.setLayout(layout)
        layout.addWidget(PlainLabel(about, size=12, role="muted", wrap=True))
        if words:
            layout.addWidget(PlainLabel(words, wrap=True))
        if answer:
            layout.addWidget(PlainLabel(answer, role="muted", wrap=True))

    def add(self, widget: object) -> None:
        """Put something below the words, such as a button."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(widget)  # type: ignore[arg-type]


def writing_field(name: str, height: int) -> QPlainTextEdit:
    """A field for words; Tab leaves it."""
    made = QPlainTextEdit()
    made.setAccessibleName(name)
    made.setTabChangesFocus(True)
    made.setFixedHeight(height)
    return made
