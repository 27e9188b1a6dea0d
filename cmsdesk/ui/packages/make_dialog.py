"""Making packages: for whom, where to, until when they may come back, and with a draft of the message."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFormLayout, QLineEdit, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.packages import check_term
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.keys import KeyPair
from cmsdesk.services.package_mail import SavePackageMail
from cmsdesk.services.packages import make_package
from cmsdesk.services.sent_packages import PackageRow, PackagesOf
from cmsdesk.ui.cards import PlainLabel, button, column, row
from cmsdesk.ui.date_edit import DateEdit
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.jobs import Report
from cmsdesk.ui.packages.office_keys import with_keys
from cmsdesk.ui.packages.plain_dialog import PlainDialog
from cmsdesk.ui.packages.result_dialog import ResultDialog, ResultLine

_FOLDER = "packages/folder"


class MakeDialog(PlainDialog):
    """One line for each who judges by themselves; who cannot get a package now says why."""

    def __init__(self, desk: Desk, application_id: int, number: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Make packages"), _("Make packages"), "lock", parent)
        self._desk, self._number = desk, number
        self._rows = list(desk.do(PackagesOf(application_id)))
        self.body.addWidget(PlainLabel(_("Dossier {number} for").format(number=number), size=17, strong=True))
        self.boxes: list[QCheckBox] = []
        for one in self._rows:
            self._offer(one)
        free = [one for one in self._rows if not one.why_not]
        if not self._rows:
            self.say(_("Nobody is assigned who judges by themselves. Please assign the assessors first."))
        fields = QFormLayout()
        fields.setHorizontalSpacing(16)
        self.until = DateEdit()
        self.until.today = desk.today
        self.until.set_date(max((one.usual_until for one in free), default=desk.today))
        fields.addRow(PlainLabel(_("Back on")), self.until)
        self.folder = QLineEdit(str(QSettings().value(_FOLDER, "") or _documents()))
        self.folder.setAccessibleName(_("Folder"))
        place = row(8)
        place.addWidget(self.folder, 1)
        place.addWidget(button(_("Choose…"), self._choose, symbol="folder-open"))
        fields.addRow(PlainLabel(_("Folder")), place)
        self.mail = QCheckBox(_("Save a mail draft beside each package"))
        self.mail.setChecked(any(one.email for one in free))
        fields.addRow(PlainLabel(""), self.mail)
        self.body.addLayout(fields)
        self.say(
            _(
                "A package holds this dossier only and opens with the key of its assessor alone. Its name says nothing. Nothing is "
                "sent from here: mail it, or hand it over."
            )
        )
        self.ok_button.setEnabled(bool(free))

    def save(self) -> None:
        """Make them in the background, once the keys of the office are open."""
        chosen = [one for one, box in zip(self._rows, self.boxes, strict=True) if box.isChecked()]
        until = self.until.date()
        if not chosen:
            raise RuleBroken(_("Please choose for whom."))
        if until is None:
            raise RuleBroken(_("Please fill in until when the packages may come back."))
        check_term(until, self._desk.today)
        folder = Path(self.folder.text())
        if not folder.is_dir():
            raise RuleBroken(_("The folder {path} does not exist.").format(path=folder))
        QSettings().setValue(_FOLDER, str(folder))
        desk, mail, window = self._desk, self.mail.isChecked(), self.parentWidget() or self

        def start(keys: KeyPair) -> None:
            job = desk.job(
                _("Making packages"),
                lambda report: [
                    _made(desk, one, folder, keys, until=until, mail=mail, report=_share(report, place, len(chosen)))
                    for place, one in enumerate(chosen)
                ],
            )
            job.succeeded.connect(lambda lines: ResultDialog(_("Packages"), lines, window).open())
            job.start()

        with_keys(desk, window, start)
        self.accept()

    def _offer(self, one: PackageRow) -> None:
        block = column(0)
        box = QCheckBox(f"{one.name}  ·  {one.step}")
        box.setEnabled(not one.why_not)
        box.setChecked(not one.why_not and one.package_id is None)
        self.boxes.append(box)
        block.addWidget(box)
        told = one.why_not
        if not told and one.sent_on:
            told = _("Sent on {date}; a new package takes its place.").format(date=show_date(one.sent_on))
        if told:
            label = PlainLabel(told, size=12, role="muted", wrap=True)
            label.setContentsMargins(28, 0, 0, 0)
            block.addWidget(label)
        self.body.addLayout(block)

    def _choose(self) -> None:
        dialog = QFileDialog(self, _("Folder for the packages"), self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()


def _made(desk: Desk, one: PackageRow, folder: Path, keys: KeyPair, *, until: date, mail: bool, report: Report) -> ResultLine:
    """One package; when it is refused the others are made all the same."""
    try:
        made = make_package(desk.office, one.assignment_id, folder, keys, expires_on=until, report=report)
    except RuleBroken as error:
        return ResultLine(one.name, str(error), done=False)
    said = _("{file}, to be back on {date}.").format(file=made.path.name, date=show_date(made.expires_on))
    if mail:
        try:
            draft = desk.office.do(SavePackageMail(made.package_id, made.path))
        except RuleBroken as error:
            return ResultLine(one.name, f"{said} {error}", done=True)
        said = _("{said} The mail draft is {draft}.").format(said=said, draft=draft.name)
    return ResultLine(one.name, said, done=True)


def _share(report: Report, place: int, count: int) -> Report:
    """The progress of one package as a part of all."""
    return lambda done, total: report(place * 100 + (done * 100 // total if total else 100), count * 100)


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or str(Path.home())
