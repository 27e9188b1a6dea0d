"""Somebody of whom much is known, and a search for what is left of it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from cmsdesk.services.certificates import IssueCertificate
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.services.office import Office
from cmsdesk.services.people import AddPerson, EditPerson, PersonDetails, ReadPerson
from tests.rows import file_of
from tests.situations import a_decider, judged

REQUEST = date(2024, 5, 6)
# Words that stand nowhere else, one for each place where a person leaves traces.
WORDS = {
    "given_name": "Zwaantjebel",
    "surname": "Quistermaeker",
    "email": "zwaantje@quister.example",
    "street": "Dwarsgangerlaan 7",
    "city": "Ommeldonk",
    "phone": "06-87654321",
    "note": "Belde driemaal overstuur",
    "employer": "Knarrenberg BV",
}
KNOWN = replace(PersonDetails(WORDS["surname"]), **WORDS)  # type: ignore[arg-type]


def a_holder(office: Office, folder: Path) -> tuple[int, int, int]:
    """Somebody of whom much is known: person, application, certificate."""
    person = office.do(AddPerson(KNOWN, date(2015, 1, 1)))
    before = office.do(ReadPerson(person))
    office.do(EditPerson(person, before.version, before.details))
    application = judged(office, person, folder)
    letter = folder / "brief-Quistermaeker.txt"
    letter.write_text("Geheimzinnige levensloop van Zwaantjebel")
    office.do(AddEvidence(application, letter, ("norm.form",)))
    decider = a_decider(office, "Xander")
    office.do(RecordDecision(application, True, office.today, "Indrukwekkende Zwaantjebel.", decider_id=decider))
    return person, application, office.do(IssueCertificate(application))


def traces(path: Path) -> list[str]:
    """Which words still lie in the folder of the office file, its log and its documents, and where."""
    words = [*WORDS.values(), "Geheimzinnige", "Indrukwekkende", "brief-Quistermaeker"]
    found = [
        f"{word} in {place.name}"
        for place in path.parent.rglob("*")
        if place.is_file()
        for word in words
        if word.lower().encode() in place.read_bytes().lower()
    ]
    with file_of(path) as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'"
        ).fetchall():
            connection.execute(f"CREATE VIRTUAL TABLE temp.terms_{name} USING fts5vocab('main', '{name}', 'row')")
            terms = {row[0] for row in connection.execute(f"SELECT term FROM temp.terms_{name}")}
            found += [
                f"{term} in {name}" for term in terms if any(term == part for word in words for part in word.lower().split())
            ]
    return found
