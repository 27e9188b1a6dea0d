"""A real office and a real assessor's computer that write to each other: every file is made and taken in by the program."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

from cmsdesk.domain.assessments import Verdict
from cmsdesk.exchange.packages.keys import public_text
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.assessor.books import PackageSlip, slips
from cmsdesk.services.assessor.dossier_office import open_dossier
from cmsdesk.services.assessor.home import Workplace
from cmsdesk.services.assessor.offices import enrol_office
from cmsdesk.services.assessor.own_work import ReadOwnWork
from cmsdesk.services.assessor.packages import PackageRow, list_packages, open_file
from cmsdesk.services.assessor.returning import declare_independent, make_review
from cmsdesk.services.assessor_keys import EnrolKey
from cmsdesk.services.office import Office
from cmsdesk.services.packages import make_package
from cmsdesk.services.returned_reviews import TakenIn
from tests.judging import a_judge, admitted
from tests.packages import Post

DOCUMENTS = {"essay.pdf": ("essay",), "cv.pdf": ("proof.cv",)}
BOTH = {"essay": Verdict.MET, "proof.cv": Verdict.NOT_MET}


@dataclass
class Correspondence:
    """One dossier that one assessor judges at home; the keys were compared."""

    post: Post
    workplace: Workplace
    application: int = field(init=False)
    package: str = field(init=False, default="")

    def __post_init__(self) -> None:
        office = self.post.office
        self.application = admitted(office, self.post.folder, "apart", documents=DOCUMENTS)
        judge = a_judge(office, self.application, "Beoordelaar", "assessor", "apart", declared=False)
        self.person_id, self.assignment_id = judge.person_id, judge.assignment_id
        office.do(EnrolKey(judge.person_id, public_text(self.workplace.keys)))
        enrol_office(self.workplace, self.post.keys.public)

    @property
    def slip(self) -> PackageSlip:
        """What the assessor's computer knows of the package."""
        return slips(self.workplace)[self.package]

    @property
    def row(self) -> PackageRow:
        """How the package stands in the assessor's list."""
        return next(row for row in list_packages(self.workplace) if row.slip.package == self.package)

    def place(self) -> Path:
        """A new folder for a file on its way."""
        return Path(mkdtemp(dir=self.post.folder))

    def send(self, until: date | None = None) -> Path:
        """The office makes a package."""
        return make_package(self.post.office, self.assignment_id, self.place(), self.post.keys, expires_on=until).path

    def open(self, path: Path | None = None) -> PackageSlip:
        """The assessor opens it."""
        slip = open_file(self.workplace, path or self.send())
        self.package = slip.package
        return slip

    @contextmanager
    def desk(self) -> Iterator[Office]:
        """The dossier while the assessor is at work in it; independence is declared at the first time."""
        office = open_dossier(self.workplace, self.slip)
        try:
            if office.do(ReadOwnWork()).declared_on is None:
                declare_independent(office)
            yield office
        finally:
            office.close()

    def judge(self, verdicts: Mapping[str, Verdict], *, finish: bool = True) -> None:
        """The assessor judges, and finishes the review."""
        with self.desk() as office:
            for key, verdict in verdicts.items():
                office.do(JudgeRequirement(self.application, key, verdict, f"About {key}."))
            if finish:
                office.do(FinishReview(self.application))

    def answer(self) -> Path:
        """The assessor makes the file for the office."""
        return make_review(self.workplace, self.package, self.place()).path

    def take(self, path: Path | None = None) -> TakenIn:
        """The office takes it in."""
        return self.post.take(path or self.answer())
