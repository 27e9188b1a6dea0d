"""Working for an assessor or decider at the office's own machine, and the way back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.names import fold
from cmsdesk.domain.words import _
from cmsdesk.services.work_as import ActorChoice, WhoToWorkAs
from cmsdesk.ui.cards import PlainLabel, button, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog
from cmsdesk.ui.theme import colours

_PLACE = Qt.ItemDataRole.UserRole


class WorkAsDialog(FormDialog):
    """Everybody one may work as: the bureau, and whoever was appointed to judge or decide."""

    form = "work_as_dialog"

    words: QLineEdit
    people: QListWidget

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._choices = desk.do(WhoToWorkAs(desk.office.bureau))
        self.people.setMinimumHeight(220)
        self.words.setAccessibleName(_("Search"))
        self.people.setAccessibleName(_("People"))
        self.words.textChanged.connect(self._find)
        self.people.itemActivated.connect(lambda _item: self.ok_button.click())
        self._find("")
        self.words.setFocus()

    def save(self) -> None:
        """From now on that person is at work."""
        item = self.people.currentItem()
        if item is None:
            raise RuleBroken(_("Please choose a person."))
        self.desk.work_as(self._choices[item.data(_PLACE)].actor)

    def _find(self, words: str) -> None:
        self.people.clear()
        for place, choice in enumerate(self._choices):
            if all(word in fold(choice.name) for word in fold(words).split()):
                item = QListWidgetItem(_shown(choice))
                item.setData(_PLACE, place)
                self.people.addItem(item)
        self.people.setCurrentRow(0)


class WorkAsMarker(QFrame):
    """Stands in the status bar, in colour, as long as one works for somebody else."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setObjectName("work_as_marker")
        strong, soft = colours().tone("warn")
        self.setStyleSheet(f"#work_as_marker {{ background: {soft}; border: 1px solid {strong}; border-radius: 6px; }}")
        line = row(10)
        line.setContentsMargins(10, 1, 2, 1)
        self.setLayout(line)
        self.words = PlainLabel("", strong=True, role="warn")
        line.addWidget(self.words)
        self.back_button = button(_("Back to the bureau"), lambda: desk.work_as(desk.office.bureau), symbol="undo-2")
        line.addWidget(self.back_button)
        desk.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self, _tables: frozenset[str] = frozenset()) -> None:
        actor = self._desk.office.actor
        self.words.setText(_("{name}, at work as: {role}").format(name=actor.name, role=actor.role.label))
        self.setVisible(actor is not self._desk.office.bureau)


def _shown(choice: ActorChoice) -> str:
    return "  ·  ".join(part for part in (choice.name, choice.actor.role.label, choice.detail) if part)
