"""Taking in what comes back from assessors: a signed review, or a form that was filled in.

Each is taken in whole or not at all, by the same rules as on the screen, and the order in which several come in makes
no difference. What does not fit what the office has is refused with its reason; nothing is settled in silence. Nobody
reads a verdict because of it: reports stay sealed until all are in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from sqlmodel import select

from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.packages import AssessorKey, SentPackage
from cmsdesk.domain.people import Person
from cmsdesk.domain.words import N_, _
from cmsdesk.exchange.packages.checks import Arrival, Known, KnownPackage, digest
from cmsdesk.exchange.packages.faults import Fault, PackageRefused
from cmsdesk.exchange.packages.keys import KeyPair
from cmsdesk.exchange.packages.manifest import Kind, Subject
from cmsdesk.exchange.packages.reading import open_package
from cmsdesk.exchange.packages.review_answers import FilledForm, open_form
from cmsdesk.exchange.packages.review_content import SCHEMA, Review
from cmsdesk.exchange.packages.writing import describe
from cmsdesk.services.assessor_keys import trusted_keys
from cmsdesk.services.filled_forms import review_in
from cmsdesk.services.finding import fetch
from cmsdesk.services.merging import merge
from cmsdesk.services.office import Act
from cmsdesk.store.session import OfficeSession

_DECIDED = frozenset({State.GRANTED, State.REFUSED, State.OBJECTION})


class Taken(StrEnum):
    """What taking something in came to."""

    FINISHED = "finished"
    PARTLY = "partly"
    DECLINED = "declined"
    REPEATED = "repeated"


@dataclass(frozen=True)
class TakenIn:
    """What came in, from whom and about which application; not what it says."""

    taken: Taken
    package_id: int
    application_id: int
    number: str
    assessor: str

    @property
    def sentence(self) -> str:
        """What was done, for whoever took it in."""
        words = {"number": self.number, "name": self.assessor}
        if self.taken is Taken.FINISHED:
            return _("The report of {name} on {number} is in.").format(**words)
        if self.taken is Taken.PARTLY:
            return _("What {name} has so far on {number} was taken over; the report is not finished.").format(**words)
        if self.taken is Taken.DECLINED:
            return _("{name} gave {number} back unjudged; please assign somebody else.").format(**words)
        return _("This review of {name} on {number} came in before; nothing was changed.").format(**words)


@dataclass(frozen=True)
class MergeReview(Act):
    """Take in a `.review`; `keys` are the office's own, `staging` is where it is decrypted."""

    path: Path
    keys: KeyPair = field(repr=False)
    staging: Path
    act: ClassVar[str] = N_("Took in a review")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> TakenIn:
        """Refuses with the first fault there is; the very same file a second time changes nothing."""
        opened = open_package(self.path, self.keys, books(session, self.keys), staging=self.staging, today=session.today)
        try:
            cover = opened.manifest.cover
            sent = _sent(session, cover.subject.package)
            if opened.arrival is Arrival.REPEATED:
                return _taken(session, sent, Taken.REPEATED)
            if opened.documents:
                raise PackageRefused(Fault.DAMAGED)
            review = Review.unpacked(opened.content)
        finally:
            opened.wipe()
        merge(session, sent, review, sequence=cover.sequence, head=digest(opened.manifest))
        return _taken(session, sent, _came_to(review))


@dataclass(frozen=True)
class MergeForm(Act):
    """Take in a form that was filled in; `sha256` is of the file. That it came from the assessor is for the office to know."""

    filled: FilledForm
    sha256: str
    act: ClassVar[str] = N_("Took in a form")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> TakenIn:
        """Refuses with all that is no longer as the office wrote it, and where a signed review came in."""
        subject = self.filled.subject
        known = known_packages(session).get(subject.package)
        if known and known.last_digest == self.sha256:
            return _taken(session, _sent(session, subject.package), Taken.REPEATED)
        review = review_in(session, self.filled, known)
        sent = _sent(session, subject.package)
        merge(session, sent, review, sequence=0, head=self.sha256)
        return _taken(session, sent, _came_to(review))


def merge_form(path: Path) -> MergeForm:
    """The act that takes in the form in a file; a file that is none is refused."""
    return MergeForm(open_form(path), describe(path).sha256)


def books(session: OfficeSession, keys: KeyPair) -> Known:
    """What the office knows, as packages are checked against it."""
    return Known(keys.public.id, Kind.REVIEW, trusted_keys(session), known_packages(session), SCHEMA)


def known_packages(session: OfficeSession) -> Mapping[str, KnownPackage]:
    """Every package that was sent, by its id."""
    mine = select(SentPackage, Application, AssessorKey).join(Application).join(AssessorKey)
    return {
        sent.uuid: KnownPackage(
            Subject(sent.uuid, application.uuid, sent.revision),
            key.key_id,
            sent.expires_on,
            sent.returned_sequence,
            sent.returned_head,
            application.state in _DECIDED,
        )
        for sent, application, key in session.exec(mine)
    }


def _sent(session: OfficeSession, package: str) -> SentPackage:
    return session.exec(select(SentPackage).where(SentPackage.uuid == package)).one()


def _came_to(review: Review) -> Taken:
    if review.refused:
        return Taken.DECLINED
    return Taken.FINISHED if review.finished_on else Taken.PARTLY


def _taken(session: OfficeSession, sent: SentPackage, taken: Taken) -> TakenIn:
    application = fetch(session, Application, sent.application_id)
    assessor = fetch(session, Person, fetch(session, Assignment, sent.assignment_id).person_id)
    return TakenIn(taken, sent.id or 0, sent.application_id, application.number, assessor.full_name)
