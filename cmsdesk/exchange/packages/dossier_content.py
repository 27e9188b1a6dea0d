"""The content of a `.dossier`, layout 1: one dossier as one assessor may see it, and what is needed to judge it.

The records travel as rows of the office's tables, with their numbers, but only the columns named here: who reads a
dossier needs no birth date, address or e-mail of the candidate, and nothing at all of other assessors. Reports of
others appear only where an earlier step is finished, and then without author, words or verdicts.
"""

from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, get_args

from pydantic import BaseModel, ConfigDict, Field, GetPydanticSchema, StringConstraints, create_model, model_validator

from cmsdesk.domain.answers import CheckAnswer, Circumstance, SignedStatement, TopicAnswer, WaivedRequirement
from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment, Judgement, Question
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.certificates import Certificate, CertificateEvent
from cmsdesk.domain.dossiers import Evidence, EvidenceTie, PointsEntry
from cmsdesk.domain.hearings import Hearing
from cmsdesk.domain.people import Membership, Organisation, Person
from cmsdesk.domain.plans import PlanLine
from cmsdesk.domain.protocols import Protocol
from cmsdesk.domain.qualifications import HeldCredential, WorkPeriod
from cmsdesk.domain.records import Record
from cmsdesk.domain.rounds import Remark, Round
from cmsdesk.exchange.packages.faults import Fault, PackageRefused
from cmsdesk.exchange.packages.layouts import MOST_ROWS, Content, Count, Layout, Name, Text, Uuid
from cmsdesk.exchange.packages.manifest import MOST_FILES, Manifest
from cmsdesk.exchange.packages.review_content import Note

SCHEMA = 1

_LONGEST_SCHEME = 1 << 20  # letters
_LONGEST_SNAPSHOT = 2 << 20
_DATED = ("id", "person_id", "from_on", "until_on")

# What travels of each table; parents before children, so that the rows can be put back in this order.
TRAVELS: Mapping[type[Record], tuple[str, ...]] = {
    Person: ("id", "uuid", "number", "initials", "given_name", "prefix", "surname", "name_key"),
    Organisation: ("id", "name", "kind"),
    Membership: (*_DATED, "organisation_id"),
    WorkPeriod: (*_DATED, "scheme_id", "ledger", "description"),
    HeldCredential: ("id", "person_id", "kind", "name", "issuer", "granted_on", "until_on", "level", "years"),
    Application: (
        *("id", "uuid", "number", "person_id", "scheme_id", "version_id", "route_id", "title_id", "state", "waits_for"),
        *("started_on", "received_on", "complete_on", "due_on", "paused_on", "round"),
    ),
    Evidence: (
        *("id", "uuid", "application_id", "name", "media_type", "sha256", "size", "added_at", "standing", "reason", "issuer"),
        *("exception_by", "exception_on", "exception_reason", "ticked", "replaces_id", "round"),
    ),
    EvidenceTie: ("evidence_id", "requirement_id"),
    PointsEntry: (
        *("id", "person_id", "scheme_id", "ledger", "entered_on", "description", "amount_hundredths", "hours_hundredths"),
        *("category", "marks", "used_for", "standing", "reason"),
    ),
    CheckAnswer: ("application_id", "requirement_id", "answer"),
    TopicAnswer: ("application_id", "topic_id", "standing", "basis", "note"),
    SignedStatement: ("id", "application_id", "requirement_id", "role", "signer", "signed_on", "standing", "reason"),
    Circumstance: ("application_id", "name"),
    WaivedRequirement: ("application_id", "requirement_id", "role", "by", "on", "reason"),
    Round: ("application_id", "number", "opened_on", "closed_on", "snapshot"),
    Remark: (
        *("id", "uuid", "application_id", "evidence_id", "round", "text", "given_by", "given_on", "response", "responded_on"),
    ),
    Certificate: ("id", "uuid", "number", "person_id", "scheme_id", "title_id", "issuer", "granted_on", "until_on", "standing"),
    CertificateEvent: ("id", "certificate_id", "on", "standing"),
    Assignment: (
        *("id", "uuid", "application_id", "person_id", "role", "step_id", "assigned_on", "due_on", "declared_on"),
        *("independent", "declaration"),
    ),
    Assessment: (
        *("id", "uuid", "application_id", "assignment_id", "step_id", "round", "assessor", "outcome", "comment", "finished_on"),
    ),
    Judgement: ("assessment_id", "requirement_id", "verdict", "score", "basis", "comment"),
    Question: (
        *("id", "uuid", "application_id", "assessment_id", "requirement_id", "text", "asked_by", "asked_on", "answer"),
        "answered_on",
    ),
    Protocol: ("id", "uuid", "application_id", "step_id", "round", "outcome", "agreed_on"),
    Hearing: (
        "id",
        "uuid",
        "application_id",
        "step_id",
        "on",
        "at",
        "minutes_long",
        "place",
        "outcome",
        "held_on",
        "cancelled_on",
    ),
    PlanLine: ("id", "application_id", "covers", "action", "by_whom", "by_when", "done_on"),
}


