"""The window: tabs, the one search box, menus, and the status bar with its jobs."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QPushButton,
    QStackedWidget,
    QStatusBar,
    QVBoxLayout,
    QWidget,
)

from cmsdesk.domain.words import _, language, ngettext
from cmsdesk.services.history import CheckJournal, TakesLong, Undo, Undoable
from cmsdesk.services.lists import Asked
from cmsdesk.services.people import CountPeople
from cmsdesk.services.register import CountHolders
from cmsdesk.services.search import Hit, SearchEverything
from cmsdesk.services.settings import ReadSettings
from cmsdesk.services.staging import sweep_staging
from cmsdesk.ui.cards import Button, PlainLabel
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.double_click.offering import add_tick
from cmsdesk.ui.forms import load_form
from cmsdesk.ui.help import about, say_journal, show_shortcuts
from cmsdesk.ui.icons import GAP, icon
from cmsdesk.ui.job_line import JobLine
from cmsdesk.ui.jobs import Job
from cmsdesk.ui.list_page import ListPage
from cmsdesk.ui.office_dialog import OfficeDialog
from cmsdesk.ui.office_files import KEY, REVIEW
from cmsdesk.ui.packages.dropped import choose_reviews, concerns_packages, take_in
from cmsdesk.ui.search_box import SearchBox
from cmsdesk.ui.tabs import TABS, LoadAhead
from cmsdesk.ui.work_as import WorkAsDialog, WorkAsMarker

if TYPE_CHECKING:
    from cmsdesk.ui.import_dialog import ImportDialog

_LISTS = {".xlsx", ".xls", ".ods", ".csv", ".xlsm"}


class MainWindow(QMainWindow):
    """One office in one window; what concerns the office file itself is asked of `app`."""

    new_office_action: QAction
    open_office_action: QAction
    import_action: QAction
    take_in_action: QAction
    print_action: QAction
    backup_action: QAction
    restore_action: QAction
    settings_action: QAction
    schemes_action: QAction
    work_as_action: QAction
    quit_action: QAction
    undo_action: QAction
    copy_action: QAction
    search_action: QAction
    filter_action: QAction
    light_action: QAction
    dark_action: QAction
    system_theme_action: QAction
    dutch_action: QAction
    english_action: QAction
    appointments_action: QAction
    full_screen_action: QAction
    refresh_action: QAction
    shortcuts_action: QAction
    journal_action: QAction
    about_action: QAction
    central: QWidget
    status_bar: QStatusBar
    file_menu: QMenu

    new_office_wanted = Signal()
    open_office_wanted = Signal()
    restore_wanted = Signal()
    backup_wanted = Signal()
    language_wanted = Signal(str)
    theme_wanted = Signal(str)
    closing = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        load_form(self, "main_window")
        self.desk = desk
        desk.notices.window_ = self
        self.pages: dict[str, QWidget] = {}
        self.tabs: dict[str, QPushButton] = {}
        self.tab = ""
        self.busy = False
        self._factories: dict[str, Callable[[], QWidget]] = {}
        self.setAcceptDrops(True)
        sweep_staging()
        self._build_bar()
        self._build_status()
        self._add_tabs()
        self._bind_actions()
        desk.changed.connect(self._on_change)
        desk.started.connect(self._show_job)
        desk.go_wanted.connect(self.go)
        for job in desk.running:
            self._show_job(job)
        desk.notices.told.connect(self._tell)
        self._on_change(frozenset({"person", "certificate", "officesettings"}))
        if (geometry := QSettings().value("window/geometry")) is not None:
            self.restoreGeometry(geometry)
        else:
            self.resize(1440, 900)
        self.show_tab("today")
        LoadAhead(self)

    def _build_bar(self) -> None:
        outer = QVBoxLayout(self.central)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        bar = QFrame()
        bar.setProperty("bar", True)
        self._bar = QHBoxLayout(bar)
        self._bar.setContentsMargins(12, 4, 16, 0)
        self._bar.setSpacing(0)
        outer.addWidget(bar)
        self.stack = QStackedWidget()
        outer.addWidget(self.stack, 1)
        self.search_edit = SearchBox(lambda words: self.desk.do(SearchEverything(words)), self)
        self.search_edit.chosen.connect(self._open_hit)

    def _build_status(self) -> None:
        self.status_bar.addWidget(WorkAsMarker(self.desk))
        self.office_label = PlainLabel("", role="muted")
        self.office_label.setContentsMargins(12, 0, 0, 0)
        self.status_bar.addWidget(self.office_label, 1)
        self.told_label = PlainLabel("", role="ok")
        self.status_bar.addPermanentWidget(self.told_label)
        self.backup_label = PlainLabel("", role="muted")
        self.status_bar.addPermanentWidget(self.backup_label)
        self.saved_label = PlainLabel("", role="muted")
        self.status_bar.addPermanentWidget(self.saved_label)
        self.saved_label.setContentsMargins(12, 0, 12, 0)
        self.status_bar.setSizeGripEnabled(False)

    def _add_tabs(self) -> None:
        for place, known in enumerate(TABS, start=1):
            key, symbol, title = known.key, known.symbol, _(known.title)
            tab = Button(title)
            tab.setCheckable(True)
            tab.setAutoExclusive(True)
            tab.setProperty("section", True)
            tab.setProperty("symbol", symbol)
            tab.setIcon(icon(symbol, gap=GAP))
            tab.setIconSize(QSize(18 + GAP, 18))
            tab.setMinimumHeight(44)
            tab.setToolTip(f"Alt+{place}")
            tab.clicked.connect(lambda _checked=False, key=key: self.show_tab(key))
            QShortcut(QKeySequence(f"Alt+{place}"), self).activated.connect(lambda key=key: self.show_tab(key))
            self._bar.addWidget(tab)
            self.tabs[key] = tab
            self._factories[key] = partial(known.build, self.desk)
        self._bar.addStretch()
        self._bar.addWidget(self.search_edit, 0, Qt.AlignmentFlag.AlignVCenter)

    def _bind_actions(self) -> None:
        self.new_office_action.triggered.connect(self.new_office_wanted)
        self.open_office_action.triggered.connect(self.open_office_wanted)
        self.import_action.triggered.connect(lambda: self.choose_list())
        self.take_in_action.triggered.connect(lambda: choose_reviews(self.desk, self))
        self.print_action.triggered.connect(lambda: self._print())
        self.backup_action.triggered.connect(self.backup_wanted)
        self.restore_action.triggered.connect(self.restore_wanted)
        self.settings_action.triggered.connect(lambda: self._change_settings())
        self.schemes_action.triggered.connect(lambda: self._show_schemes())
        self.work_as_action.triggered.connect(lambda: WorkAsDialog(self.desk, self).open())
        self.quit_action.triggered.connect(self.close)
        add_tick(self.file_menu, self.quit_action, self.desk.job, self.desk.notices)
        self.quit_action.setMenuRole(QAction.MenuRole.QuitRole)
        self.about_action.setMenuRole(QAction.MenuRole.AboutRole)
        self.settings_action.setMenuRole(QAction.MenuRole.PreferencesRole)
        self.undo_action.triggered.connect(lambda: self.undo())
        self.copy_action.triggered.connect(lambda: self._on_list(lambda page: page.copy_all()))
        self.search_action.triggered.connect(self._focus_search)
        self.filter_action.triggered.connect(lambda: self._find_here())
        self.refresh_action.triggered.connect(lambda: self._refresh())
        self.appointments_action.triggered.connect(lambda: self._show_appointments())
        self.full_screen_action.toggled.connect(lambda on: self.showFullScreen() if on else self.showNormal())
        self.about_action.triggered.connect(lambda: about(self, self.desk.office.path))
        self.shortcuts_action.triggered.connect(lambda: show_shortcuts(self))
        self.journal_action.triggered.connect(lambda: say_journal(self, self.desk.do(CheckJournal())))
        themes, speech = QActionGroup(self), QActionGroup(self)
        for action, name in ((self.light_action, "light"), (self.dark_action, "dark"), (self.system_theme_action, "system")):
            themes.addAction(action)
            action.setChecked(QSettings().value("theme", "system") == name)
            action.triggered.connect(lambda _on=False, name=name: self.theme_wanted.emit(name))
        for action, name in ((self.dutch_action, "nl"), (self.english_action, "en")):
            speech.addAction(action)
            action.setChecked(language() == name)
            action.triggered.connect(lambda _on=False, name=name: self.language_wanted.emit(name))
        self._refresh_undo()

    def show_tab(self, key: str) -> QWidget:
        """Show a tab; it is built when it is first wanted."""
        if key not in self.pages:
            page = self._factories[key]()
            self.pages[key] = page
            self.stack.addWidget(page)
            if hasattr(page, "go_wanted"):
                page.go_wanted.connect(self.go)
            if hasattr(page, "import_wanted"):
                page.import_wanted.connect(self.choose_list)
            if hasattr(page, "counted"):
                page.counted.connect(self._count_today)
                page.refresh()  # type: ignore[attr-defined]
        page = self.pages[key]
        self.tab = key
        self.stack.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)  # the keys of a tab work at once
        self.tabs[key].setChecked(True)
        for name, tab in self.tabs.items():
            tab.setIcon(icon(tab.property("symbol"), "accent" if name == key else "muted", gap=GAP))
        if key == "reports":  # no list of its own would tell it that something changed
            page.refresh()  # type: ignore[attr-defined]
        return page

    def go(self, kind: str, record_id: int, words: str) -> None:
        """Show a record of a kind on its tab."""
        page: Any
        if kind in {"review", "evidence"}:
            page = self.show_tab("review")
            if kind == "evidence":
                page.show_evidence(record_id, int(words))
            else:
                page.open_application(record_id)
            return
        tab = {"person": "members", "application": "applications", "certificate": "register"}.get(kind, kind)
        page = self.show_tab(tab)
        if record_id:
            page.go_to(record_id, words)
        elif words in page.chips:
            page.show_filter(words)

    def choose_list(self) -> None:
        """Ask for a member list."""
        dialog = QFileDialog(self, _("Import member list"))
        dialog.setNameFilter(_("Lists (*.xlsx *.xls *.ods *.csv)"))
        dialog.fileSelected.connect(lambda name: self.import_list(Path(name)))
        dialog.open()

    def import_list(self, path: Path) -> "ImportDialog":
        """Show what a member list would do."""
        from cmsdesk.ui.import_dialog import ImportDialog  # noqa: PLC0415 - now and then, and it costs start-up time

        dialog = ImportDialog(self.desk, path, self)
        dialog.imported.connect(lambda _result: self.show_tab("members"))
        dialog.start()
        return dialog

    def undo(self) -> None:
        """Take back the last act; a long one in the background."""
        with self.desk.notices.refusals_shown():
            last = self.desk.do(Undoable())
            if last and self.desk.do(TakesLong(last.seq)):
                title = _("Taking back: {act}").format(act=last.act)
                job = self.desk.job(title, lambda report: self.desk.office.do(Undo(last.seq, report)))
                job.succeeded.connect(self._tell_undone)
                job.finished.connect(self._set_free)
                self.set_busy(True)
                job.start()
            elif last:
                self._tell_undone(self.desk.do(Undo(last.seq)))

    def _tell_undone(self, act: str) -> None:
        self.desk.notices.tell(_("Taken back: {act}").format(act=act))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A list, and what comes back from assessors, may be dropped anywhere."""
        if any(Path(url.toLocalFile()).suffix.lower() in _LISTS | {REVIEW, KEY} for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in every review, form and key among the files, and import the first list."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls()]
        came = [path for path in paths if concerns_packages(path)]
        lists = [path for path in paths if path.suffix.lower() in _LISTS and path not in came]
        if came:
            take_in(self.desk, came, self)
        if lists:
            self.import_list(lists[0])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window; `app` closes the office, or ignores the event when the window must stay a while."""
        QSettings().setValue("window/geometry", self.saveGeometry())
        event.accept()
        self.closing.emit(event)

    def show_backup(self, at: datetime | None) -> None:
        """Say when the last backup was made."""
        self.backup_label.setText(_("Last backup {time}").format(time=f"{at:%d-%m-%Y %H:%M}") if at else _("No backup yet"))

    def _on_change(self, changed: frozenset[str]) -> None:
        if changed & {"person", "membership", "certificate", "officesettings"}:
            details, _version = self.desk.do(ReadSettings())
            people = self.desk.do(CountPeople(Asked(chips=frozenset({"who:members"}))))
            holders = self.desk.do(CountHolders(Asked(chips=frozenset({"status:active"}))))
            members = ngettext("{count} member", "{count} members", people).format(count=people)
            certificates = ngettext("{count} active certificate", "{count} active certificates", holders).format(count=holders)
            self.office_label.setText(f"{details.name} · {members} · {certificates}")
            self.setWindowTitle(f"{details.name} – cmsdesk")
        self.saved_label.setText(_("Saved {time}").format(time=f"{datetime.now():%H:%M}"))  # noqa: DTZ005 - the clock on the wall
        self._refresh_undo()

    def _refresh_undo(self) -> None:
        last = self.desk.do(Undoable())
        self.undo_action.setEnabled(last is not None)
        self.undo_action.setText(_("Undo: {act}").format(act=last.act) if last else _("Undo"))

    def _count_today(self, count: int) -> None:
        self.tabs["today"].setText(_("Today  {count}").format(count=count) if count else _("Today"))

    def _focus_search(self) -> None:
        self.search_edit.setFocus()
        self.search_edit.selectAll()

    def _open_hit(self, hit: Hit) -> None:
        words = hit.detail.split(" · ")[0] if hit.kind != "person" else hit.title.replace(",", " ")
        self.go(hit.kind, hit.id, words)

    def _show_job(self, job: Job) -> None:
        """Show a job while it lasts, with a way to stop it."""
        self.status_bar.insertWidget(1, JobLine(job, self))

    def set_busy(self, busy: bool) -> None:
        """Let nothing be changed for a while; what runs can still be stopped."""
        self.busy = busy
        self.central.setEnabled(not busy)
        self.menuBar().setEnabled(not busy)
        self.setAcceptDrops(not busy)

    def _set_free(self) -> None:
        self.set_busy(False)

    def _tell(self, sentence: str) -> None:
        self.told_label.setText(sentence)
        QTimer.singleShot(12_000, self.told_label, lambda: self.told_label.setText(""))

    def _on_list(self, act: Callable[[ListPage], object]) -> None:
        page = self.stack.currentWidget()
        if isinstance(page, ListPage):
            act(page)

    def _find_here(self) -> None:
        """In a list, or in the document that is reviewed."""
        page: Any = self.stack.currentWidget()
        if self.tab == "review":
            page.view.begin_find()
        else:
            self._on_list(lambda page: page.search_edit.setFocus())

    def _print(self) -> None:
        page: Any = self.stack.currentWidget()
        if isinstance(page, ListPage):
            page.print_list()
        elif self.tab == "review":
            page.view.print_document()
        else:
            self.desk.notices.tell(_("This tab has nothing to print; its papers are made by its buttons."))

    def _refresh(self) -> None:
        page: Any = self.stack.currentWidget()
        page.refresh()

    def _show_appointments(self) -> None:
        from cmsdesk.ui.appointments_page import show_appointments  # noqa: PLC0415 - rare, and it costs start-up time

        show_appointments(self, self.desk, self.go)

    def _show_schemes(self) -> None:
        from cmsdesk.ui.schemes_window import SchemesWindow  # noqa: PLC0415 - rare, and it costs start-up time

        window = next((found for found in self.findChildren(SchemesWindow)), None) or SchemesWindow(self.desk, self)
        window.show()
        window.raise_()
        window.activateWindow()

    def _change_settings(self) -> None:
        details, version = self.desk.do(ReadSettings())
        OfficeDialog(self.desk, details, version, self).open()
