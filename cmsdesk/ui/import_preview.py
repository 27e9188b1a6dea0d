"""What an import would do, line by line: filters, the list, and beside it the line with the entry it repeats."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QSplitter, QTableView, QVBoxLayout, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.names import sorted_name
from cmsdesk.domain.words import _
from cmsdesk.exchange.certificates import PlannedCertificate
from cmsdesk.exchange.columns import MEMBER_FIELDS
from cmsdesk.exchange.members import Draft, PlannedRow, Problem
from cmsdesk.services.lists import Asked
from cmsdesk.services.member_import import ImportPlan
from cmsdesk.services.people import ListPeople, ReadPerson
from cmsdesk.ui.cards import Button, PlainLabel, clear, column, row, scrolled
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.row_tables import show_rows
from cmsdesk.ui.tables import ROW_ROLE, Chip, Column, PagedModel, Rows

_OUTCOMES: dict[str, tuple[str, str]] = {
    "imported": ("check", "ok"),
    "warning": ("triangle-alert", "warn"),
    "duplicate": ("users", "info"),
    "refused": ("x", "stop"),
    "completed": ("pencil", "ok"),
    "unchanged": ("circle", "idle"),
}
_LONG = 16  # letters after which a word may be broken


@dataclass(frozen=True)
class Line:
    """One line of the preview: a person, or a certificate where `draft` is missing."""

    row: int
    number: str
    name: str
    outcome: str
    problems: tuple[Problem, ...]
    draft: Draft | None = None
    same_as: str | None = None

    @property
    def kind(self) -> str:
        """What the filters go by."""
        return self.outcome if self.draft else f"certificate {self.outcome}"


def outcome_label(kind: str) -> str:
    """What will happen with a line, in the reader's words."""
    return {
        "imported": _("imported"),
        "warning": _("imported, with a warning"),
        "refused": _("refused"),
        "duplicate": _("likely the same person"),
        "unchanged": _("already there"),
        "completed": _("completed"),
        "certificate imported": _("certificates imported"),
        "certificate refused": _("certificates refused"),
        "certificate unchanged": _("certificates already there"),
    }[kind]


