"""Sending a dossier to an assessor: one file that only they can read, and what the office keeps of it.

What goes into a package is read in one transaction, the file is written outside any, so that others can work on
meanwhile, and that it was sent is written down in a second one, which sees whether anything came in between.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.dossiers import Evidence
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.packages import AssessorKey, SentPackage, check_term
from cmsdesk.domain.people import Person
from cmsdesk.domain.permissions import BUREAU
from cmsdesk.domain.records import new_uuid
from cmsdesk.domain.words import N_, _
from cmsdesk.exchange.packages.checks import digest
from cmsdesk.exchange.packages.dossier_content import SCHEMA, dossier_bytes
from cmsdesk.exchange.packages.keys import KeyPair, PublicKey
from cmsdesk.exchange.packages.manifest import Cover, Kind, Subject
from cmsdesk.exchange.packages.review_form import Form, write_form
from cmsdesk.exchange.packages.writing import Contents, Document, Report, describe, write_package
from cmsdesk.services.assessor_keys import public_key
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act, Office
from cmsdesk.services.package_forms import form_for
from cmsdesk.services.package_rows import dossier_for, judged_hash, report_hash
from cmsdesk.services.seats import report_from
from cmsdesk.services.sent_packages import package_seat, running_key, sent_before, usual_term, why_no_key, why_no_package
from cmsdesk.services.steps import name_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class PackagePlan:
    """Everything a package is made from; `number` and `step` are for the message that goes with it."""

    assignment_id: int
    key_id: int
    recipient: PublicKey
    cover: Cover
    content: bytes = field(repr=False)
    documents: tuple[Document, ...]
    form: Form
    judged: str
    written: str
    number: str
    step: str


@dataclass(frozen=True)
class MadeForAssessor:
    """A package that was made, and the number with which it is kept."""

    package_id: int
    path: Path
    expires_on: date
    number: str
    step: str


@dataclass(frozen=True)
class PlanPackage:
    """Gather what an assessor is to get; nothing is kept. Without a last day it is the term that was given."""

    assignment_id: int
    expires_on: date | None = None

    def run(self, session: OfficeSession) -> PackagePlan:
        """For the bureau; refuses with the reason where there is nothing to judge for this assessor, or no key."""
        if reason := session.actor.why_not(BUREAU):
            raise RuleBroken(reason)
        assignment = fetch(session, Assignment, self.assignment_id)
        seat = package_seat(session, assignment)
        if reason := why_no_package(session, seat):
            raise RuleBroken(reason)
        key = running_key(session, assignment.person_id)
        if key is None:
            raise RuleBroken(why_no_key(fetch(session, Person, assignment.person_id)))
        before = sent_before(session, assignment, key)
        usual = usual_term(assignment, session.today)
        expires_on = self.expires_on or max(usual, before.expires_on if before else usual)
        check_term(expires_on, session.today)
        judged = judged_hash(session, seat.application)
        package = before.uuid if before else new_uuid()
        revision = before.revision + (before.judged != judged) if before else 1
        subject = Subject(package, seat.application.uuid, revision)
        dossier = dossier_for(session, seat, form=True)
        hashes = {row["uuid"]: (row["sha256"], row["size"]) for row in dossier.rows(Evidence)}
        documents = (Document(session.files.path(hashes[one][0]), hashes[one][1], hashes[one][0]) for one in dossier.documents)
        return PackagePlan(
            assignment_id=self.assignment_id,
            key_id=key.id or 0,
            recipient=public_key(key),
            cover=Cover(Kind.DOSSIER, subject, before.sequence + 1 if before else 1, SCHEMA, session.today, expires_on),
            content=dossier_bytes(dossier),
            documents=tuple(documents),
            form=form_for(session, seat, subject),
            judged=judged,
            written=report_hash(session, report_from(session, seat)),
            number=seat.application.number,
            step=name_of(seat.step),
        )


@dataclass(frozen=True)
class NoteSent(Act):
    """Write down that a package was made; `head` is the hash of its head."""

    assignment_id: int
    key_id: int
    package: str
    revision: int
    sequence: int
    expires_on: date
    judged: str
    written: str
    head: str
    act: ClassVar[str] = N_("Sent a dossier to an assessor")

    def run(self, session: OfficeSession) -> int:
        """Returns the id; refuses when the key was revoked, or another package was made, in the meantime."""
        assignment, key = fetch(session, Assignment, self.assignment_id), fetch(session, AssessorKey, self.key_id)
        before = sent_before(session, assignment, key)
        if (before.sequence if before else 0) != self.sequence - 1 or key.revoked_on or assignment.ended_on:
            raise RuleBroken(_("Somebody changed this meanwhile. Please make the package once more."))
        sent = before or SentPackage(
            uuid=self.package,
            application_id=assignment.application_id,
            assignment_id=self.assignment_id,
            key_id=self.key_id,
            judged=self.judged,
            written=self.written,
            head=self.head,
            sent_on=session.today,
            expires_on=self.expires_on,
        )
        if sent.revision != self.revision:
            sent.returned_on, sent.returned_whole = None, False
        for name in ("revision", "sequence", "expires_on", "judged", "written", "head"):
            setattr(sent, name, getattr(self, name))
        sent.sent_on = session.today
        session.add(sent)
        session.flush()
        assert sent.id is not None
        return sent.id


def make_package(
    office: Office,
    assignment_id: int,
    folder: Path,
    keys: KeyPair,
    *,
    expires_on: date | None = None,
    report: Report | None = None,
) -> MadeForAssessor:
    """Make the package of one assessor in a folder; after an error, or when `report` raises, nothing was sent."""
    plan = office.do(PlanPackage(assignment_id, expires_on))
    with TemporaryDirectory() as scratch:
        form = Path(scratch) / "form.xlsx"
        write_form(form, plan.form)
        contents = Contents(plan.content, (*plan.documents, describe(form)))
        made = write_package(folder, plan.cover, contents, sender=keys, recipient=plan.recipient, report=report)
    subject = plan.cover.subject
    note = NoteSent(
        assignment_id=assignment_id,
        key_id=plan.key_id,
        package=subject.package,
        revision=subject.revision,
        sequence=plan.cover.sequence,
        expires_on=plan.cover.expires_on,
        judged=plan.judged,
        written=plan.written,
        head=digest(made.manifest),
    )
    try:
        package = office.do(note)
    except BaseException:
        made.path.unlink(missing_ok=True)
        raise
    return MadeForAssessor(package, made.path, plan.cover.expires_on, plan.number, plan.step)


@dataclass(frozen=True)
class ExtendPackage(Act):
    """Give an assessor more time; the package itself stays as it is, the office accepts it longer."""

    package_id: int
    until: date
    act: ClassVar[str] = N_("Gave an assessor more time")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """The term of the assignment moves along where it was shorter."""
        sent = fetch(session, SentPackage, self.package_id)
        sent.extend(self.until, session.today)
        assignment = fetch(session, Assignment, sent.assignment_id)
        if assignment.due_on and assignment.due_on < self.until:
            assignment.due_on = self.until
        session.add_all([sent, assignment])


@dataclass(frozen=True)
class SaveForm:
    """The form for one who may install nothing, as a workbook; its package must have been made."""

    package_id: int
    path: Path

    def run(self, session: OfficeSession) -> Path:
        """Returns the path."""
        sent = fetch(session, SentPackage, self.package_id)
        seat = package_seat(session, fetch(session, Assignment, sent.assignment_id))
        subject = Subject(sent.uuid, seat.application.uuid, sent.revision)
        write_form(self.path, form_for(session, seat, subject))
        return self.path
