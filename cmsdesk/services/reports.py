"""What the board reads, counted from the office file; and the register as a workbook."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from cmsdesk.documents.saving import save_whole
from cmsdesk.domain.applications import State
from cmsdesk.domain.names import sorted_name
from cmsdesk.domain.words import _, speaking
from cmsdesk.services.applications import GRANTED_THIS_YEAR, REFUSED_THIS_YEAR, CountApplications
from cmsdesk.services.lists import Asked
from cmsdesk.services.people import CountPeople
from cmsdesk.services.register import ENDS_SOON, LIVE, CountHolders, HolderRow, ListHolders
from cmsdesk.services.settings import office_settings
from cmsdesk.store.session import OfficeSession

if TYPE_CHECKING:
    from cmsdesk.documents.board_report import BoardFigures

_PAGE = 500


@dataclass(frozen=True)
class Figures:
    """The counts of today, for the Reports tab."""

    members: int
    unique_holders: int
    holders_per_title: tuple[tuple[str, int], ...]
    applications_by_state: tuple[tuple[State, int], ...]
    granted_this_year: int
    refused_this_year: int
    expiring: tuple[tuple[str, str, str, date], ...]


@dataclass(frozen=True)
class CountForBoard:
    """Count everything the board asks for."""

    def run(self, session: OfficeSession) -> Figures:
        """Each number as of today."""
        values = {"today": session.today.isoformat()}

        def rows(statement: str) -> list[tuple[str, int]]:
            return [(row[0], row[1]) for row in session.connection().execute(text(statement), values)]

        titles = rows(f"SELECT title_id, count(DISTINCT person_id) FROM certificate WHERE {LIVE} GROUP BY 1 ORDER BY 1")
        unique = rows(f"SELECT '', count(DISTINCT person_id) FROM certificate WHERE {LIVE}")
        states = dict(rows("SELECT state, count(*) FROM application GROUP BY 1"))
        soon = session.connection().execute(
            text(
                "SELECT certificate.number, surname, prefix, given_name, initials, title_id, until_on FROM certificate"
                f" JOIN person ON person.id = person_id WHERE {ENDS_SOON}"
                " ORDER BY until_on, name_key, certificate.id"
            ),
            values,
        )
        return Figures(
            members=CountPeople(Asked(chips=frozenset({"who:members"}))).run(session),
            unique_holders=unique[0][1],
            holders_per_title=tuple(titles),
            applications_by_state=tuple((state, states[state.value]) for state in State if state.value in states),
            granted_this_year=CountApplications(Asked(chips=frozenset({GRANTED_THIS_YEAR}))).run(session),
            refused_this_year=CountApplications(Asked(chips=frozenset({REFUSED_THIS_YEAR}))).run(session),
            expiring=tuple(
                (row[0], sorted_name(row[3] or row[4], row[2], row[1]), row[5], date.fromisoformat(row[6])) for row in soon
            ),
        )


@dataclass(frozen=True)
class WriteBoardReport:
    """The board report as PDF or workbook, by the ending of the path."""

    path: Path
    language: str = "nl"

    def run(self, session: OfficeSession) -> Path:
        """Returns the path; refuses when it cannot be written."""
        from cmsdesk.documents.board_report import board_report_pdf  # noqa: PLC0415 - reportlab is slow to load
        from cmsdesk.documents.board_workbook import board_report_workbook  # noqa: PLC0415 - and so is openpyxl

        with speaking(self.language):
            figures = _for_paper(session)
        if self.path.suffix.lower() == ".xlsx":
            board_report_workbook(figures, self.path, self.language)
        else:
            paper = board_report_pdf(figures, self.language)
            save_whole(self.path, lambda target: target.write(paper))
        return self.path


@dataclass(frozen=True)
class ExportRegister:
    """The register as a workbook; the same rows as the list on the screen."""

    path: Path
    asked: Asked = Asked()
    report: Callable[[int, int], None] | None = field(default=None, compare=False)

    def run(self, session: OfficeSession) -> int:
        """Returns how many lines were written."""
        from cmsdesk.documents.workbook import ColumnSpec, SheetSpec, write_workbook  # noqa: PLC0415 - openpyxl is slow to load

        count = CountHolders(self.asked).run(session)
        columns = (
            ColumnSpec(_("Number"), width=20),
            ColumnSpec(_("Name"), width=34),
            ColumnSpec(_("Title"), width=12),
            ColumnSpec(_("Employer"), width=30),
            ColumnSpec(_("Granted on"), "date", 14),
            ColumnSpec(_("Valid until"), "date", 14),
            ColumnSpec(_("Status"), width=16),
        )
        rows = (
            (row.number, row.name, row.title, row.employer, row.granted_on, row.until_on, row.status.label)
            for row in _all_holders(session, self.asked)
        )
        write_workbook(self.path, [SheetSpec(_("Register"), columns, rows, count)], report=self.report)
        return count


def _all_holders(session: OfficeSession, asked: Asked) -> Iterator[HolderRow]:
    offset = 0
    while page := ListHolders(asked, offset, _PAGE).run(session):
        yield from page
        offset += _PAGE


def _for_paper(session: OfficeSession) -> "BoardFigures":
    from cmsdesk.documents.board_report import BoardFigures, Expiring  # noqa: PLC0415 - as above

    counted = CountForBoard().run(session)
    return BoardFigures(
        office_name=office_settings(session).name,
        on=session.today,
        made_at=session.now,
        members=counted.members,
        unique_holders=counted.unique_holders,
        holders_per_title=counted.holders_per_title,
        applications_by_state=[(state.label, count) for state, count in counted.applications_by_state],
        granted_this_year=counted.granted_this_year,
        refused_this_year=counted.refused_this_year,
        expiring=[Expiring(*row) for row in counted.expiring],
    )
