"""The window before an office is open."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QWidget

from cmsdesk.domain.words import _
from cmsdesk.ui.cards import PlainLabel, button, column, row
from cmsdesk.ui.icons import icon, pixmap
from cmsdesk.ui.theme import colours

_PATH = Qt.ItemDataRole.UserRole


class StartWindow(QWidget):
    """Recent offices, one to make, one to look for."""

    open_wanted = Signal(str)
    browse_wanted = Signal()
    new_wanted = Signal()
    forget_wanted = Signal(str)

    def __init__(self, recent: Sequence[str]) -> None:
        super().__init__()
        self.setWindowTitle("cmsdesk")
        self.resize(720, 560)
        outer = column(0, 32)
        self.setLayout(outer)
        card = QFrame()
        card.setProperty("card", True)
        outer.addWidget(card)
        layout = column(14, 32)
        card.setLayout(layout)
        head = row(14)
        mark = QLabel()
        mark.setPixmap(pixmap("award", colours().accent, 40))
        head.addWidget(mark)
        words = column(0)
        words.addWidget(PlainLabel("cmsdesk", size=28, strong=True))
        words.addWidget(PlainLabel(_("The certification office in one window"), role="muted"))
        head.addLayout(words, 1)
        layout.addLayout(head)
        acts = row(10)
        acts.addWidget(button(_("New office…"), self.new_wanted.emit, symbol="plus", primary=True))
        acts.addWidget(button(_("Open office…"), self.browse_wanted.emit, symbol="folder-open"))
        acts.addStretch()
        layout.addLayout(acts)
        layout.addWidget(PlainLabel(_("RECENT"), size=12, strong=True, role="muted"))
        self.recent = QListWidget()
        self.recent.setAccessibleName(_("Recent offices"))
        self.recent.setIconSize(QSize(18, 18))
        for path in recent:
            there = Path(path).is_file()
            item = QListWidgetItem(
                icon("building-2"), f"{Path(path).stem}\n{path}" if there else _("{path}: no longer there").format(path=path)
            )
            item.setData(_PATH, path)
            if not there:
                item.setForeground(self.palette().placeholderText())
            self.recent.addItem(item)
        self.recent.itemActivated.connect(lambda item: self.open_wanted.emit(item.data(_PATH)))
        layout.addWidget(self.recent, 1)
        if not recent:
            self.recent.hide()
            layout.addWidget(PlainLabel(_("No office was opened on this computer yet."), role="muted"))
            layout.addStretch()