def _strictly(annotation: Any, column: str) -> Any:
    """The type of a column, with a limit to what it may hold."""
    if isinstance(annotation, UnionType):
        return _strictly(next(one for one in get_args(annotation) if one is not type(None)), column) | None
    if annotation is str:
        return Annotated[str, StringConstraints(max_length=_LONGEST_SNAPSHOT)] if column == "snapshot" else Text
    return annotation


def _row_of(table: type[Record]) -> Any:
    """The layout of a row: every column that travels is there."""
    columns: dict[str, Any] = {
        column: (int if column == "id" else _strictly(table.model_fields[column].annotation, column), ...)
        for column in TRAVELS[table]
    }
    row = create_model(f"{table.__name__}Row", __config__=ConfigDict(extra="forbid", strict=True, frozen=True), **columns)
    return tuple[row, ...]


_RECORDS: type[BaseModel] = create_model(
    "Records",
    __config__=ConfigDict(extra="forbid", strict=True, frozen=True),
    **{str(table.__tablename__): (_row_of(table), Field(default=(), max_length=MOST_ROWS)) for table in TRAVELS},  # type: ignore[call-overload]
)
Records = Annotated[BaseModel, GetPydanticSchema(lambda _source, handler: handler(_RECORDS))]


class SendingOffice(Layout):
    """Who sent it, and whom to call; `association` is the one whose members count for the schemes, where it is another."""

    name: Name
    contact_name: Name = ""
    contact_email: Name = ""
    contact_phone: Name = ""
    association: Name = ""


class Dossier(Content):
    """One dossier for one assessor: `assignment_id` and `person_id` are the assessor's own.

    `scheme` is the scheme as TOML, in the edition the office works with. `documents` are the UUIDs of the evidence in
    the order of the files 0001, 0002 and so on; with `form` the last file is the review as a workbook.
    """

    office: SendingOffice
    scheme: Annotated[str, StringConstraints(min_length=1, max_length=_LONGEST_SCHEME)]
    application_id: Count
    assignment_id: Count
    person_id: Count
    documents: Annotated[tuple[Uuid, ...], Field(max_length=MOST_FILES)] = ()
    form: bool = False
    notes: Annotated[tuple[Note, ...], Field(max_length=MOST_ROWS)] = ()
    records: Records

    def rows(self, table: type[Record]) -> list[dict[str, Any]]:
        """The rows of a table, by column, as they can be put back."""
        return [row.model_dump() for row in getattr(self.records, str(table.__tablename__))]

    def row(self, table: type[Record], key: int) -> dict[str, Any]:
        """One row that must be there."""
        return next(row for row in self.rows(table) if row["id"] == key)

    @model_validator(mode="after")
    def _holds_together(self) -> "Dossier":
        """One application, one assignment in it, the people of both, and a file for each document; nothing more."""
        applications = [(one["id"], one["person_id"]) for one in self.rows(Application)]
        assignments = [(one["id"], one["application_id"], one["person_id"]) for one in self.rows(Assignment)]
        if assignments != [(self.assignment_id, self.application_id, self.person_id)] or len(applications) != 1:
            raise ValueError(assignments)
        candidate = applications[0][1]
        people = sorted(one["id"] for one in self.rows(Person))
        evidence = sorted(one["uuid"] for one in self.rows(Evidence))
        if (
            applications[0][0] != self.application_id
            or people != sorted({candidate, self.person_id})
            or evidence != sorted(self.documents)
        ):
            raise ValueError(people)
        return self


def dossier_bytes(dossier: Dossier) -> bytes:
    """The content of a package."""
    return dossier.packed()


def read_dossier(content: bytes, manifest: Manifest) -> Dossier:
    """The dossier in a content; refused as damaged where it is not laid out so, or the documents are not those that came along."""
    dossier = Dossier.unpacked(content)
    came = [file.sha256 for file in manifest.files[1:]]
    hashes = {one["uuid"]: one["sha256"] for one in dossier.rows(Evidence)}
    named = [hashes[uuid] for uuid in dossier.documents]
    if len(came) != len(named) + dossier.form or came[: len(named)] != named:
        raise PackageRefused(Fault.DAMAGED)
    if dossier.row(Application, dossier.application_id)["uuid"] != manifest.cover.subject.dossier:
        raise PackageRefused(Fault.OTHER_DOSSIER)
    return dossier
