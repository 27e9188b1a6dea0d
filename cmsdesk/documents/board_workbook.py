"""The figures of the board report as a workbook, with charts that can be edited."""

from collections.abc import Sequence
from pathlib import Path

from cmsdesk.documents.board_report import BoardFigures, Count
from cmsdesk.documents.workbook import ColumnSpec, SheetSpec, write_workbook
from cmsdesk.domain.words import _, speaking


def board_report_workbook(figures: BoardFigures, path: Path, language: str) -> None:
    """Write one sheet for each section of the report."""
    with speaking(language):
        totals = (
            (_("Members"), figures.members),
            (_("People with a title"), figures.unique_holders),
            (_("Granted this year"), figures.granted_this_year),
            (_("Refused this year"), figures.refused_this_year),
        )
        sheets = (
            _counts(_("Titles"), _("Title"), figures.holders_per_title),
            _counts(_("Applications"), _("State"), figures.applications_by_state),
            _counts(_("Totals"), _("Figure"), totals),
            SheetSpec(
                _("Ending soon"),
                (
                    ColumnSpec(_("Number")),
                    ColumnSpec(_("Name"), width=34),
                    ColumnSpec(_("Title")),
                    ColumnSpec(_("Valid until"), "date", 14),
                ),
                [(row.number, row.name, row.title, row.until_on) for row in figures.expiring],
                len(figures.expiring),
            ),
        )
    write_workbook(path, sheets)


def _counts(title: str, heading: str, counts: Sequence[Count]) -> SheetSpec:
    columns = (ColumnSpec(heading, width=28), ColumnSpec(_("Number"), "number", 12))
    return SheetSpec(title, columns, counts, len(counts), chart=True)
