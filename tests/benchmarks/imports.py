"""Importing a long list, beside calamine alone reading the file."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
from python_calamine import CalamineWorkbook

from cmsdesk.exchange.workbooks import read_workbook
from cmsdesk.services.generating import made_up
from cmsdesk.services.member_import import ImportMembers, PlanImport, understand
from cmsdesk.services.office import Office
from tests.benchmarks.measuring import Compared, compare

_ROWS = 10_000
_HEADINGS = {"number": "Lidnummer", "given_name": "Roepnaam", "prefix": "Tussenvoegsel", "surname": "Achternaam"}
_MORE = {"email": "E-mail", "street": "Adres", "postcode": "Postcode", "city": "Plaats", "employer": "Werkgever"}


def measure(office: Office, folder: Path) -> Iterator[Compared]:
    """Reading with every guard; then the whole import, of which the second and later find everybody there."""
    path = _a_list(folder / "list.xlsx")

    def alone() -> None:
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()

    def bring() -> None:
        book = read_workbook(path)
        office.do(ImportMembers(office.do(PlanImport(book, understand(book)))))

    yield compare(f"reading {_ROWS} rows in a guarded process", alone, lambda: read_workbook(path), goal=5, rounds=3)
    yield compare(f"importing {_ROWS} rows that are there already", alone, bring, goal=20, rounds=2)


def _a_list(path: Path) -> Path:
    import random

    chance, headings = random.Random(1), _HEADINGS | _MORE
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("Leden")
    page.append(list(headings.values()))
    for number in range(1, _ROWS + 1):
        person = made_up(chance, id=number, number=str(number))
        page.append([person[name] for name in headings])
    book.save(path)
    return path
