"""The row above a document: its name, where one is in it, and the tools that are always at hand."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget

from cmsdesk.domain.words import _, ngettext
from cmsdesk.ui.cards import ElidedLabel, PlainLabel, button, row
from cmsdesk.ui.icons import pixmap
from cmsdesk.ui.theme import colours
from cmsdesk.ui.viewer.image_pages import ImagePages
from cmsdesk.ui.viewer.pdf_pages import PdfPages
from cmsdesk.ui.viewer.surfaces import Surface
from cmsdesk.ui.viewer.version_button import VersionButton


class TitleRow(QWidget):
    """Knows what can be done with what is shown, and does none of it itself."""

    zoomed = Signal(float)
    rotate_wanted = Signal()
    fit_wanted = Signal()
    find_wanted = Signal()
    notes_wanted = Signal()
    dossier_wanted = Signal()
    print_wanted = Signal()
    outside_wanted = Signal()
    replace_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = row(6)
        self.setLayout(layout)
        mark = QLabel()
        mark.setPixmap(pixmap("file-text", colours().muted, 18))
        layout.addWidget(mark)
        self.title = ElidedLabel("", size=15, strong=True)
        layout.addWidget(self.title, 1)
        self.versions = VersionButton()
        layout.addWidget(self.versions)
        self.pages = PlainLabel("", role="muted")
        layout.addWidget(self.pages)
        self.out_button = button("", lambda: self.zoomed.emit(0.8), symbol="zoom-out", tip=_("Smaller"))
        self.in_button = button("", lambda: self.zoomed.emit(1.25), symbol="zoom-in", tip=_("Larger"))
        self.rotate_button = button("", self.rotate_wanted.emit, symbol="refresh-cw", tip=_("Turn a quarter"))
        self.find_button = button("", self.find_wanted.emit, symbol="search", tip=_("Find in document (Ctrl+F)"))
        self.notes_button = button("", self.notes_wanted.emit, symbol="message-circle", tip=_("Notes"))
        self.notes_button.setCheckable(True)
        self.more_button = QPushButton("…")
        self.more_button.setAccessibleName(_("More"))
        self.more_button.setToolTip(_("More"))
        menu = QMenu(self)
        self.fit_action = menu.addAction(_("Fit the width"), self.fit_wanted.emit)
        self.dossier_action = menu.addAction(_("Find in the whole dossier"), self.dossier_wanted.emit)
        self.replace_action = menu.addAction(_("Put a newer version in its place…"), self.replace_wanted.emit)
        self.print_action = menu.addAction(_("Print…"), self.print_wanted.emit)
        self.outside_action = menu.addAction(_("Open in your own program…"), self.outside_wanted.emit)
        self.more_button.clicked.connect(lambda: menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft())))
        for tool in (self.out_button, self.in_button, self.rotate_button, self.find_button, self.notes_button, self.more_button):
            tool.setProperty("small", True)
            layout.addWidget(tool)

    def allow(self, surface: Surface | None, *, in_dossier: bool, may_copy: bool, may_replace: bool) -> None:
        """Offer what this way of showing can do, and what only a document of a dossier has."""
        for tool in (self.out_button, self.in_button, self.fit_action, self.print_action):
            tool.setEnabled(surface is not None)
        self.find_button.setEnabled(bool(surface and surface.can_find))
        self.rotate_button.setVisible(isinstance(surface, ImagePages))
        for only_there in (self.notes_button, self.dossier_action):
            only_there.setVisible(in_dossier)
        self.outside_action.setVisible(may_copy)
        self.replace_action.setVisible(may_replace)
        self.show_page(surface)

    def show_page(self, surface: Surface | None) -> None:
        """Where one is."""
        paged = surface is not None and (surface.page_count > 1 or isinstance(surface, PdfPages))
        self.pages.setText(f"{surface.page} / {surface.page_count}" if surface is not None and paged else "")

    def count_notes(self, count: int) -> None:
        """How many notes there are on the document."""
        self.notes_button.setText(str(count) if count else "")
        self.notes_button.setAccessibleName(ngettext("{count} note", "{count} notes", count).format(count=count))
