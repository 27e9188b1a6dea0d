"""One note as it is drawn in the list: its number as on the page, where and by whom, and its words."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cmsdesk.domain.words import _
from cmsdesk.services.page_notes import NoteRow
from cmsdesk.ui.theme import colours, tracked

_BADGE, _GAP = 22, 10
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


def heading_of(note: NoteRow) -> str:
    """Where a note is and who wrote it."""
    if note.is_former:
        return _("{name}, on page {page} of the former version “{document}”").format(
            name=note.by, page=note.page, document=note.document
        )
    return _("Page {page}, {name}").format(page=note.page, name=note.by)


def words_of(note: NoteRow) -> str:
    """Its words, or that there are none."""
    return note.text or _("marked, without words")


class NoteDelegate(QStyledItemDelegate):
    """Draws the number in a circle, and the words as many lines as they need."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Plain words, never markup."""
        note: NoteRow = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours().accent_soft))
            painter.drawRoundedRect(rect, 6, 6)
        badge = QRect(rect.left() + 8, rect.top() + 8, _BADGE, _BADGE)
        painter.setPen(Qt.PenStyle.NoPen)
        tone = colours().idle_soft if note.is_former else colours().accent if chosen else colours().warn
        painter.setBrush(QColor(tone))
        painter.drawEllipse(badge)
        painter.setFont(tracked(12, strong=True))
        painter.setPen(QColor(colours().muted if note.is_former else colours().on_accent if chosen else colours().surface))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(note.number or "–"))
        head, words = _rooms(rect, note)
        painter.setFont(tracked(12))
        painter.setPen(QColor(colours().muted))
        painter.drawText(head, _WRAPPED, heading_of(note))
        painter.setFont(tracked(14))
        painter.setPen(QColor(colours().muted if note.is_former else colours().text))
        painter.drawText(words, _WRAPPED, words_of(note))
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as its words are long."""
        view = self.parent()
        wide = view.viewport().width() if isinstance(view, QListView) else 200
        _head, words = _rooms(QRect(0, 0, wide, 0), index.data(Qt.ItemDataRole.UserRole))
        return QSize(wide, words.bottom() + 10)


def _rooms(rect: QRect, note: NoteRow) -> tuple[QRect, QRect]:
    """Where the heading and the words of a note go."""
    left = rect.left() + 8 + _BADGE + _GAP
    wide = max(40, rect.right() - left - 8)
    head = QFontMetrics(tracked(12)).boundingRect(QRect(0, 0, wide, 10_000), int(_WRAPPED), heading_of(note))
    words = QFontMetrics(tracked(14)).boundingRect(QRect(0, 0, wide, 10_000), int(_WRAPPED), words_of(note))
    top = rect.top() + 8
    return QRect(left, top, wide, head.height()), QRect(left, top + head.height() + 3, wide, words.height())
