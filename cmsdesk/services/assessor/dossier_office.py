"""A package as a small encrypted office file: the same records, the same use cases, and one assessor at work in it."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from sqlmodel import select

from cmsdesk.domain.assessments import Assessment
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.dossiers import Evidence
from cmsdesk.domain.editions import EditionState, SchemeEdition
from cmsdesk.domain.page_notes import PageNote
from cmsdesk.domain.people import Person
from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.domain.schemes.loader import load_scheme
from cmsdesk.domain.words import N_, _
from cmsdesk.exchange.packages.dossier_content import TRAVELS, Dossier
from cmsdesk.services.assessor.books import PackageSlip, folder_of
from cmsdesk.services.assessor.home import Workplace
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act, Office, make_office, open_office
from cmsdesk.services.schemes import file_name
from cmsdesk.services.settings import FoundOffice, OfficeDetails
from cmsdesk.store.database import OfficeFileLost
from cmsdesk.store.office_key import OfficeKey
from cmsdesk.store.session import OfficeSession

NAME = "dossier.cmsdesk"
Report = Callable[[int, int], None]


@dataclass(frozen=True)
class TakeInDossier(Act):
    """Fill an empty office file with one dossier, its scheme and its documents, as they came in a package."""

    dossier: Dossier
    documents: Sequence[Path]
    report: Report | None = None
    act: ClassVar[str] = N_("Opened a package")

    def run(self, session: OfficeSession) -> None:
        """The documents were held against the head of the package when it was opened; `report` hears how many are kept."""
        for number, path in enumerate(self.documents, start=1):
            with path.open("rb") as stream:
                session.files.put(stream)
            if self.report:
                self.report(number, len(self.documents))
        for table in TRAVELS:
            session.add_all([table(**row) for row in self.dossier.rows(table)])
            session.flush()
        self._take_notes(session)
        scheme = load_scheme(self.dossier.scheme, file_name("scheme"))
        session.add(
            SchemeEdition(
                scheme_id=scheme.id,
                number=1,
                text=self.dossier.scheme,
                reason="",
                state=EditionState.PUBLISHED.value,
                made_on=session.today,
                published_on=session.today,
            )
        )
        said = self.dossier.office
        FoundOffice(
            OfficeDetails(
                said.name,
                contact_name=said.contact_name,
                contact_email=said.contact_email,
                contact_phone=said.contact_phone,
                association=said.association,
            )
        ).run(session)

    def _take_notes(self, session: OfficeSession) -> None:
        """Notes on pages that the assessor wrote before; they belong to the own report."""
        documents = {row["uuid"]: row["id"] for row in self.dossier.rows(Evidence)}
        person = Person(**self.dossier.row(Person, self.dossier.person_id))
        own = [row["id"] for row in self.dossier.rows(Assessment) if row["assignment_id"] == self.dossier.assignment_id]
        for note in self.dossier.notes:
            if note.document in documents:
                values = note.model_dump(exclude={"document"})
                report = max(own, default=None)
                session.add(PageNote(**values, evidence_id=documents[note.document], assessment_id=report, by=person.full_name))


@dataclass(frozen=True)
class Seat:
    """Whose work it is: the assessor as actor, the assignment, and the dossier by its id."""

    actor: Actor
    assignment_id: int
    application_id: int


@dataclass(frozen=True)
class FindSeat:
    """The one assignment there is in such an office file."""

    def run(self, session: OfficeSession) -> Seat:
        """With the person whose assignment it is."""
        assignment = session.exec(select(Assignment)).one()
        person = fetch(session, Person, assignment.person_id)
        assert assignment.id is not None
        return Seat(Actor(person.full_name, Role.ASSESSOR, person.id), assignment.id, assignment.application_id)


def build_dossier(
    folder: Path, dossier: Dossier, documents: Sequence[Path], key: OfficeKey, workplace: Workplace, report: Report | None = None
) -> None:
    """Make the office file in a folder; whatever goes wrong is for the caller, who removes the folder."""
    office = make_office(folder / NAME, user=workplace.keys.name, key=key, today=workplace.day)
    try:
        office.do(TakeInDossier(dossier, documents, report))
    finally:
        office.close()


def open_dossier(workplace: Workplace, slip: PackageSlip, folder: Path | None = None) -> Office:
    """Open the office file of a package, with the assessor at work; whoever asks closes it. One that was lost is refused."""
    place = (folder or folder_of(workplace, slip.package) / slip.opened) / NAME
    key = OfficeKey(bytes.fromhex(slip.secret))
    with ExitStack() as undone:
        try:
            office = open_office(place, user=workplace.keys.name, key=key, today=workplace.day)
            undone.callback(office.close)
            office.work_as(office.do(FindSeat()).actor)
        except OfficeFileLost as error:
            sentence = _("The dossier of {number} on this computer is damaged. Please open the file of the office once more.")
            raise OfficeFileLost(sentence.format(number=slip.number)) from error
        undone.pop_all()
    return office
