"""Which sheet is the list, in which row the headings stand, and what each column holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.names import fold
from cmsdesk.domain.words import N_, _
from cmsdesk.exchange.workbooks import Cell, Sheet, Workbook

_SEARCHED = 40
_ENOUGH = 3

# What a column may hold: its name for the user, and the headings by which offices call it.
MEMBER_FIELDS: Mapping[str, tuple[str, str]] = {
    "number": (N_("Number"), "lidnr lidnummer nr nummer relatienummer lidno membernumber memberno number no id personnummer"),
    "salutation": (N_("Salutation"), "aanhef geslacht title salutation mvx"),
    "initials": (N_("Initials"), "voorletters initialen voorl initials vl"),
    "given_name": (N_("Given name"), "roepnaam voornaam voornamen firstname givenname forename"),
    "prefix": (N_("Prefix"), "tussenvoegsel tussenvoegsels tv tussenv voorvoegsel voorvoegsels prefix infix"),
    "surname": (N_("Surname"), "achternaam familienaam geslachtsnaam lastname surname familyname"),
    "full_name": (N_("Full name"), "naam volledigenaam naamlid lid name fullname membername"),
    "function": (N_("Function"), "functie functienaam rol functiebenaming jobtitle position function"),
    "employer": (
        N_("Employer"),
        "organisatie werkgever gemeente bedrijf instelling griffie organisation organization employer company municipality",
    ),
    "email": (N_("E-mail"), "email mail emailadres mailadres emailaddress emailzakelijk emailwerk"),
    "phone": (N_("Telephone"), "telefoon tel telefoonnummer mobiel telnr gsm phone telephone mobile telefoonmobiel"),
    "street": (N_("Street and number"), "straat straatnr adres straatennr straathuisnummer straatnaam street address"),
    "postcode": (N_("Postcode"), "postcode pc postalcode zip zipcode"),
    "city": (N_("City"), "plaats woonplaats stad vestigingsplaats city town place"),
    "member_since": (
        N_("Member since"),
        "lidsinds ingangsdatum lidvanaf aanmelddatum datumlid startdatum membersince joined joinedon since",
    ),
    "birth_date": (N_("Birth date"), "geboortedatum geboren gebdatum gebdat birthdate dateofbirth dob"),
    "note": (N_("Note"), "opmerkingen opmerking bijzonderheden notities notitie memo note notes remarks comment comments"),
    "bsn": (N_("Citizen service number, never kept"), "bsn burgerservicenummer sofinummer sofi"),
}
CERTIFICATE_FIELDS: Mapping[str, tuple[str, str]] = {
    "certificate": (
        N_("Certificate number"),
        "certificaatnr certificaatnummer certnr certificaat certificatenumber certificateno certificate",
    ),
    "number": (N_("Number"), MEMBER_FIELDS["number"][1]),
    "title": (N_("Title"), "titel kwalificatie title qualification"),
    "granted_on": (
        N_("Granted on"),
        "toegekend toegekendop datumtoekenning afgiftedatum datum uitgereikt verleend granted grantedon issued issuedon",
    ),
    "until_on": (N_("Valid until"), "geldigtot einddatum vervaldatum validuntil expires until"),
    "note": (N_("Note"), MEMBER_FIELDS["note"][1]),
}


@dataclass(frozen=True)
class Recognised:
    """A list within a workbook: its sheet, the row of its headings (1 is the first), a field for each column (0 is A)."""

    sheet: Sheet
    heading_row: int
    columns: Mapping[int, str]

    @property
    def rows(self) -> Sequence[tuple[int, tuple[Cell, ...]]]:
        """The rows below the headings with their numbers, as long as they belong to the list."""
        found = []
        for number, row in enumerate(self.sheet.rows[self.heading_row :], start=self.heading_row + 1):
            filled = [cell for cell in row if cell is not None and str(cell).strip()]
            if not filled or (len(filled) == 1 and _is_total(filled[0])):
                continue
            found.append((number, row))
        return found

    def cell(self, row: Sequence[Cell], field: str) -> Cell:
        """What a row says in a field."""
        for column, name in self.columns.items():
            if name == field and column < len(row):
                value = row[column]
                return (value.strip() or None) if isinstance(value, str) else value
        return None

    def place(self, row_number: int, field: str) -> str:
        """Where that stands, as a spreadsheet names it: I7."""
        column = next((column for column, name in self.columns.items() if name == field), 0)
        return f"{column_letters(column)}{row_number}"


def column_letters(column: int) -> str:
    """What a spreadsheet calls a column; 0 is A, 26 is AA."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def recognise(sheet: Sheet, fields: Mapping[str, tuple[str, str]]) -> Recognised | None:
    """The list in a sheet, or None when no row looks like its headings."""
    best: Recognised | None = None
    for place, row in enumerate(sheet.rows[:_SEARCHED], start=1):
        columns: dict[int, str] = {}
        for column, cell in enumerate(row):
            field = field_of(cell, fields)
            if field and field not in columns.values():
                columns[column] = field
        if len(columns) >= _ENOUGH and (best is None or len(columns) > len(best.columns)):
            best = Recognised(sheet, place, columns)
    return best


def find_members(workbook: Workbook) -> Recognised:
    """The member list of a workbook: the sheet with most rows below headings that name people."""
    lists = [found for sheet in workbook.sheets if (found := recognise(sheet, MEMBER_FIELDS))]
    people = [found for found in lists if {"surname", "full_name"} & set(found.columns.values())]
    if not any(cell is not None for sheet in workbook.sheets for row in sheet.rows for cell in row):
        raise RuleBroken(_("There is nothing in {file}.").format(file=workbook.name))
    if not people:
        raise RuleBroken(
            _(
                "No row with headings was found in {file}. Please put a row above the list that says Number, Name, E-mail and so on."
            ).format(file=workbook.name)
        )
    return max(people, key=lambda found: len(found.rows))


def find_certificates(workbook: Workbook) -> Recognised | None:
    """The list of certificates of a workbook, if it holds one."""
    needed = {"certificate", "number", "title"}
    lists = [found for sheet in workbook.sheets if (found := recognise(sheet, CERTIFICATE_FIELDS))]
    return next((found for found in lists if needed <= set(found.columns.values())), None)


def field_of(heading: Cell, fields: Mapping[str, tuple[str, str]]) -> str | None:
    """The field that a heading names, or None."""
    if not isinstance(heading, str):
        return None
    bare = "".join(letter for letter in fold(heading) if letter.isalnum())
    return next((field for field, (_label, names) in fields.items() if bare in names.split()), None)


def _is_total(cell: Cell) -> bool:
    return fold(str(cell)).startswith(("totaal", "total", "aantal", "som", "sum", "count"))
