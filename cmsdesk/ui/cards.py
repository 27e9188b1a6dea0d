"""The building blocks of a record: header, next action, sections, requirements, facts, history."""

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cmsdesk.domain.schemes.evaluate import Outcome, Verdict
from cmsdesk.domain.words import _
from cmsdesk.services.next_actions import NextAction
from cmsdesk.ui.chips import HEIGHT, chip_width, draw_chip
from cmsdesk.ui.flow import Flow
from cmsdesk.ui.icons import GAP, icon, pixmap
from cmsdesk.ui.tables import Chip
from cmsdesk.ui.theme import colours, tracked

OUTCOMES = {
    Outcome.MET: ("circle-check", "ok"),
    Outcome.UNDECIDED: ("circle-dashed", "warn"),
    Outcome.NOT_MET: ("circle-x", "stop"),
}


def plain_tip(text: str) -> str:
    """Words for a tip, which Qt would otherwise read as markup wherever they look like it."""
    return f"<span>{escape(text)}</span>" if "<" in text or "&" in text else text


class PlainLabel(QLabel):
    """Words as they are: data is never markup."""

    def __init__(self, text: str = "", *, size: int = 14, strong: bool = False, role: str = "text", wrap: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setFont(tracked(size, strong=strong))
        self.setWordWrap(wrap)
        palette = self.palette()
        palette.setColor(self.foregroundRole(), QColor(getattr(colours(), role)))
        self.setPalette(palette)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)


class ElidedLabel(PlainLabel):
    """One line that ends in dots where it does not fit; the whole text is in its tip."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(plain_tip(self.text()) if text != self.text() else "")
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def minimumSizeHint(self) -> QSize:
        """It can always be narrower."""
        return QSize(40, super().minimumSizeHint().height())


class ChipLabel(QWidget):
    """A status chip on its own."""

    def __init__(self, chip: Chip) -> None:
        super().__init__()
        self._chip = chip
        self.setFixedSize(chip_width(chip), HEIGHT)
        self.setAccessibleName(chip.text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The same chip as in a list."""
        painter = QPainter(self)
        draw_chip(painter, self._chip, 0, 0, self.width())


class Button(QPushButton):
    """A button; one that can be on is wide enough for the heavier type it then has."""

    def sizeHint(self) -> QSize:
        """As wide as the heavier words."""
        if not self.isCheckable():
            return super().sizeHint()
        strong = QFontMetrics(tracked(14, strong=True)).horizontalAdvance(self.text())
        return super().sizeHint() + QSize(max(0, strong - self.fontMetrics().horizontalAdvance(self.text())), 0)


def button(text: str, act: Callable[[], object], *, symbol: str = "", primary: bool = False, tip: str = "") -> QPushButton:
    """A button with an icon; the primary one is filled."""
    made = Button(text)
    made.setProperty("primary", primary)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if symbol:
        gap = GAP if text else 0
        made.setIcon(icon(symbol, "on_accent" if primary else "text", gap=gap))
        made.setIconSize(QSize(18 + gap, 18))
    made.setToolTip(plain_tip(tip))
    if not text:
        made.setAccessibleName(tip)
    made.clicked.connect(lambda: act())
    return made


def column(spacing: int = 8, margin: int = 0) -> QVBoxLayout:
    """A vertical layout with the usual space."""
    layout = QVBoxLayout()
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    return layout


