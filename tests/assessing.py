"""Short ways to a package on an assessor's computer: an office that sends a dossier, and somebody who reviews it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlmodel import select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.dossiers import Evidence
from cmsdesk.domain.people import Person
from cmsdesk.domain.records import Record
from cmsdesk.exchange.packages.contents import content_bytes
from cmsdesk.exchange.packages.dossier_content import SCHEMA, TRAVELS
from cmsdesk.exchange.packages.keys import KeyPair, new_keys
from cmsdesk.exchange.packages.manifest import Cover, Kind, Subject
from cmsdesk.exchange.packages.writing import Contents, Document, describe, write_package
from cmsdesk.services.assessor.home import Workplace
from cmsdesk.services.assessor.offices import enrol_office
from cmsdesk.services.office import Office
from cmsdesk.store.session import OfficeSession
from tests.conftest import TODAY
from tests.judging import Days, Judge

SCHEME_TEXT = (Path(__file__).parent / "data" / "schemes" / "judging.toml").read_text(encoding="utf-8")
OFFICE_KEYS = new_keys("Testbureau", TODAY)
_OF_OTHERS = {"Person", "Assignment", "Assessment", "Judgement", "Question", "Remark", "Round"}


@dataclass
class Post:
    """What an office sends to one assessor: one package, again and again."""

    office: Office
    application: int
    judge: Judge
    recipient: KeyPair
    folder: Path
    package: str = field(default_factory=lambda: str(uuid4()))
    sequence: int = 0
    revision: int = 1
    extra: dict[str, Any] = field(default_factory=dict)
    form: bytes = b""

    def send(self, *, days: int = 30, newer: bool = False, sequence: int = 0, office: KeyPair = OFFICE_KEYS) -> Path:
        """A `.dossier` with the dossier as it is now; `newer` says that it changed."""
        self.sequence = sequence or self.sequence + 1
        self.revision += newer
        content, documents = self.office.do(_Pack(self.application, self.judge))
        uuid = content["records"]["application"][0]["uuid"]
        cover = Cover(
            Kind.DOSSIER,
            Subject(self.package, uuid, self.revision),
            self.sequence,
            SCHEMA,
            self.office.today,
            self.office.today + timedelta(days=days),
        )
        to = self.folder / f"{self.sequence}"
        to.mkdir(parents=True, exist_ok=True)
        if self.form:
            (to / "form").write_bytes(self.form)
            content["form"] = True
            documents.append(describe(to / "form"))
        contents = Contents(content_bytes(content | self.extra), documents)
        return write_package(to, cover, contents, sender=office, recipient=self.recipient.public).path


def a_workplace(folder: Path, days: Days, name: str = "Anne de Vries", *, enrolled: bool = True) -> Workplace:
    """An assessor's computer with keys in hand, which knows the office."""
    folder.mkdir(parents=True)
    made = Workplace(folder, new_keys(name, days.day), days)
    if enrolled:
        enrol_office(made, OFFICE_KEYS.public)
    return made


@dataclass(frozen=True)
class _Pack:
    """The content of a package, and its documents, for an assessor who was assigned."""

    application_id: int
    judge: Judge

    def run(self, session: OfficeSession) -> tuple[dict[str, Any], list[Document]]:
        application = session.get_one(Application, self.application_id)
        people = {application.person_id, self.judge.person_id}
        rows: dict[type[Record], list[Any]] = {
            Person: [session.get_one(Person, key) for key in sorted(people)],
            Assignment: [session.get_one(Assignment, self.judge.assignment_id)],
            Assessment: [],
        }
        for table in TRAVELS:
            if table.__name__ in _OF_OTHERS:
                continue
            found = list(session.exec(select(table)))
            if "application_id" in TRAVELS[table]:
                found = [one for one in found if getattr(one, "application_id") == self.application_id]  # noqa: B009
            if "person_id" in TRAVELS[table]:
                found = [one for one in found if getattr(one, "person_id") == application.person_id]  # noqa: B009
            rows[table] = [application] if table is Application else found
        ids = {one.id for one in rows[Evidence]}
        ties = [table for table in TRAVELS if "evidence_id" in TRAVELS[table] and table.__name__ not in _OF_OTHERS]
        for table in ties:
            rows[table] = [one for one in rows[table] if one.evidence_id in ids]
        documents = rows[Evidence]
        content = {
            "office": {"name": "Test office", "contact_email": "office@example.org"},
            "scheme": SCHEME_TEXT,
            "application_id": self.application_id,
            "assignment_id": self.judge.assignment_id,
            "person_id": self.judge.person_id,
            "documents": [one.uuid for one in documents],
            "records": {
                str(table.__tablename__): [
                    one.model_dump(mode="json", include=set(TRAVELS[table])) for one in rows.get(table, [])
                ]
                for table in TRAVELS
            },
        }
        return content, [Document(session.files.path(one.sha256), one.size, one.sha256) for one in documents]


def later(days: Days, by: int) -> date:
    """Let days pass."""
    days.day += timedelta(days=by)
    return days.day
