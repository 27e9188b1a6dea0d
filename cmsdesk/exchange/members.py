"""What will happen to each row of a member list, and why: nothing is changed yet."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from itertools import count
from typing import Literal

from email_validator import EmailNotValidError, validate_email
from rapidfuzz.distance import JaroWinkler

from cmsdesk.domain.dates import read_date
from cmsdesk.domain.names import fold, is_prefix, split_surname, tidy
from cmsdesk.domain.people import LONGEST_NAME, MOST_DIGITS, member_number
from cmsdesk.domain.words import _, ngettext
from cmsdesk.exchange.columns import Recognised
from cmsdesk.exchange.workbooks import Cell

Outcome = Literal["imported", "warning", "refused", "duplicate", "unchanged", "completed"]

_ALIKE = 0.9
_BSN_DIGITS = 9
_BSN_SHARE = 0.8
_LONGEST_FIELD = 500
_REPORT_EVERY = 250
_TEXTS = ("initials", "given_name", "function", "employer", "phone", "street", "postcode", "city", "note")


@dataclass(frozen=True)
class Draft:
    """A person as the list says, read and tidied."""

    number: str = ""
    initials: str = ""
    given_name: str = ""
    prefix: str = ""
    surname: str = ""
    email: str = ""
    phone: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    employer: str = ""
    function: str = ""
    birth_date: date | None = None
    note: str = ""
    member_since: date | None = None


@dataclass(frozen=True)
class Known:
    """A person the office already has."""

    id: int
    draft: Draft
    merged: bool = False


@dataclass(frozen=True)
class Problem:
    """Something about one cell."""

    cell: str
    text: str


@dataclass(frozen=True)
class PlannedRow:
    """What will happen to one row; `same_as` is the number of the person it repeats."""

    row: int
    number: str
    outcome: Outcome
    draft: Draft
    problems: tuple[Problem, ...] = ()
    same_as: str | None = None
    known_id: int | None = None
    fills: tuple[str, ...] = ()


@dataclass(frozen=True)
class MemberPlan:
    """The whole list, row by row, with remarks about the list as such."""

    rows: tuple[PlannedRow, ...]
    remarks: tuple[str, ...] = ()

    def counts(self) -> dict[Outcome, int]:
        """How many rows have which outcome."""
        found: dict[Outcome, int] = {}
        for row in self.rows:
            found[row.outcome] = found.get(row.outcome, 0) + 1
        return found


@dataclass
class _Row:
    """One row while it is being read."""

    listed: Recognised
    number: int
    cells: Sequence[Cell]
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused: bool = False

    def get(self, name: str) -> Cell:
        return self.listed.cell(self.cells, name)

    def text(self, name: str) -> str:
        value = self.get(name)
        return "" if value is None else tidy(str(value))

    def warn(self, name: str, sentence: str) -> None:
        self.problems.append(Problem(self.listed.place(self.number, name), sentence))

    def refuse(self, name: str, sentence: str) -> None:
        self.refused = True
        self.warn(name, sentence)


def plan_members(
    listed: Recognised,
    known: Iterable[Known],
    today: date,
    *,
    highest: int = 0,
    report: Callable[[int, int], None] | None = None,
) -> MemberPlan:
    """Decide for each row of the list what should happen with it; `report` hears rows done and rows in all.

    A row without a number gets the next one above the `highest` that was ever used, and above those of the list.
    """
    by_number = {person.draft.number: person for person in known}
    index = _Index(person.draft for person in by_number.values() if not person.merged)
    taken: dict[str, tuple[int, Draft]] = {}
    rows = []
    bsn = _bsn_columns(listed)
    listed = replace(listed, columns={column: name for column, name in listed.columns.items() if column not in bsn})
    free = count(max([highest, *_numbers(listed)]) + 1)
    unnumbered = 0
    lines = listed.rows
    for done, (number, cells) in enumerate(lines):
        if report and done % _REPORT_EVERY == 0:
            report(done, len(lines))
        row = _Row(listed, number, cells)
        draft = _read(row, today)
        if not draft.number:
            same = index.find(draft) or index.same_in_all(draft)
            is_known = same is not None and same.number in by_number
            draft = replace(draft, number=same.number if same and is_known else str(next(free)))
            unnumbered += not is_known
        planned = _place(row, draft, by_number, taken, index)
        rows.append(planned)
        if planned.outcome in {"imported", "warning"}:
            taken[draft.number] = (number, draft)
            index.add(draft)
    remarks = [_("The column with citizen service numbers is never read or kept.")] if bsn else []
    if unnumbered:
        remarks.append(
            ngettext(
                "{count} row has no number; it gets the next free one.",
                "{count} rows have no number; they get the next free ones.",
                unnumbered,
            ).format(count=unnumbered)
        )
    return MemberPlan(tuple(rows), tuple(remarks))


def _numbers(listed: Recognised) -> Iterator[int]:
    """The numbers in the list that may be counted on from."""
    for row, cells in listed.rows:
        number = member_number(_Row(listed, row, cells).text("number"))
        if number.isdecimal() and len(number) <= MOST_DIGITS:
            yield int(number)


def _place(
    row: _Row, draft: Draft, by_number: dict[str, Known], taken: dict[str, tuple[int, Draft]], index: "_Index"
) -> PlannedRow:
    """The outcome of a row, given everybody who is known or came before it."""
    there = by_number.get(draft.number)
    if there and not row.refused and (there.merged or _same_name(there.draft, draft)):
        fills = (
            ()
            if there.merged
            else tuple(name for name, value in asdict(draft).items() if value and not getattr(there.draft, name))
        )
        outcome: Outcome = "completed" if fills else "unchanged"
        return PlannedRow(row.number, draft.number, outcome, draft, tuple(row.problems), known_id=there.id, fills=fills)
    if there and not row.refused:
        row.refuse("number", _("Number {number} already belongs to somebody else in the office.").format(number=draft.number))
    elif draft.number in taken and not row.refused:
        first, other = taken[draft.number]
        if _same_person(other, draft):
            return _repeated(row, draft, other)
        row.refuse(
            "number", _("Number {number} is also used in row {row}, by somebody else.").format(number=draft.number, row=first)
        )
    if row.refused:
        return PlannedRow(row.number, draft.number, "refused", draft, tuple(row.problems))
    if same := index.find(draft):
        return _repeated(row, draft, same)
    return PlannedRow(row.number, draft.number, "warning" if row.problems else "imported", draft, tuple(row.problems))


def _repeated(row: _Row, draft: Draft, same: Draft) -> PlannedRow:
    sentence = _("Probably the same person as {number}.").format(number=same.number)
    problems = (*row.problems, Problem(row.listed.place(row.number, "surname"), sentence))
    return PlannedRow(row.number, draft.number, "duplicate", draft, problems, same_as=same.number)


class _Index:
    """Everybody met so far, by what two entries of one person have in common."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._by: dict[str, list[Draft]] = {}
        for draft in drafts:
            self.add(draft)

    def add(self, draft: Draft) -> None:
        for key in (*_keys(draft), _name_of(draft)):
            self._by.setdefault(key, []).append(draft)

    def same_in_all(self, draft: Draft) -> Draft | None:
        """An entry that says the same in every field that is filled, for rows that tell too little to find anybody by."""
        said = {name: value for name, value in asdict(draft).items() if value}
        found = self._by.get(_name_of(draft), ())
        return next((other for other in found if said.items() <= asdict(other).items()), None)

    def find(self, draft: Draft) -> Draft | None:
        for key in _keys(draft):
            for other in self._by.get(key, ()):
                if _same_person(other, draft):
                    return other
        return None


def _keys(draft: Draft) -> list[str]:
    keys = [f"mail {draft.email.lower()}"] if draft.email else []
    if draft.birth_date:
        keys.append(f"born {draft.birth_date} {fold(draft.surname)}")
    if draft.postcode:
        keys.append(f"lives {draft.postcode.replace(' ', '').lower()} {fold(draft.surname)}")
    return keys


def _name_of(draft: Draft) -> str:
    return f"named {fold(draft.surname)}"


def _same_name(one: Draft, other: Draft) -> bool:
    return JaroWinkler.similarity(fold(one.surname), fold(other.surname)) >= _ALIKE


def _same_person(one: Draft, other: Draft) -> bool:
    """Two entries agree on the name and on at least one thing that two people seldom share."""
    if not _same_name(one, other):
        return False
    first, second = fold(one.given_name or one.initials), fold(other.given_name or other.initials)
    if first and second and first[0] != second[0] and one.email.lower() != other.email.lower():
        return False
    mail = bool(one.email) and one.email.lower() == other.email.lower()
    born = one.birth_date is not None and one.birth_date == other.birth_date
    lives = bool(one.postcode) and one.postcode.replace(" ", "").lower() == other.postcode.replace(" ", "").lower()
    return mail or born or lives or (bool(one.number) and one.number == other.number)


def _read(row: _Row, today: date) -> Draft:
    """The person a row describes; what cannot be used is said and, where it may matter, kept in the note."""
    texts = {name: _text(row, name) for name in _TEXTS}
    prefix, surname, given = _name(row)
    note = " ".join(part for part in (texts.pop("note"), "") if part)
    draft = Draft(
        **(texts | {"given_name": given or texts["given_name"]}),
        number=member_number(row.text("number")),
        prefix=prefix,
        surname=surname,
        email=_email(row),
        birth_date=_birth_date(row, today),
        member_since=_date(row, "member_since"),
    )
    return replace(draft, note=" ".join(part for part in (note, *row.notes) if part))


def _name(row: _Row) -> tuple[str, str, str]:
    """Prefix, surname and given name, whichever way they were typed."""
    field_name = "surname" if row.get("surname") is not None or "surname" in row.listed.columns.values() else "full_name"
    typed = _text(row, field_name)
    given = ""
    if field_name == "full_name" and "," not in typed and " " in typed:
        given, _space, typed = typed.partition(" ")
    prefix, surname = split_surname(typed)
    column = row.text("prefix")
    if column and is_prefix(column):
        prefix = column.lower()
    elif column and not prefix:
        prefix = column
    if not surname:
        row.refuse(field_name, _("There is no surname."))
    elif len(surname) > LONGEST_NAME:
        row.refuse(field_name, _("This surname is longer than {most} characters.").format(most=LONGEST_NAME))
    return prefix, surname, given


def _text(row: _Row, name: str) -> str:
    text = row.text(name)
    if re.match(r"^[=@]|^[+-](?!\d.*\d)" if name == "phone" else r"^[=@+-]", text):
        row.warn(name, _("A spreadsheet would run this text; it is kept as plain text."))
    if len(text) > _LONGEST_FIELD and name not in {"surname", "full_name"}:
        row.warn(name, _("This text was shortened to {most} characters.").format(most=_LONGEST_FIELD))
        text = text[:_LONGEST_FIELD]
    return text


def _email(row: _Row) -> str:
    typed = row.text("email")
    if not typed:
        return ""
    parts = [part for part in re.split(r"[;,\s/]+|\bof\b|\ben\b", typed) if "@" in part]
    if len(parts) > 1:
        row.warn("email", _("There are two addresses; the first is used, the others are kept in the note."))
        row.notes.append(" ".join(parts[1:]))
        typed = parts[0]
    try:
        return validate_email(typed, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        row.warn("email", _("“{text}” is not a usable e-mail address; it is kept in the note.").format(text=typed))
        row.notes.append(typed)
        return ""


def _date(row: _Row, name: str) -> date | None:
    value = row.get(name)
    try:
        return read_date(value)
    except (ValueError, OverflowError):
        row.warn(name, _("“{text}” is not a date that can be read; it is kept in the note.").format(text=value))
        row.notes.append(str(value))
        return None


def _birth_date(row: _Row, today: date) -> date | None:
    born = _date(row, "birth_date")
    if born and born > today:
        row.warn("birth_date", _("This birth date lies in the future; it is kept in the note."))
        row.notes.append(f"{born:%d-%m-%Y}")
        return None
    return born


def _bsn_columns(listed: Recognised) -> set[int]:
    """Columns that hold citizen service numbers, by heading or by what is in them."""
    found = {column for column, name in listed.columns.items() if name == "bsn"}
    lines = listed.rows
    for column, name in listed.columns.items():
        digits = [str(cells[column]) for _number, cells in lines if column < len(cells) and cells[column] is not None]
        if name not in {"phone", "bsn"} and digits and sum(map(_is_bsn, digits)) > _BSN_SHARE * len(digits):
            found.add(column)
    return found


def _is_bsn(text: str) -> bool:
    if not text.isdigit() or len(text) != _BSN_DIGITS:
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(weight * int(digit) for weight, digit in zip(weights, text, strict=True)) % 11 == 0