def row(spacing: int = 8) -> QHBoxLayout:
    """A horizontal layout with the usual space."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    return layout


class RecordHeader(QWidget):
    """Initials, name, one line about it, and the status."""

    def __init__(self, name: str, subline: str, chip: Chip | None = None) -> None:
        super().__init__()
        layout = row(12)
        self.setLayout(layout)
        layout.addWidget(_Avatar(name))
        words = column(2)
        words.addWidget(ElidedLabel(name, size=20, strong=True))
        words.addWidget(ElidedLabel(subline, role="muted"))
        layout.addLayout(words, 1)
        if chip:
            layout.addWidget(ChipLabel(chip), 0, Qt.AlignmentFlag.AlignTop)


class _Avatar(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        words = [word for word in name.split() if word[:1].isupper()] or name.split() or ["?"]
        self._letters = (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()
        self.setFixedSize(44, 44)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().accent_soft))
        painter.drawEllipse(self.rect())
        painter.setPen(QColor(colours().accent))
        painter.setFont(tracked(16, strong=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letters)


class NextActionBanner(QFrame):
    """What the record waits for, why, and the one act to do first."""

    def __init__(self, action: NextAction, act: Callable[[str], None]) -> None:
        super().__init__()
        tone = "warn" if action.blocked and action.tone == "info" else action.tone
        strong, soft = colours().tone(tone)
        self.setObjectName("next_action")
        self.setStyleSheet(f"#next_action {{ background: {soft}; border-radius: 6px; }}")
        layout = row(12)
        layout.setContentsMargins(14, 10, 10, 10)
        self.setLayout(layout)
        symbol = QLabel()
        symbol.setPixmap(pixmap(action.icon, strong, 20))
        layout.addWidget(symbol)
        words = column(2)
        words.addWidget(PlainLabel(action.title, strong=True, role=tone))
        words.addWidget(PlainLabel(action.reason, role=tone, wrap=True))
        if action.blocked and action.blocked != action.reason:
            words.addWidget(PlainLabel(action.blocked, role=tone, wrap=True))
        layout.addLayout(words, 1)
        self.button = button(action.button, lambda: act(action.act), symbol=action.icon, primary=True, tip=action.blocked)
        self.button.setEnabled(not action.blocked)
        layout.addWidget(self.button)


class Sections(QWidget):
    """Underlined tabs within a record; where it is narrow they go on in a second row."""

    chosen = Signal(int)

    def __init__(self, titles: Sequence[str], current: int = 0) -> None:
        super().__init__()
        layout = Flow(0)
        self.setLayout(layout)
        self.buttons: list[QPushButton] = []
        for place, title in enumerate(titles):
            made = Button(title)
            made.setCheckable(True)
            made.setAutoExclusive(True)
            made.setProperty("section", True)
            made.setProperty("inside", True)
            made.setChecked(place == current)
            made.clicked.connect(lambda _checked=False, place=place: self.chosen.emit(place))
            layout.addWidget(made)
            self.buttons.append(made)


class Bar(QWidget):
    """How far something is, from 0 to 1."""

    def __init__(self, share: float, tone: str) -> None:
        super().__init__()
        self._share, self._tone = max(0.0, min(1.0, share)), tone
        self.setFixedHeight(6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A full bar in grey with the share on top."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().idle_soft))
        painter.drawRoundedRect(self.rect(), 3, 3)
        painter.setBrush(QColor(getattr(colours(), self._tone)))
        painter.drawRoundedRect(0, 0, round(self.width() * self._share), self.height(), 3, 3)


class RequirementRow(QWidget):
    """One requirement: met or not, have and need, what is missing, and which lines counted or were cut."""

    def __init__(self, leaf: Verdict, *, titled: bool = True) -> None:
        super().__init__()
        symbol, tone = OUTCOMES[leaf.outcome]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 8)
        grid.setHorizontalSpacing(10)
        mark = QLabel()
        mark.setPixmap(pixmap(symbol, getattr(colours(), tone), 20))
        mark.setAccessibleName(outcome_label(leaf.outcome))
        grid.addWidget(mark, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(PlainLabel(leaf.title if titled else outcome_label(leaf.outcome), strong=True, wrap=True), 0, 1)
        have = _("{have} of {need}").format(have=leaf.have, need=leaf.need) if leaf.need else leaf.have
        grid.addWidget(PlainLabel(have, role="muted"), 0, 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(Bar(leaf.share, tone), 1, 1, 1, 2)
        place = 2
        if leaf.example:
            grid.addWidget(ChipLabel(Chip(_("example value, please confirm"), "info", "warn")), place, 1, 1, 2)
            place += 1
        lines = [leaf.sentence] if leaf.sentence else []
        lines += [f"✓ {line.text}  {line.value}".rstrip() for line in leaf.counted]
        lines += [f"– {line.text}  {line.value}  {line.reason}".replace("   ", "  ") for line in leaf.cut]
        for text in lines:
            grid.addWidget(PlainLabel(text, role="muted", wrap=True), place, 1, 1, 2)
            place += 1
        grid.setColumnStretch(1, 1)


def outcome_label(outcome: Outcome) -> str:
    """An outcome in the reader's words."""
    return {Outcome.MET: _("Met"), Outcome.UNDECIDED: _("Undecided"), Outcome.NOT_MET: _("Not met")}[outcome]


class FactList(QWidget):
    """Labels and values; the values can be selected and copied."""

    def __init__(self, facts: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(16)
        for place, (label, value) in enumerate(facts):
            grid.addWidget(PlainLabel(label, role="muted"), place, 0, Qt.AlignmentFlag.AlignTop)
            shown = PlainLabel(value or "–", wrap=True)
            shown.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            shown.setAccessibleName(label)
            grid.addWidget(shown, place, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(facts), 1)


class HistoryList(QWidget):
    """What happened, newest first."""

    def __init__(self, rows: Sequence[tuple[datetime, str, str]]) -> None:
        super().__init__()
        layout = column(10)
        self.setLayout(layout)
        for at, user, act in rows:
            line = row(10)
            line.addWidget(PlainLabel(f"{at:%d-%m-%Y %H:%M}", role="muted"))
            line.addWidget(PlainLabel(act, wrap=True), 1)
            line.addWidget(PlainLabel(user, role="muted"))
            layout.addLayout(line)
        layout.addStretch()


class EmptyState(QWidget):
    """Nothing here yet: a sentence, and the next step as a button."""

    def __init__(self, symbol: str, sentence: str, then: QPushButton | None = None) -> None:
        super().__init__()
        layout = column(12)
        self.setLayout(layout)
        layout.addStretch()
        mark = QLabel()
        mark.setPixmap(pixmap(symbol, colours().muted, 40))
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignHCenter)
        words = PlainLabel(sentence, role="muted", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(words)
        if then:
            layout.addWidget(then, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()


def centred_card(page: QWidget, width: int) -> QVBoxLayout:
    """Put one card in the middle of an empty page, so wide in pixels; returns what its content goes into."""
    outer = row(0)
    page.setLayout(outer)
    outer.addStretch()
    middle = column(0)
    outer.addLayout(middle)
    outer.addStretch()
    middle.addStretch()
    card = QFrame()
    card.setProperty("card", True)
    card.setFixedWidth(width)
    middle.addWidget(card)
    middle.addStretch()
    content = column(14, 32)
    card.setLayout(content)
    return content


def clear(layout: QLayout) -> None:
    """Take everything out of a layout, also what lies in layouts within it."""
    while layout.count() and (item := layout.takeAt(0)):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)


def scrolled(content: QWidget) -> QScrollArea:
    """The widget in an area that scrolls up and down."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setObjectName("scrolled_ground")
    content.setObjectName("scrolled_content")
    area.setWidget(content)
    return area
