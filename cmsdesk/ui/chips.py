"""Paints a status chip in a cell: icon and word on a soft ground, never colour alone."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from cmsdesk.ui.icons import pixmap
from cmsdesk.ui.tables import CHIP_ROLE, Chip
from cmsdesk.ui.theme import colours, tracked

HEIGHT = 24
ROW = 38


class ChipDelegate(QStyledItemDelegate):
    """Draws cells that have a chip; leaves the others to Qt."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Ground and selection as always, the chip on top."""
        chip = index.data(CHIP_ROLE)
        if not isinstance(chip, Chip):
            super().paint(painter, option, index)
            return
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        widget = bare.widget
        widget.style().drawControl(widget.style().ControlElement.CE_ItemViewItem, bare, painter, widget)
        rect = option.rect
        draw_chip(painter, chip, rect.left() + 8, rect.center().y() - HEIGHT / 2 + 1, rect.width() - 12)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Roomy rows."""
        return QSize(super().sizeHint(option, index).width(), ROW)


def chip_width(chip: Chip) -> int:
    """How wide a chip wants to be."""
    return QFontMetrics(tracked(13, strong=True)).horizontalAdvance(chip.text) + 38


def draw_chip(painter: QPainter, chip: Chip, x: float, y: float, most: float) -> None:
    """Draw a chip from its upper left corner."""
    strong, soft = colours().tone(chip.tone)
    width = min(float(chip_width(chip)), most)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(soft))
    painter.drawRoundedRect(QRectF(x, y, width, HEIGHT), HEIGHT / 2, HEIGHT / 2)
    painter.drawPixmap(round(x + 9), round(y + (HEIGHT - 14) / 2), pixmap(chip.icon, strong, 14))
    painter.setPen(QColor(strong))
    painter.setFont(tracked(13, strong=True))
    text = painter.fontMetrics().elidedText(chip.text, Qt.TextElideMode.ElideRight, round(width) - 36)
    painter.drawText(QRectF(x + 28, y, width - 32, HEIGHT), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    painter.restore()
