"""A list whose rows are as high as their words need, also when the list becomes narrower."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget


class RowList(QListWidget):
    """Each row holds one value, which a delegate draws."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def put(self, value: object, read_as: str) -> None:
        """Add a row; `read_as` is what a screen reader says."""
        item = QListWidgetItem()
        item.setData(Qt.ItemDataRole.UserRole, value)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, read_as)
        self.addItem(item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows of another width have another height."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