class ImportPreview(QWidget):
    """Shows a plan; `apart` holds the rows of likely duplicates that the user keeps as people of their own."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.apart: set[int] = set()
        self._lines: list[Line] = []
        self._drafts: dict[str, Draft] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self.chips = row(8)
        self.certificate_chips = row(8)
        layout.addLayout(self.chips)
        layout.addLayout(self.certificate_chips)
        self.model: PagedModel[Line] = PagedModel(
            [
                Column("row", _("ROW"), lambda line: str(line.row), 56),
                Column("number", _("NUMBER"), lambda line: line.number, 100),
                Column("name", _("NAME"), lambda line: line.name, 175),
                Column("outcome", _("WHAT HAPPENS"), lambda line: outcome_label(line.outcome), 230, chip=_chip),
                Column("problems", _("WHY"), lambda line: "  ".join(f"{p.cell}: {p.text}" for p in line.problems)),
            ],
            self,
        )
        self.table = QTableView()
        self._set_up_table()
        self.side = QFrame()
        self.side.setProperty("card", True)
        self.side.setLayout(column(0, 12))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(12)
        splitter.addWidget(self.table)
        splitter.addWidget(self.side)
        splitter.setSizes([760, 380])
        layout.addWidget(splitter, 1)

    def _set_up_table(self) -> None:
        self.table.setAccessibleName(_("Preview of the import"))
        show_rows(self.table, self.model)
        self.table.setWordWrap(False)
        self.table.selectionModel().currentRowChanged.connect(self._show_line)

    def show_plan(self, plan: ImportPlan) -> None:
        """Show a plan from its first line on, whatever was filtered before."""
        self.apart.clear()
        members = plan.members.rows
        self._drafts = {found.number: found.draft for found in reversed(members) if found.outcome != "refused"}
        self._lines = [_person(found) for found in members] + [_certificate(found) for found in plan.certificates]
        counts: dict[str, int] = {}
        for line in self._lines:
            counts[line.kind] = counts.get(line.kind, 0) + 1
        for chips, certificates in ((self.chips, False), (self.certificate_chips, True)):
            clear(chips)
            for kind in sorted(counts, key=_order):
                if ("certificate" in kind) == certificates:
                    chips.addWidget(self._chip(kind, counts[kind]))
            chips.addStretch()
        self._show_lines(self._lines)

    def _chip(self, kind: str, count: int) -> Button:
        chip = Button(f"{outcome_label(kind)} {count}")
        chip.setCheckable(True)
        chip.setAutoDefault(False)
        chip.setProperty("chip", True)
        chip.clicked.connect(lambda on: self._filter(kind if on else "", chip))
        return chip

    def _filter(self, kind: str, chosen: Button) -> None:
        for chip in self.findChildren(Button):
            if chip is not chosen:
                chip.setChecked(False)
        self._show_lines([line for line in self._lines if kind in {"", line.kind}])

    def _show_lines(self, lines: Sequence[Line]) -> None:
        self.model.set_source(Rows(lines))
        if lines:
            self.table.selectRow(0)
        self._show_line()

    def _show_line(self) -> None:
        layout = self.side.layout()
        assert layout is not None
        clear(layout)
        line: Line | None = self.table.currentIndex().data(ROW_ROLE)
        if line is None:
            return
        page = QWidget()
        inner = column(10)
        page.setLayout(inner)
        inner.addWidget(PlainLabel(_breakable(line.name) or _("without a name"), size=15, strong=True, wrap=True))
        for problem in line.problems:
            tone = {"refused": "stop", "duplicate": "info"}.get(line.outcome, "warn")
            inner.addWidget(PlainLabel(_breakable(f"{problem.cell}: {problem.text}"), role=tone, wrap=True))
        if line.outcome == "duplicate":
            keep = QCheckBox(_("Two different people: import both"))
            keep.setChecked(line.row in self.apart)
            keep.toggled.connect(lambda on, r=line.row: self.apart.add(r) if on else self.apart.discard(r))
            inner.addWidget(keep)
        if line.draft:
            inner.addWidget(_side_by_side(line.draft, self._other(line)))
        inner.addStretch()
        layout.addWidget(scrolled(page))

    def _other(self, line: Line) -> Draft | None:
        """The entry a likely duplicate repeats: an earlier row, or a person of the office."""
        if line.same_as is None or line.same_as in self._drafts:
            return self._drafts.get(line.same_as or "")
        for person in self.desk.do(ListPeople(Asked(line.same_as), 0, 20)):
            if person.number == line.same_as:
                details = self.desk.do(ReadPerson(person.id)).details
                return Draft(**{name: getattr(details, name) for name in Draft.__dataclass_fields__ if name != "member_since"})
        return None


def _person(found: PlannedRow) -> Line:
    draft = found.draft
    name = sorted_name(draft.given_name or draft.initials, draft.prefix, draft.surname) if draft.surname else draft.given_name
    return Line(found.row, found.number, name, found.outcome, found.problems, draft, found.same_as)


def _certificate(found: PlannedCertificate) -> Line:
    words = _("{title}, member {number}").format(title=found.title, number=found.number)
    return Line(found.row, found.certificate, words, found.outcome, found.problems)


def _order(kind: str) -> tuple[bool, int]:
    certificate, _space, outcome = kind.rpartition(" ")
    return bool(certificate), list(_OUTCOMES).index(outcome)


def _chip(line: Line) -> Chip:
    return Chip(outcome_label(line.outcome), *_OUTCOMES[line.outcome])


def _side_by_side(draft: Draft, other: Draft | None) -> QWidget:
    """What the row says, and beside it the entry it repeats; what differs stands out."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    if other:
        for place, title in enumerate((_("This row"), _("Already there")), start=1):
            grid.addWidget(PlainLabel(title, size=12, strong=True, role="muted"), 0, place)
    sides = [found for found in (draft, other) if found]
    for line, name in enumerate(Draft.__dataclass_fields__, start=1):
        values = [_shown(getattr(found, name)) for found in sides]
        if not any(values):
            continue
        grid.addWidget(PlainLabel(_(MEMBER_FIELDS[name][0]), role="muted", wrap=True), line, 0, Qt.AlignmentFlag.AlignTop)
        differ = len(set(values)) > 1
        for place, value in enumerate(values, start=1):
            shown = PlainLabel(_breakable(value) or "–", wrap=True, strong=differ, role="warn" if differ else "text")
            grid.addWidget(shown, line, place, Qt.AlignmentFlag.AlignTop)
    grid.setColumnMinimumWidth(0, 100)
    for place in range(1, len(sides) + 1):
        grid.setColumnStretch(place, 1)
    return holder


def _shown(value: object) -> str:
    return show_date(value) if hasattr(value, "isoformat") else str(value or "")  # type: ignore[arg-type]


def _breakable(text: str) -> str:
    """The text with places where a line may end: an address or a very long name has none of its own."""
    return re.sub(rf"([@._/-]|\S{{{_LONG}}})(?=\S)", "\\1\u200b", text)
