"""More time for an assessor: the office accepts what comes back until a later day."""

from PySide6.QtWidgets import QFormLayout, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.services.packages import ExtendPackage
from cmsdesk.services.sent_packages import PackageRow
from cmsdesk.ui.cards import PlainLabel
from cmsdesk.ui.date_edit import DateEdit
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.packages.plain_dialog import PlainDialog


class ExtendDialog(PlainDialog):
    """Asks for the new last day."""

    def __init__(self, desk: Desk, found: PackageRow, parent: QWidget | None = None) -> None:
        super().__init__(_("More time"), _("Give more time"), "clock", parent)
        self._desk, self._found = desk, found
        self.say(
            _("{name} may send the review back until {date} now.").format(name=found.name, date=show_date(found.expires_on)),
            role="text",
        )
        self.say(
            _(
                "The office accepts it longer at once. The assessor's own program removes the dossier, with all that was done in it, "
                "after the day that stands in the package. Please make the package again and send it before that day."
            )
        )
        self.until = DateEdit()
        self.until.today = desk.today
        self.until.set_date(found.usual_until)
        fields = QFormLayout()
        fields.addRow(PlainLabel(_("Back on")), self.until)
        self.body.addLayout(fields)

    def save(self) -> None:
        """Give the time."""
        until = self.until.date()
        if until is None:
            raise RuleBroken(_("Please fill in until when the packages may come back."))
        self._desk.do(ExtendPackage(self._found.package_id or 0, until))
        self.accept()
