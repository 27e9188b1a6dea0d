"""Numbered markers and marked parts, drawn over the page; a click on one chooses its note."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QWidget

from cmsdesk.services.page_notes import NoteRow
from cmsdesk.ui.theme import colours, tracked
from cmsdesk.ui.viewer.surfaces import Place, Surface

_RADIUS = 11
_DRAG = 6  # pixels; less is a click


def place_of(note: NoteRow) -> Place:
    """Where a note is."""
    return Place(note.page, note.x, note.y, note.width, note.height)


class MarkLayer(QWidget):
    """Lies over the pages and lets every click through but those that are its own."""

    picked = Signal(int)  # the id of a note
    placed = Signal(object)  # a Place, while a note is being written

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._surface: Surface | None = None
        self._canvas: QAbstractScrollArea | None = None
        self._bars: list[QScrollBar] = []
        self._notes: Sequence[NoteRow] = ()
        self._chosen = 0
        self._writing: Place | None = None
        self._begun: QPoint | None = None

    def attach(self, surface: Surface | None) -> None:
        """Lie over this surface from now on; None lies over nothing."""
        canvas = surface.canvas if surface else None
        self._surface = surface
        if canvas is not self._canvas:
            self._let_go()
            self._canvas = canvas
            self.setParent(canvas)
            if canvas is not None:
                canvas.viewport().installEventFilter(self)
                self._bars = [canvas.verticalScrollBar(), canvas.horizontalScrollBar()]
                for bar in self._bars:
                    bar.valueChanged.connect(self._on_scroll)
                self.setGeometry(canvas.viewport().geometry())
        self.setVisible(canvas is not None)
        self.raise_()
        self.update()

    def _let_go(self) -> None:
        if self._canvas is not None:
            self._canvas.viewport().removeEventFilter(self)
        for bar in self._bars:
            bar.valueChanged.disconnect(self._on_scroll)
        self._bars = []

    def show_notes(self, notes: Sequence[NoteRow], chosen: int = 0) -> None:
        """Draw these; `chosen` is the id of the one that stands out."""
        self._notes, self._chosen = [note for note in notes if not note.is_former], chosen
        self.update()

    def write_at(self, place: Place | None) -> None:
        """A note is being written for this place; None when it is done."""
        self._writing = place
        if self._canvas is not None:
            if place is None:
                self._canvas.viewport().unsetCursor()
            else:
                self._canvas.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the pages; take the clicks that are about notes."""
        if event.type() == QEvent.Type.Resize and self._canvas is not None:
            self.setGeometry(self._canvas.viewport().geometry())
        elif isinstance(event, QMouseEvent) and self._surface is not None and self._on_mouse(event, self._surface):
            return True
        return super().eventFilter(watched, event)

    def _on_mouse(self, event: QMouseEvent, surface: Surface) -> bool:
        point, kind = event.position().toPoint(), event.type()
        if self._writing is None:
            note = self._note_at(point) if kind == QEvent.Type.MouseButtonPress else None
            if note is None:
                return False
            self.picked.emit(note.id)
            return True
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._begun = point
            if place := surface.place_at(point):
                self.placed.emit(place)
            return True
        if kind == QEvent.Type.MouseMove and self._begun is not None:
            begin, end = surface.place_at(self._begun), surface.place_at(point)
            if begin and end and (point - self._begun).manhattanLength() > _DRAG:
                self.placed.emit(begin.to(end))
            return True
        if kind == QEvent.Type.MouseButtonRelease and self._begun is not None:
            self._begun = None
            return True
        return False

    def _note_at(self, point: QPoint) -> NoteRow | None:
        for note in reversed(self._notes):
            area = self._area(place_of(note))
            if area is not None and (QPointF(point) - area.topLeft()).manhattanLength() <= _RADIUS * 1.4:
                return note
        return None

    def _area(self, place: Place) -> QRectF | None:
        return self._surface.area_of(place) if self._surface else None

    def _on_scroll(self) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The parts that were marked below, the markers on top."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(tracked(12, strong=True))
        for note in self._notes:
            if (area := self._area(place_of(note))) is not None:  # a place without size counts as nothing
                self._draw(painter, area, str(note.number), chosen=note.id == self._chosen)
        if self._writing and (area := self._area(self._writing)) is not None:
            self._draw(painter, area, "+", chosen=True)

    @staticmethod
    def _draw(painter: QPainter, area: QRectF, number: str, *, chosen: bool) -> None:
        strong = QColor(colours().accent if chosen else colours().warn)
        if area.width() and area.height():
            soft = QColor(strong)
            soft.setAlpha(50)
            painter.setBrush(soft)
            painter.setPen(QPen(strong, 1.5))
            painter.drawRect(area)
        badge = QRectF(area.left() - _RADIUS, area.top() - _RADIUS, 2 * _RADIUS, 2 * _RADIUS)
        painter.setPen(QPen(QColor("#FFFFFF"), 2))  # on any page, also in the dark: paper stays white
        painter.setBrush(strong)
        painter.drawEllipse(badge)
        painter.setPen(QColor(colours().on_accent if chosen else colours().surface))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, number)
