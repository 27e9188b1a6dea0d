"""Use cases about the dossier: documents, points lines and checks."""

import io
import mimetypes
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO, ClassVar

from sqlmodel import col, select

from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.dossiers import Evidence, EvidenceTie, PointsEntry, Standing
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import N_, _
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act
from cmsdesk.services.people import fetch_person
from cmsdesk.services.schemes import scheme_of
from cmsdesk.store.session import OfficeSession

LARGEST = 100 * 1024 * 1024
MOST = 100_000  # points or hours in one line
_LONGEST_NAME = 150
# What may carry a program into the office; a dossier has no need of it.
_DANGEROUS = frozenset(
    [
        ".exe",
        ".com",
        ".bat",
        ".cmd",
        ".js",
        ".vbs",
        ".ps1",
        ".lnk",
        ".scr",
        ".msi",
        ".jar",
        ".html",
        ".htm",
        ".svg",
        ".docm",
        ".xlsm",
        ".pptm",
        ".hta",
        ".url",
    ]
)
_BEGINS = {b"%PDF-": "application/pdf", b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
# Letters nobody sees, or that turn a line about: control, format, half a pair, ends of lines and paragraphs.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Names that Windows keeps for devices, with any ending.
_DEVICES = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))})
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")


@dataclass(frozen=True)
class AddEvidence(Act):
    """Put a document in the dossier and tie it to requirements."""

    application_id: int
    path: Path
    requirements: tuple[str, ...] = ()
    act: ClassVar[str] = N_("Added a document")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id of the document; the same file twice is refused."""
        application = open_application(session, self.application_id)
        name = display_name(self.path.name)
        try:
            if not self.path.is_file():
                raise RuleBroken(_("“{name}” is not a file that can be added.").format(name=name))
            if self.path.stat().st_size == 0:
                raise RuleBroken(_("“{name}” is empty. Please ask for it again.").format(name=name))
            if self.path.stat().st_size > LARGEST:
                raise RuleBroken(_("“{name}” is larger than 100 MB. Please ask for a smaller file.").format(name=name))
            with self.path.open("rb") as stream:
                media_type = recognise(name, stream.read(16))
                stream.seek(0)
                stored = session.files.put(stream)
        except OSError as error:
            raise RuleBroken(_("“{name}” cannot be read. Perhaps another program has it open.").format(name=name)) from error
        same = select(Evidence).where(Evidence.application_id == application.id, Evidence.sha256 == stored.sha256)
        if found := session.exec(same).first():
            raise RuleBroken(_("This document is already in the dossier, as “{name}”.").format(name=found.name))
        evidence = Evidence(
            application_id=self.application_id,
            name=name,
            media_type=media_type,
            sha256=stored.sha256,
            size=stored.size,
            added_at=session.now,
        )
        session.add(evidence)
        session.flush()
        assert evidence.id is not None
        session.add_all(EvidenceTie(evidence_id=evidence.id, requirement_id=requirement) for requirement in self.requirements)
        return evidence.id


@dataclass(frozen=True)
class TieEvidence(Act):
    """Say which requirements a document proves."""

    evidence_id: int
    requirements: frozenset[str]
    act: ClassVar[str] = N_("Tied a document to requirements")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Replaces the ties there were."""
        evidence = fetch(session, Evidence, self.evidence_id)
        open_application(session, evidence.application_id)
        ties = {
            tie.requirement_id: tie
            for tie in session.exec(select(EvidenceTie).where(EvidenceTie.evidence_id == self.evidence_id))
        }
        for requirement in ties.keys() - self.requirements:
            session.delete(ties[requirement])
        session.add_all(EvidenceTie(evidence_id=self.evidence_id, requirement_id=new) for new in self.requirements - ties.keys())


@dataclass(frozen=True)
class JudgeEvidence(Act):
    """Accept or refuse a document."""

    evidence_id: int
    standing: Standing
    reason: str = ""
    act: ClassVar[str] = N_("Judged a document")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """A refusal needs its reason."""
        evidence = fetch(session, Evidence, self.evidence_id)
        open_application(session, evidence.application_id)
        evidence.judge(self.standing, self.reason)
        session.add(evidence)


@dataclass(frozen=True)
class DescribeEvidence(Act):
    """Say who issued a document, what was checked on it, and who let an issuer pass that is not on the list."""

    evidence_id: int
    issuer: str = ""
    ticked: frozenset[str] = frozenset()
    exception_by: str = ""
    exception_on: date | None = None
    exception_reason: str = ""
    act: ClassVar[str] = N_("Described a document")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """An exception says who, when and why, or it is none."""
        evidence = fetch(session, Evidence, self.evidence_id)
        open_application(session, evidence.application_id)
        given = (self.exception_by.strip(), self.exception_on, self.exception_reason.strip())
        if any(given) and not all(given):
            raise RuleBroken(_("An exception needs who allowed it, on which day, and why."))
        evidence.issuer, evidence.ticked = self.issuer.strip(), " ".join(sorted(self.ticked))
        evidence.exception_by, evidence.exception_on, evidence.exception_reason = given
        session.add(evidence)


@dataclass(frozen=True)
class RemoveEvidence(Act):
    """Take a document out of the dossier; its bytes stay until the office file is cleaned."""

    evidence_id: int
    act: ClassVar[str] = N_("Removed a document")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """What was judged stays."""
        evidence = fetch(session, Evidence, self.evidence_id)
        open_application(session, evidence.application_id)
        if evidence.standing != Standing.PENDING:
            raise RuleBroken(_("“{name}” was already judged and stays in the dossier.").format(name=evidence.name))
        for tie in session.exec(select(EvidenceTie).where(EvidenceTie.evidence_id == self.evidence_id)):
            session.delete(tie)
        session.flush()
        session.delete(evidence)


