"""Erasing a person at a written request: what goes, what stays, and two things to say before it happens."""

from functools import partial

from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from cmsdesk.domain.erasing import check_request
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.services.erasing import Done, ErasePerson, WhyNotErase, erase_person
from cmsdesk.services.people import ReadPerson
from cmsdesk.ui.date_edit import DateEdit
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog
from cmsdesk.ui.notices import Notices


class EraseDialog(FormDialog):
    """Refuses to open where the person cannot be erased; the work itself is a job."""

    form = "erase_dialog"

    what: QLabel
    requested_on: DateEdit
    understood: QCheckBox

    def __init__(self, desk: Desk, person_id: int, parent: QWidget | None = None) -> None:
        if reason := desk.do(WhyNotErase(person_id)):
            raise RuleBroken(reason)
        super().__init__(desk, parent)
        self._person_id = person_id
        name = desk.do(ReadPerson(person_id)).full_name
        goes = _("Everything the office knows of {name} is destroyed: names, addresses, notes, documents and papers.").format(
            name=name
        )
        stays = _("What stays says that somebody applied and held a title, so that the numbers of past years do not change.")
        backups = _(
            "Backups that were made before today still hold it, and so do office files that were kept when one was put back; "
            "remove them when they are no longer needed. When such a backup is put back, this person is erased again at once; "
            "where that cannot be done, you are told why."
        )
        self.what.setText(f"{goes}\n\n{stays}\n\n{backups}")
        layout = self.layout()
        assert layout
        inner = self.minimumSize().shrunkBy(layout.contentsMargins())
        self.what.setMinimumHeight(self.what.heightForWidth(inner.width()))  # by itself a dialog gives it too little room
        self.ok_button.setEnabled(False)
        self.understood.toggled.connect(self.ok_button.setEnabled)

    def save(self) -> None:
        """Start the job; what was asked for is checked first."""
        desk, person = self.desk, self._person_id
        requested_on = check_request(self.requested_on.date(), desk.today)
        job = desk.job(_("Erasing"), lambda report: erase_person(desk.office, ErasePerson(person, requested_on, report)))
        job.succeeded.connect(partial(_tell, desk.notices))
        job.start()


def _tell(notices: Notices, done: Done) -> None:
    notices.tell(_("Erased; {number} stands for this person now.").format(number=done.number))
    if done.warning:
        notices.warn(done.warning)
