"""The dialogs of the personal plan: an action for what is open, and that it was done."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QListWidget, QListWidgetItem, QWidget

from cmsdesk.domain.words import _
from cmsdesk.services.people_on_file import PeopleOnFile
from cmsdesk.services.plans import AddPlanLine, ChangePlanLine, FinishPlanLine, PersonalPlan, PlanRow
from cmsdesk.services.records import ReadApplication
from cmsdesk.ui.date_edit import DateEdit
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog
from cmsdesk.ui.judging.seats import narrow

_KEY = Qt.ItemDataRole.UserRole


class PlanLineDialog(FormDialog):
    """What an action makes good, what is done, by whom and by when; what nothing is planned for yet is ticked."""

    form = "plan_line_dialog"

    covers: QListWidget
    action: QComboBox
    by_whom: QComboBox
    by_when: DateEdit

    def __init__(
        self,
        desk: Desk,
        application_id: int,
        plan: PersonalPlan,
        *,
        line: PlanRow | None = None,
        wanted: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, parent)
        self._application_id, self._line = application_id, line
        ticked = set(line.covers) if line else {item.key for item in plan.open if not item.planned and wanted in {"", item.key}}
        offered = {item.key: item.title for item in plan.open} | (
            dict(zip(line.covers, line.titles, strict=True)) if line else {}
        )
        for key, title in offered.items():
            item = QListWidgetItem(title)
            item.setData(_KEY, key)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if key in ticked else Qt.CheckState.Unchecked)
            self.covers.addItem(item)
        for chooser in (self.action, self.by_whom):
            narrow(chooser)
        self.action.addItems(["", *plan.suggestions])
        self.by_whom.addItems(["", *_people(desk, application_id)])
        if line:
            self.setWindowTitle(_("Change a planned action"))
            self.ok_button.setText(_("Keep"))
            self.action.setCurrentText(line.action)
            self.by_whom.setCurrentText(line.by_whom)
            self.by_when.set_date(line.by_when)
        self.action.setFocus()

    def ticked(self) -> tuple[str, ...]:
        """What the action makes good."""
        items = [self.covers.item(place) for place in range(self.covers.count())]
        return tuple(str(item.data(_KEY)) for item in items if item.checkState() is Qt.CheckState.Checked)

    def save(self) -> None:
        """Plan it, or change it."""
        said = self.ticked(), self.action.currentText(), self.by_whom.currentText(), self.by_when.date()
        if self._line:
            self.desk.do(ChangePlanLine(self._line.id, self._line.version, *said))
        else:
            self.desk.do(AddPlanLine(self._application_id, *said))


class PlanDoneDialog(FormDialog):
    """On which day a planned action was done; from then on it stays as it is."""

    form = "plan_done_dialog"

    about: QLabel
    done_on: DateEdit

    def __init__(self, desk: Desk, line: PlanRow, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._line_id = line.id
        self.about.setText(f"{line.action}\n{', '.join(line.titles)}")
        self.done_on.set_date(desk.today)

    def save(self) -> None:
        """Record it."""
        self.desk.do(FinishPlanLine(self._line_id, self.done_on.date() or self.desk.today))


def _people(desk: Desk, application_id: int) -> list[str]:
    """Who may well do it: the candidate first, then everybody on the file; any other name can be typed."""
    file = desk.do(PeopleOnFile(application_id))
    there = [person.name for place in file.places for person in place.people] + [person.name for person in file.beside]
    return list(dict.fromkeys([desk.do(ReadApplication(application_id)).person, *there]))