@dataclass(frozen=True)
class EvidenceRow:
    """One document of a dossier; size in bytes."""

    id: int
    name: str
    media_type: str
    size: int
    standing: Standing
    reason: str
    requirements: tuple[str, ...]
    issuer: str = ""
    ticked: frozenset[str] = frozenset()
    exception_by: str = ""
    exception_on: date | None = None
    exception_reason: str = ""


@dataclass(frozen=True)
class ListEvidence:
    """The documents of a dossier, in the order they came."""

    application_id: int

    def run(self, session: OfficeSession) -> list[EvidenceRow]:
        """With the requirements each proves."""
        mine = select(Evidence).where(Evidence.application_id == self.application_id).order_by(col(Evidence.id))
        documents = list(session.exec(mine))
        ties: dict[int, list[str]] = {}
        for tie in session.exec(select(EvidenceTie).where(col(EvidenceTie.evidence_id).in_([d.id for d in documents]))):
            ties.setdefault(tie.evidence_id, []).append(tie.requirement_id)
        return [
            EvidenceRow(
                id=d.id or 0,
                name=d.name,
                media_type=d.media_type,
                size=d.size,
                standing=Standing(d.standing),
                reason=d.reason,
                requirements=tuple(sorted(ties.get(d.id or 0, ()))),
                issuer=d.issuer,
                ticked=frozenset(d.ticked.split()),
                exception_by=d.exception_by,
                exception_on=d.exception_on,
                exception_reason=d.exception_reason,
            )
            for d in documents
        ]


@dataclass(frozen=True)
class ReadEvidence:
    """The bytes of a document, checked against their hash."""

    evidence_id: int

    def run(self, session: OfficeSession) -> BinaryIO:
        """Refuses a document that is no longer what was handed in."""
        evidence = fetch(session, Evidence, self.evidence_id)
        if not session.files.check(evidence.sha256):
            raise RuleBroken(
                _("“{name}” is missing from the file store or was changed. Please restore the last backup.").format(
                    name=evidence.name
                )
            )
        with session.files.open(evidence.sha256) as stream:
            return io.BytesIO(stream.read())


@dataclass(frozen=True)
class AddPoints(Act):
    """Put a line in a ledger of a person; give either points or hours."""

    person_id: int
    scheme_id: str
    ledger: str
    entered_on: date
    description: str
    points: Decimal | None = None
    hours: Decimal | None = None
    marks: frozenset[str] = frozenset()
    category: str = ""
    standing: Standing = Standing.PENDING
    act: ClassVar[str] = N_("Added points")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id of the line."""
        fetch_person(session, self.person_id)
        scheme = scheme_of(self.scheme_id)
        scheme.ledger(self.ledger)
        if self.category and self.category not in {cap.category for cap in scheme.caps(self.ledger)}:
            raise RuleBroken(_("The scheme knows no “{name}”.").format(name=self.category))
        entry = PointsEntry(
            person_id=self.person_id,
            scheme_id=self.scheme_id,
            ledger=self.ledger,
            entered_on=self.entered_on,
            description=self.description.strip(),
            amount_hundredths=_hundredths(self.points),
            hours_hundredths=_hundredths(self.hours),
            marks=" ".join(sorted(self.marks)),
            category=self.category,
            standing=self.standing.value,
        )
        if self.entered_on > session.today:
            raise RuleBroken(_("Points cannot be dated in the future."))
        entry.settle()
        session.add(entry)
        session.flush()
        assert entry.id is not None
        return entry.id


@dataclass(frozen=True)
class JudgePoints(Act):
    """Accept or refuse a line."""

    entry_id: int
    standing: Standing
    reason: str = ""
    act: ClassVar[str] = N_("Judged points")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """A refusal needs its reason."""
        entry = fetch(session, PointsEntry, self.entry_id)
        entry.judge(self.standing, self.reason)
        session.add(entry)


def recognise(name: str, start: bytes) -> str:
    """The media type by content; what says one thing and is another is refused."""
    suffix = Path(name).suffix.lower()
    if suffix in _DANGEROUS or start.startswith(_PROGRAMS):
        raise RuleBroken(
            _("“{name}” can run a program and does not belong in a dossier. Please ask for a PDF.").format(name=name)
        )
    found = next((kind for magic, kind in _BEGINS.items() if start.startswith(magic)), None)
    claimed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if claimed in _BEGINS.values() and found != claimed:
        raise RuleBroken(_("“{name}” is not what its name says. Please open it first to see what it is.").format(name=name))
    return found or claimed


def display_name(name: str) -> str:
    """A file name that is safe to show and to write, whatever machine it came from."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join("_" if c in '<>:"|?*' else c for c in name if unicodedata.category(c) not in _UNSEEN)
    stem, dot, suffix = kept.strip(". ").rpartition(".")
    stem, suffix = (stem, suffix) if dot else (suffix, "")
    if stem.partition(".")[0].strip().upper() in _DEVICES:
        stem = f"_{stem}"
    return (stem[:_LONGEST_NAME] + dot + suffix[:10]) or _("document")


def open_application(session: OfficeSession, application_id: int) -> Application:
    """An application whose dossier may still be changed."""
    application = fetch(session, Application, application_id)
    if not State(application.state).is_open:
        raise RuleBroken(
            _("Application {number} is closed; its dossier stays as it was judged.").format(number=application.number)
        )
    return application


def _hundredths(value: Decimal | None) -> int | None:
    """Two decimals, exactly: what was typed is what is counted, or it is refused."""
    if value is None:
        return None
    if not value.is_finite() or abs(value) > MOST or value * 100 != (value * 100).to_integral_value():
        raise RuleBroken(_("Points and hours are numbers up to {most} with at most two decimals.").format(most=MOST))
    return int(value * 100)
