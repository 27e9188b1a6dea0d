"""An office that sends dossiers, and assessors who answer from elsewhere: with keys, files and formats, and no office file."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from openpyxl import load_workbook

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.exchange.packages.checks import Known
from cmsdesk.exchange.packages.contents import content_bytes
from cmsdesk.exchange.packages.dossier_content import Dossier, read_dossier
from cmsdesk.exchange.packages.faults import PackageRefused
from cmsdesk.exchange.packages.keys import EnrolledKey, KeyPair, new_keys, public_text
from cmsdesk.exchange.packages.manifest import Cover, Kind, Manifest
from cmsdesk.exchange.packages.reading import open_package
from cmsdesk.exchange.packages.review_content import SCHEMA, Review
from cmsdesk.exchange.packages.review_form import FIRST_ROW
from cmsdesk.exchange.packages.writing import Contents, write_package
from cmsdesk.services.assessor_keys import EnrolKey
from cmsdesk.services.office import Office
from cmsdesk.services.packages import MadeForAssessor, make_package
from cmsdesk.services.returned_reviews import MergeReview, TakenIn
from tests.judging import Judge, a_judge, admitted

DAY = date(2026, 11, 21)
ESSAY = {"essay.pdf": ("essay",)}
ALL_MET = {"essay": "met"}


@dataclass
class FarAssessor:
    """Somebody at home with a key pair; `opened` is what the last package said."""

    name: str
    person_id: int
    assignment_id: int
    keys: KeyPair
    office: KeyPair
    folder: Path
    manifest: Manifest | None = None
    dossier: Dossier | None = None
    documents: tuple[bytes, ...] = ()
    sequence: int = field(default=0)

    def open(self, path: Path, on: date) -> Dossier:
        """Open a package, as the assessor's program does."""
        known = Known(self.keys.public.id, Kind.DOSSIER, {self.office.public.id: EnrolledKey(self.office.public)})
        opened = open_package(path, self.keys, known, staging=self.folder, today=on)
        self.manifest, self.dossier = opened.manifest, read_dossier(opened.content, opened.manifest)
        self.documents = tuple(document.read_bytes() for document in opened.documents)
        opened.wipe()
        return self.dossier

    def answer(self, verdicts: Mapping[str, str] | None = None, *, on: date, sequence: int = 0, **more: Any) -> Path:
        """A review with these verdicts; `more` replaces parts of the report, `finished_on` among them."""
        judgements = [
            {"key": key, "verdict": verdict, "comment": f"{self.name} on {key}."}
            for key, verdict in (verdicts or ALL_MET).items()
        ]
        report = {"finished_on": on.isoformat(), "judgements": judgements, **more}
        return self.send({"independent": True, "declared_on": on.isoformat()}, report, on=on, sequence=sequence)

    def decline(self, reason: str, *, on: date, sequence: int = 0) -> Path:
        """The dossier goes back unjudged."""
        declaration = {"independent": False, "declared_on": on.isoformat(), "text": reason}
        return self.send(declaration, None, on=on, sequence=sequence)

    def send(self, declaration: dict[str, Any], report: dict[str, Any] | None, *, on: date, sequence: int = 0) -> Path:
        """Sign and seal an answer of any kind."""
        assert self.manifest
        assert self.dossier
        assignment = self.dossier.row(Assignment, self.dossier.assignment_id)["uuid"]
        round_ = self.dossier.row(Application, self.dossier.application_id)["round"]
        content = {"assignment": assignment, "round": round_, "declaration": declaration, "report": report}
        packed = Review.unpacked(content_bytes(content)).packed()
        self.sequence = sequence or self.sequence + 1
        cover = Cover(Kind.REVIEW, self.manifest.cover.subject, self.sequence, SCHEMA, on, self.manifest.cover.expires_on)
        out = Path(mkdtemp(dir=self.folder))
        return write_package(out, cover, Contents(packed), sender=self.keys, recipient=self.office.public).path


@dataclass
class Post:
    """The office's side: its keys and where it puts files."""

    office: Office
    keys: KeyPair
    folder: Path

    def far_assessor(
        self,
        application: int,
        surname: str,
        step: str = "apart",
        role: str = "assessor",
        *,
        enrolled: bool = True,
        declared: bool = False,
    ) -> FarAssessor:
        """Somebody who is assigned and whose key was enrolled."""
        judge = a_judge(self.office, application, surname, role, step, declared=declared)
        keys = new_keys(judge.name, self.office.today)
        if enrolled:
            self.office.do(EnrolKey(judge.person_id, public_text(keys)))
        home = Path(mkdtemp(dir=self.folder))
        return FarAssessor(judge.name, judge.person_id, judge.assignment_id, keys, self.keys, home)

    def send(self, assessor: FarAssessor, **more: Any) -> MadeForAssessor:
        """Make a package and let the assessor open it."""
        out = Path(mkdtemp(dir=self.folder))
        made = make_package(self.office, assessor.assignment_id, out, self.keys, **more)
        assessor.open(made.path, self.office.today)
        return made

    def take(self, path: Path) -> TakenIn:
        """Take in what came back."""
        return self.office.do(MergeReview(path, self.keys, self.staging))

    @property
    def staging(self) -> Path:
        """Where the office decrypts."""
        folder = self.folder / "staging"
        folder.mkdir(exist_ok=True)
        return folder


def a_dossier(post: Post, route: str = "apart") -> int:
    """An application that is to be judged, with one document."""
    return admitted(post.office, post.folder, route, documents=ESSAY)


def a_post(office: Office, folder: Path) -> Post:
    """An office with keys."""
    return Post(office, new_keys("Test office", office.today), folder)


def judge_of(assessor: FarAssessor) -> Judge:
    """The same person at the office."""
    return Judge(assessor.name, assessor.person_id, assessor.assignment_id)


def fingerprint(path: Path) -> str:
    """The bytes of an office file and its log as they lie there; not of the locks beside them."""
    kept = [path, path.with_name(f"{path.name}-wal")]
    return "".join(hashlib.sha256(one.read_bytes()).hexdigest() for one in kept if one.exists())


def refused(post: Post, path: Path) -> PackageRefused | RuleBroken:
    """The refusal of a file, after which the office file is what it was, to the byte."""
    before = fingerprint(post.office.path)
    with pytest.raises(RuleBroken) as refusal:
        post.take(path)
    assert fingerprint(post.office.path) == before
    assert list(post.staging.iterdir()) == []
    return refusal.value


def filled(form: Path, verdict: Verdict, comment: str = "Seen.") -> Path:
    """A form in which the same was written in every row, as with a spreadsheet program."""
    book = load_workbook(form)
    page = book.worksheets[0]
    for number in range(FIRST_ROW, page.max_row + 1):
        page.cell(number, 3).value, page.cell(number, 4).value = verdict.label, comment
    book.save(form)
    return form
