"""The window of an assessor: from the passphrase to the list of packages, to one package and back. Nothing here needs a network."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QWidget

from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.key_files import KEY_SUFFIX, take_key
from cmsdesk.services.assessor.books import slip_of, slips, sweep
from cmsdesk.services.assessor.dossier_office import open_dossier
from cmsdesk.services.assessor.home import Home, Workplace
from cmsdesk.services.assessor.packages import open_file
from cmsdesk.services.assessor.returning import decline, handed_over
from cmsdesk.store.holding import Hold
from cmsdesk.ui.assessor.entrance import BeginPage, UnlockPage
from cmsdesk.ui.assessor.keys_dialog import EnrolDialog, KeysDialog
from cmsdesk.ui.assessor.menus import fill_menus
from cmsdesk.ui.assessor.package_page import PackagePage
from cmsdesk.ui.assessor.packages_page import PackagesPage
from cmsdesk.ui.assessor.passphrase_dialog import PassphraseDialog
from cmsdesk.ui.cards import PlainLabel
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.double_click.offering import switch
from cmsdesk.ui.job_line import JobLine
from cmsdesk.ui.jobs import Job, Report
from cmsdesk.ui.notices import Notices
from cmsdesk.ui.office_files import DOSSIER

_TOLD_FOR = 12_000  # milliseconds
_LOOK_EVERY = 60_000  # milliseconds


class AssessorWindow(QMainWindow):
    """Shows one page at a time; a package that is open is an encrypted office file, with a desk of its own."""

    start_wanted = Signal()
    language_wanted = Signal(str)
    theme_wanted = Signal(str)

    def __init__(self, home: Home, notices: Notices) -> None:
        super().__init__()
        self.home, self.notices = home, notices
        self.workplace: Workplace | None = None
        self.desk: Desk | None = None
        self._package = ""
        self._held: Hold | None = None
        self.page = QWidget()
        self._dropped = False  # somebody said that what cannot be kept may be lost
        self._pending: list[Path] = []
        self._worker = ThreadPoolExecutor(max_workers=1)
        self._jobs: set[Job] = set()
        notices.window_ = self
        self._looked_on = ""
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_EVERY)
        self._clock.timeout.connect(self.look_at_the_day)
        self._clock.start()
        self.setAcceptDrops(True)
        self.setWindowTitle(_("Reviewing – cmsdesk"))
        self.told_label = PlainLabel("", role="ok")
        self.statusBar().addPermanentWidget(self.told_label)
        self.statusBar().setSizeGripEnabled(False)
        notices.told.connect(self._tell)
        if (geometry := QSettings().value("assessor/geometry")) is not None:
            self.restoreGeometry(geometry)
        else:
            self.resize(1280, 860)
        home.sweep()
        self._show_entrance()

    def dress(self) -> None:
        """Build what is shown again, in another language or other colours; a package stays open."""
        self._keep()
        self._fill_menus()
        if self.desk and self.workplace:
            self._show_package_page(self.desk, self.workplace)
        elif self.workplace:
            self._show_list()
        else:
            self._show_entrance()

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Take in packages, and the key file of an office; before the passphrase was given they wait for that."""
        if self.workplace is None:
            self._pending.extend(path for path in paths if path not in self._pending)
            return
        keys = [path for path in paths if path.suffix.lower() == KEY_SUFFIX]
        packages = [path for path in paths if path not in keys]
        if packages:
            workplace = self.workplace
            self._once_kept(_("Open another package?"), lambda: self._open_packages(workplace, packages))
        if keys:
            self._enrol(keys[0])

    def leave(self) -> None:
        """Let go of the package that is open; what was typed is kept first."""
        self._keep()
        if self.desk:
            self.desk.close()
            self.desk.office.close()
            self.desk = None
        if self._held:
            self._held.close()
            self._held = None
        self._package = ""

    def _show_entrance(self) -> None:
        self._fill_menus()
        if self.home.has_keys:
            unlock = UnlockPage()
            unlock.unlock_wanted.connect(self._unlock)
            unlock.start_over_wanted.connect(self._ask_start_over)
            unlock.back_wanted.connect(self.start_wanted)
            self._show(unlock)
            unlock.passphrase.setFocus()
        else:
            begin = BeginPage()
            begin.begin_wanted.connect(self._begin)
            begin.back_wanted.connect(self.start_wanted)
            self._show(begin)
            begin.name.setFocus()

    def _begin(self, name: str, passphrase: str) -> None:
        self._enter(lambda _report: self.home.begin(name, passphrase), _("Making your keys"), first=True)

    def _unlock(self, passphrase: str) -> None:
        self._enter(lambda _report: self.home.unlock(passphrase), _("Opening"))

    def _enter(self, work: Callable[[Report], Workplace], title: str, *, first: bool = False) -> None:
        """Aside, as a passphrase takes a third of a second; what is wrong shows beside the fields."""
        self.page.setEnabled(False)
        job = self.job(title, work, refused=self._say_not_entered)
        job.succeeded.connect(self._entered)
        if first:
            job.succeeded.connect(lambda _workplace: self.show_keys())
        job.start()

    def _say_not_entered(self, sentence: str) -> None:
        page: Any = self.page
        page.setEnabled(True)
        page.say(sentence)
        line = page.passphrase
        line.setFocus()
        line.selectAll()

    def _entered(self, workplace: Workplace) -> None:
        self.workplace = workplace
        with self.notices.refusals_shown():
            self._show_list()
        if self._pending:
            waited, self._pending = self._pending, []
            self.open_paths(waited)

    def _ask_start_over(self) -> None:
        sentence = _(
            "Without the passphrase nothing here can be opened, by nobody. You can start over with new keys: every dossier on this "
            "computer is removed, and each office has to enrol your new key and send its dossiers again."
        )
        self.notices.ask(_("Start over?"), sentence, _("Remove everything"), self._start_over)

    def _start_over(self) -> None:
        self.home.start_over()
        self._show_entrance()

    def _show_list(self) -> None:
        assert self.workplace
        self.leave()
        for slip in sweep(self.workplace):
            self.notices.tell(_("The dossier of {number} was removed: its time has ended.").format(number=slip.number))
        page = PackagesPage(self.workplace)
        page.open_wanted.connect(self.ask_open)
        page.keys_wanted.connect(self.show_keys)
        page.package_wanted.connect(self.show_package)
        page.double_click_wanted.connect(lambda: switch(True, self.job, self.notices, page.offer.look))
        self._show(page)
        page.open_button.setFocus()
        self._fill_menus()

    def show_package(self, package: str) -> None:
        """Open one package of the list; nothing where the window was locked meanwhile."""
        if self.workplace is None:
            return
        self.leave()
        with self.notices.refusals_shown():
            slip = slip_of(self.workplace, package)
            self._held = self.workplace.take(package)
            self.desk = Desk(open_dossier(self.workplace, slip), self.notices, self)
            self._package, self._dropped = package, False
            self._show_package_page(self.desk, self.workplace)

    def _show_package_page(self, desk: Desk, workplace: Workplace) -> None:
        page = PackagePage(desk, workplace, self._package)
        page.back_wanted.connect(self.back)
        page.declined.connect(self._decline)
        page.handed_over.connect(self._hand_over)
        self._show(page)
        self._fill_menus()

    def _decline(self, reason: str, folder: Path) -> None:
        workplace, package = self._let_go()
        with self.notices.refusals_shown():
            made = decline(workplace, package, reason, folder)
            sentence = _("{file} was made; please send it to the office. The dossier was removed from this computer.")
            self.notices.warn(sentence.format(file=made.path.name))
        self._show_list()

    def _hand_over(self) -> None:
        workplace, package = self._let_go()
        with self.notices.refusals_shown():
            handed_over(workplace, package)
        self._show_list()

    def _let_go(self) -> tuple[Workplace, str]:
        """The package that is open, closed."""
        assert self.workplace
        package = self._package
        self.leave()
        return self.workplace, package

    def back(self) -> None:
        """Back to the list."""
        self._once_kept(_("Back to the list?"), self._show_list)

    def to_start(self) -> None:
        """To the start window; this one is closed."""
        self._once_kept(_("To the start window?"), self.start_wanted.emit)

    def _keep(self) -> bool:
        """Keep what was typed in the package that is open; False where that cannot be, as on a full disk."""
        return self.desk is None or not isinstance(self.page, PackagePage) or not self.page.unkept()

    def _once_kept(self, title: str, then: Callable[[], object]) -> None:
        """Go on when what was typed is kept, or somebody said that it may be lost."""
        if self._keep():
            then()
            return

        def drop() -> None:
            self._dropped = True
            then()

        self.notices.ask(title, _("What you typed in the review cannot be saved; closing drops it."), _("Drop it"), drop)

    def ask_open(self) -> None:
        """Choose a package, or the key file of an office."""
        dialog = QFileDialog(self, _("Open a package"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        kinds = _("Packages and key files (*{package} *{key})").format(package=DOSSIER, key=KEY_SUFFIX)
        dialog.setNameFilters([kinds, _("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.open_paths([Path(name)]))
        dialog.open()

    def _open_packages(self, workplace: Workplace, paths: Sequence[Path]) -> None:
        """One after the other; a single one is shown at once, several stand in the list."""
        self.leave()
        self._show_list()
        self.page.setEnabled(False)
        for path in paths:
            job = self.job(_("Opening {file}").format(file=path.name), partial(open_file, workplace, path))
            if len(paths) == 1:
                job.succeeded.connect(lambda slip: self.show_package(slip.package))
            else:
                job.succeeded.connect(lambda _slip: self._refresh_list())
            if path is paths[-1]:
                job.finished.connect(lambda: self.page.setEnabled(True))
            job.start()

    def show_keys(self) -> None:
        """One's own words and key file, and the offices that are trusted."""
        assert self.workplace
        dialog = KeysDialog(self.workplace, self.notices, self)
        dialog.enrol_wanted.connect(self.ask_open)
        dialog.finished.connect(self._refresh_list)
        dialog.open()

    def change_passphrase(self) -> None:
        """Put the keys under another passphrase."""
        dialog = PassphraseDialog(self.home, self.job, self)
        dialog.changed.connect(lambda: self.notices.tell(_("From now on the new passphrase opens your dossiers.")))
        dialog.open()

    def _enrol(self, path: Path) -> None:
        assert self.workplace
        with self.notices.refusals_shown():
            dialog = EnrolDialog(self.workplace, take_key(path), self.notices, self)
            dialog.enrolled.connect(self._refresh_list)
            dialog.open()

    def _refresh_list(self) -> None:
        for keys in self.findChildren(KeysDialog):
            keys.refresh()
        if isinstance(self.page, PackagesPage):
            self.page.refresh()

    def look_at_the_day(self) -> None:
        """Let go of what expired while the window stayed open, and of what is to be removed by now."""
        workplace = self.workplace
        if workplace is None or self._jobs or workplace.today.isoformat() == self._looked_on:
            return
        self._looked_on = workplace.today.isoformat()
        if self.desk is None:
            overdue = sweep(workplace)
        else:
            overdue = [
                slip for slip in slips(workplace).values() if slip.package == self._package and slip.is_over(workplace.today)
            ]
        if overdue:
            self._show_list()

    def lock(self) -> None:
        """Put everything away until the passphrase is given again."""
        self._once_kept(_("Lock the window?"), self._lock)

    def _lock(self) -> None:
        self.leave()
        self.workplace = None
        self._show_entrance()

    def job(self, title: str, work: Callable[[Report], Any], refused: Callable[[str], object] | None = None) -> Job:
        """A piece of work in the background; its progress shows in the status bar."""
        job = Job(title, work, self._worker, self)
        job.refused.connect(refused or self.notices.refuse)
        job.crashed.connect(self.notices.crash)
        job.started.connect(lambda: self._begun(job))
        job.finished.connect(lambda: self._jobs.discard(job))
        return job

    def _begun(self, job: Job) -> None:
        self._jobs.add(job)
        self.statusBar().insertWidget(0, JobLine(job, self))

    def _tell(self, sentence: str) -> None:
        self.told_label.setText(sentence)
        QTimer.singleShot(_TOLD_FOR, self.told_label, lambda: self.told_label.setText(""))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A package or a key file may be dropped anywhere."""
        if any(_is_ours(url.toLocalFile()) for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open all that are ours."""
        self.open_paths([Path(url.toLocalFile()) for url in event.mimeData().urls() if _is_ours(url.toLocalFile())])

    def closeEvent(self, event: QCloseEvent) -> None:
        """What was typed is kept, or asked about; what runs is stopped and leaves nothing."""
        QSettings().setValue("assessor/geometry", self.saveGeometry())
        if not self._dropped and not self._keep():
            event.ignore()
            self._once_kept(_("Close the window?"), self.close)
            return
        for job in self._jobs:
            job.cancel()
        self._worker.shutdown()
        self.leave()
        event.accept()

    def _show(self, page: QWidget) -> None:
        self.page = page
        self.setCentralWidget(page)

    def _fill_menus(self) -> None:
        fill_menus(self)


def _is_ours(name: str) -> bool:
    return Path(name).suffix.lower() in {DOSSIER, KEY_SUFFIX}
