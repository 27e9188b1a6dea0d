"""The shipped icons in the colours of the theme; they are drawn with currentColor."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from cmsdesk.ui.theme import colours

GAP = 6


def icon(name: str, role: str = "muted", *, gap: int = 0) -> QIcon:
    """An icon in the colour of a role such as muted, text, accent or stop; `gap` keeps the words beside it away."""
    return _icon(name, getattr(colours(), role), gap)


def pixmap(name: str, colour: str, size: int) -> QPixmap:
    """An icon as a picture; size in device-independent pixels."""
    screen = QGuiApplication.primaryScreen()
    return _pixmap(name, colour, size, screen.devicePixelRatio() if screen else 1.0)


@cache
def _icon(name: str, colour: str, gap: int) -> QIcon:
    found = QIcon()
    for times in (1, 2):
        wide = QPixmap((18 + gap) * times, 18 * times)
        wide.fill(Qt.GlobalColor.transparent)
        painter = QPainter(wide)
        painter.drawPixmap(0, 0, _pixmap(name, colour, 18 * times, 1.0))
        painter.end()
        found.addPixmap(wide)
    return found


@cache
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawn(name).replace("currentColor", colour).encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


def save_icon(name: str, path: Path, size: int) -> bool:
    """Keep an icon as a picture file, its format told by the ending, for whoever reads no drawings; size in pixels.

    Needs no screen and no application, so that the builder of the program may use it. False when it could not be written.
    """
    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawn(name).encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture.save(str(path))


@cache
def drawn(name: str) -> str:
    """The drawing itself, as SVG."""
    return (files("cmsdesk.resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")
