"""Colours, type and space, for light and dark, in one place."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

FAMILY = "Source Sans 3"


@dataclass(frozen=True)
class Colours:
    """The colour of each role; a tone has a strong colour and a soft ground."""

    page: str
    surface: str
    raised: str
    border: str
    text: str
    muted: str
    accent: str
    accent_soft: str
    on_accent: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    stop: str
    stop_soft: str
    info: str
    info_soft: str
    idle: str
    idle_soft: str

    def tone(self, name: str) -> tuple[str, str]:
        """Strong colour and soft ground of a tone: ok, warn, stop, info, idle or accent."""
        return getattr(self, name), getattr(self, f"{name}_soft")


LIGHT = Colours(
    "#F4F6F8", "#FFFFFF", "#FAFBFC", "#DFE4EA", "#18222D", "#5A6675", "#0B6B72", "#E2F1F1", "#FFFFFF", "#1B7446", "#E3F4EA",
    "#8A5A00", "#FDF1DA", "#B3261E", "#FCE8E6", "#2B5DAA", "#E6EEFA", "#5A6675", "#EDF0F3",
)  # fmt: skip
DARK = Colours(
    "#12171C", "#1A2027", "#1F262E", "#2C353F", "#E6EBF0", "#9AA7B5", "#5CC4C8", "#16383B", "#08282A", "#6FCF97", "#15352A",
    "#E5B454", "#3A2E14", "#F28B82", "#42201E", "#8AB4F8", "#1C2C47", "#9AA7B5", "#262E37",
)  # fmt: skip

_now = [LIGHT]


def colours() -> Colours:
    """The colours in use."""
    return _now[0]


def is_dark() -> bool:
    """Whether the dark colours are in use."""
    return _now[0] is DARK


def apply_theme(app: QApplication, *, dark: bool | None = None) -> None:
    """Dress the whole program; None follows the system."""
    if dark is None:
        dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    _now[0] = DARK if dark else LIGHT
    load_fonts()
    app.setStyle("Fusion")
    font = QFont(FAMILY)
    font.setPixelSize(14)
    app.setFont(font)
    palette = _palette(_now[0])
    app.setPalette(palette)
    palette.setColor(QPalette.ColorRole.Window, QColor(_now[0].muted))  # the edge of the box to tick, too faint otherwise
    app.setPalette(palette, "QCheckBox")  # type: ignore[arg-type]  # the stub says bytes, the call wants text
    app.setStyleSheet(_style(_now[0]))


@cache
def load_fonts() -> None:
    """Make the shipped fonts known, so that the window looks the same on every machine."""
    for name in ("SourceSans3-Regular", "SourceSans3-SemiBold", "SourceSans3-Bold", "SourceSans3-Italic"):
        with as_file(files("cmsdesk.resources") / "fonts" / f"{name}.ttf") as path:
            QFontDatabase.addApplicationFont(str(path))


def _palette(c: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette(QColor(c.page))
    pairs = {
        role.Window: c.page, role.WindowText: c.text, role.Base: c.surface, role.AlternateBase: c.raised, role.Text: c.text,
        role.Button: c.surface, role.ButtonText: c.text, role.ToolTipBase: c.raised, role.ToolTipText: c.text,
        role.PlaceholderText: c.muted, role.Highlight: c.accent_soft, role.HighlightedText: c.text, role.Link: c.accent,
        role.Light: c.surface, role.Midlight: c.raised, role.Mid: c.border, role.Dark: c.border, role.Shadow: c.border,
    }  # fmt: skip
    for name, colour in pairs.items():
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(c.muted))
    return palette


def _style(c: Colours) -> str:
    return f"""
    QToolTip {{ background: {c.raised}; color: {c.text}; border: 1px solid {c.border}; padding: 6px; }}
    QLineEdit, QPlainTextEdit, QComboBox, QSpinBox {{ background: {c.surface}; border: 1px solid {c.border}; border-radius: 6px;
        padding: 6px 10px; selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
    QComboBox {{ padding-right: 24px; }}
    QComboBox::drop-down {{ border: none; width: 24px; }}
    QComboBox::down-arrow {{ width: 0; height: 0; border-left: 4px solid {c.surface}; border-right: 4px solid {c.surface};
        border-top: 5px solid {c.muted}; }}
    QComboBox QAbstractItemView {{ background: {c.surface}; border: 1px solid {c.border}; selection-background-color: {c.accent_soft};
        selection-color: {c.text}; }}
    QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus {{ border: 1px solid {c.accent}; }}
    QRadioButton {{ spacing: 8px; }}
    QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {c.muted}; border-radius: 8px; background: {c.surface}; }}
    QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {c.accent}; background: {c.surface}; }}
    QRadioButton::indicator:focus {{ border-color: {c.accent}; }}
    QRadioButton:focus {{ color: {c.accent}; }}
    QLineEdit[wrong="true"] {{ border: 1px solid {c.stop}; }}
    QPushButton {{ background: {c.surface}; border: 1px solid {c.border}; border-radius: 6px; padding: 7px 14px; color: {c.text}; }}
    QPushButton:hover {{ background: {c.raised}; border-color: {c.muted}; }}
    QPushButton:focus {{ border: 1px solid {c.accent}; }}
    QPushButton:disabled {{ color: {c.muted}; background: {c.page}; }}
    QPushButton[primary="true"] {{ background: {c.accent}; color: {c.on_accent}; border: 1px solid {c.accent}; font-weight: 600; }}
    QPushButton[primary="true"]:disabled {{ background: {c.idle_soft}; color: {c.muted}; border-color: {c.border}; }}
    QPushButton[primary="true"]:focus {{ border: 2px solid {c.text}; padding: 6px 13px; }}
    QPushButton[small="true"] {{ padding: 4px 10px; font-size: 12px; }}
    QPushButton[held="true"] {{ border: 2px solid {c.warn}; padding: 6px 13px; }}
    QPushButton[chip="true"] {{ border-radius: 15px; padding: 5px 13px; color: {c.muted}; }}
    QPushButton[chip="true"]:checked {{ background: {c.accent_soft}; color: {c.accent}; border-color: {c.accent_soft}; font-weight: 600;
        }}
    QPushButton[chip="true"]:focus {{ border-color: {c.accent}; }}
    QPushButton[section="true"] {{ border: none; border-bottom: 3px solid transparent; border-radius: 0; background: transparent;
        padding: 8px 14px; color: {c.muted}; }}
    QPushButton[section="true"][inside="true"] {{ padding: 8px 9px; }}
    QPushButton[section="true"]:checked {{ color: {c.accent}; border-bottom: 3px solid {c.accent}; font-weight: 600; }}
    QPushButton[section="true"]:focus {{ border-bottom: 3px solid {c.muted}; }}
    QPushButton[section="true"]:checked:focus {{ color: {c.text}; border-bottom: 3px solid {c.accent}; }}
    QPushButton[entry="true"] {{ border: 1px solid transparent; background: transparent; }}
    QPushButton[entry="true"]:hover {{ background: {c.raised}; border-color: {c.border}; }}
    QPushButton[entry="true"]:focus {{ border-color: {c.accent}; }}
    QFrame[card="true"] {{ background: {c.surface}; border: 1px solid {c.border}; border-radius: 8px; }}
    QFrame[bar="true"] {{ background: {c.surface}; border: none; border-bottom: 1px solid {c.border}; }}
    QTableView {{ background: {c.surface}; border: 1px solid {c.border}; border-radius: 8px; gridline-color: {c.border};
        selection-background-color: {c.accent_soft}; selection-color: {c.text}; outline: none; }}
    QTableView:focus {{ border: 1px solid {c.accent}; }}
    QTableView::item {{ padding: 0 10px; border-bottom: 1px solid {c.border}; }}
    QTableView::item:selected {{ background: {c.accent_soft}; color: {c.text}; }}
    QHeaderView {{ background: {c.raised}; }}
    QHeaderView::section {{ background: {c.raised}; color: {c.muted}; border: none; border-bottom: 1px solid {c.border};
        padding: 8px 10px; font-size: 12px; font-weight: 600; }}
    QTableCornerButton::section {{ background: {c.raised}; border: none; }}
    QListWidget {{ background: {c.surface}; border: none; outline: none; }}
    QListWidget::item {{ padding: 8px; border-radius: 6px; color: {c.text}; }}
    QListWidget::item:selected {{ background: {c.accent_soft}; color: {c.text}; }}
    QScrollArea {{ border: none; background: transparent; }}
    QScrollArea > QWidget#scrolled_ground, QWidget#scrolled_content {{ background: transparent; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
    QScrollBar::handle {{ background: {c.border}; border-radius: 5px; min-height: 30px; min-width: 30px; }}
    QScrollBar::handle:hover {{ background: {c.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QSplitter::handle {{ background: transparent; width: 12px; }}
    QStatusBar {{ background: {c.surface}; border-top: 1px solid {c.border}; color: {c.muted}; }}
    QStatusBar::item {{ border: none; }}
    QMenuBar {{ background: {c.surface}; }}
    QMenuBar::item {{ padding: 5px 10px; }}
    QMenuBar::item:selected, QMenu::item:selected {{ background: {c.accent_soft}; color: {c.text}; }}
    QMenu {{ background: {c.surface}; border: 1px solid {c.border}; padding: 4px; }}
    QMenu::item {{ padding: 6px 24px; border-radius: 4px; }}
    QProgressBar {{ background: {c.idle_soft}; border: none; border-radius: 3px; max-height: 6px; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
    QDialog {{ background: {c.page}; }}
    """


def tracked(size: int, *, strong: bool = False) -> QFont:
    """The interface font at a size in pixels."""
    font = QFont(FAMILY)
    font.setPixelSize(size)
    if strong:
        font.setWeight(QFont.Weight.DemiBold)
    return font
