"""One hit as it is drawn in the list: the document and the page, and the line with the words in heavier type."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cmsdesk.domain.words import _
from cmsdesk.ui.theme import colours, tracked
from cmsdesk.ui.viewer.texts import DossierHit

_SIDE, _LINES = 8, 3


def heading_of(hit: DossierHit) -> str:
    """Where it is."""
    if not hit.evidence.is_current:
        return _("{name}, former version, page {page}").format(name=hit.evidence.name, page=hit.page)
    return _("{name}, page {page}").format(name=hit.evidence.name, page=hit.page)


class HitDelegate(QStyledItemDelegate):
    """Plain words, never markup; the line is at most three lines high."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Heading in grey, the line below."""
        hit: DossierHit = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours().accent_soft))
            painter.drawRoundedRect(rect, 6, 6)
        small = QFontMetrics(tracked(12))
        painter.setFont(tracked(12))
        painter.setPen(QColor(colours().muted))
        head = QRect(rect.left() + _SIDE, rect.top() + 6, rect.width() - 2 * _SIDE, small.height())
        painter.drawText(head, 0, small.elidedText(heading_of(hit), Qt.TextElideMode.ElideMiddle, head.width()))
        painter.setPen(QColor(colours().text))
        _laid_out(hit, head.width()).draw(painter, QPointF(head.left(), head.bottom() + 3))
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as the line is long."""
        view = self.parent()
        wide = view.viewport().width() if isinstance(view, QListView) else 200
        layout = _laid_out(index.data(Qt.ItemDataRole.UserRole), wide - 2 * _SIDE)
        height = sum(layout.lineAt(number).height() for number in range(layout.lineCount()))
        return QSize(wide, round(6 + QFontMetrics(tracked(12)).height() + 3 + height + 8))


def _laid_out(hit: DossierHit, width: int) -> QTextLayout:
    """The line, broken to the width; the words found are heavier."""
    layout = QTextLayout(f"{hit.before}{hit.words}{hit.after}", tracked(14))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    strong = QTextLayout.FormatRange()
    strong.start, strong.length = len(hit.before), len(hit.words)
    letters = QTextCharFormat()
    letters.setFont(tracked(14, strong=True))
    letters.setForeground(QColor(colours().accent))
    strong.format = letters
    layout.setFormats([strong])
    layout.beginLayout()
    top = 0.0
    for _line in range(_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(40, width))
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout
