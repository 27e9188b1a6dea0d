"""Certificates that existed before the office file: what will happen to each row of their list."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cmsdesk.domain.dates import read_date
from cmsdesk.domain.people import member_number
from cmsdesk.domain.words import _
from cmsdesk.exchange.columns import Recognised
from cmsdesk.exchange.members import Problem


@dataclass(frozen=True)
class PlannedCertificate:
    """What will happen to one row."""

    row: int
    certificate: str
    number: str
    title: str
    granted_on: date | None
    until_on: date | None
    outcome: Literal["imported", "refused", "unchanged"]
    problems: tuple[Problem, ...] = ()


def plan_certificates(
    listed: Recognised, *, members: Collection[str], titles: Collection[str], existing: Collection[str]
) -> tuple[PlannedCertificate, ...]:
    """Decide for each row; `members` are the numbers that will exist, `existing` the certificates that do."""
    names = {title.upper(): title for title in titles}
    taken: dict[str, int] = {}
    planned = []
    for number, cells in listed.rows:
        planned.append(_plan(listed, number, cells, members, names, set(existing), taken))
        taken.setdefault(planned[-1].certificate, number)
    return tuple(planned)


def _plan(
    listed: Recognised,
    row: int,
    cells: tuple[object, ...],
    members: Collection[str],
    titles: Mapping[str, str],
    existing: set[str],
    taken: Mapping[str, int],
) -> PlannedCertificate:
    def text(field: str) -> str:
        value = listed.cell(cells, field)  # type: ignore[arg-type]
        return "" if value is None else str(value).strip()

    def day(field: str) -> date | None:
        try:
            return read_date(listed.cell(cells, field))  # type: ignore[arg-type]
        except (ValueError, OverflowError):
            problems.append(
                Problem(listed.place(row, field), _("“{text}” is not a date that can be read.").format(text=text(field)))
            )
            return None

    problems: list[Problem] = []
    number = member_number(text("number"))
    title = titles.get(text("title").upper(), text("title"))
    granted, until = day("granted_on"), day("until_on")
    certificate = text("certificate")
    if not certificate:
        problems.append(Problem(listed.place(row, "certificate"), _("There is no certificate number.")))
    elif certificate in taken:
        sentence = _("Certificate {certificate} is also in row {row}; a number is given once.")
        problems.append(
            Problem(listed.place(row, "certificate"), sentence.format(certificate=certificate, row=taken[certificate]))
        )
    if number not in members:
        problems.append(
            Problem(
                listed.place(row, "number"),
                _("Member {number} is not imported; mend that row and import again.").format(number=number),
            )
        )
    if title not in titles.values():
        problems.append(Problem(listed.place(row, "title"), _("The title “{title}” is not known here.").format(title=title)))
    if granted is None and not problems:
        problems.append(Problem(listed.place(row, "granted_on"), _("There is no date on which it was granted.")))
    if granted and until and until < granted:
        problems.append(Problem(listed.place(row, "until_on"), _("This certificate would end before it begins.")))
    outcome: Literal["imported", "refused", "unchanged"] = "refused" if problems else "imported"
    if certificate in existing:
        outcome = "unchanged"
    return PlannedCertificate(row, certificate, number, title, granted, until, outcome, tuple(problems))
