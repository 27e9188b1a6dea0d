"""What goes back to the office: the declaration, the review or the refusal, as a file; and the end of a package here."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from pydantic import ValidationError

from cmsdesk.domain.applications import Act as Doing
from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.assessments import Assessment
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import ASSESSORS, Role
from cmsdesk.domain.words import N_, _
from cmsdesk.exchange.packages import review_content
from cmsdesk.exchange.packages.layouts import LONGEST_TEXT
from cmsdesk.exchange.packages.manifest import Cover, Kind
from cmsdesk.exchange.packages.review_content import Declaration, Review
from cmsdesk.exchange.packages.whole_files import whole_file
from cmsdesk.exchange.packages.writing import Contents, MadePackage, write_package
from cmsdesk.services.assessor.books import Closed, PackageSlip, keep, slip_of, wipe, working_on
from cmsdesk.services.assessor.dossier_office import FindSeat, open_dossier
from cmsdesk.services.assessor.home import Workplace
from cmsdesk.services.assessor.offices import offices
from cmsdesk.services.assessor.own_work import OwnWork, ReadOwnWork
from cmsdesk.services.assessor.packages import row_in
from cmsdesk.services.assignments import DeclareIndependence
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act, Office
from cmsdesk.store.session import OfficeSession

Report = Callable[[int, int], None]


def declare_independent(office: Office, text: str = "") -> None:
    """Say that one is independent of the candidate; then the dossier opens. The office is one of open_dossier."""
    office.do(DeclareIndependence(office.do(FindSeat()).assignment_id, independent=True, text=text))


def decline(workplace: Workplace, package: str, reason: str, folder: Path) -> MadePackage:
    """Say that one is not, with the reason: makes the file for the office in a folder, and wipes the dossier.

    Where the file cannot be written, the reason is kept and this can be done again.
    """
    if len(reason.strip()) > LONGEST_TEXT:
        raise RuleBroken(_("The reason is too long to travel. Please shorten it to 50,000 letters."))
    with working_on(workplace, package) as slip:
        with closing(open_dossier(workplace, slip)) as office:
            work = office.do(ReadOwnWork())
            if work.independent is not False:
                office.do(DeclareIndependence(work.assignment_id, independent=False, text=reason))
                work = office.do(ReadOwnWork())
        declaration = _declared(work, workplace.today)
        review = Review(assignment=slip.assignment, round=slip.round, declaration=declaration)
        counted, made = _write(workplace, slip, review, folder)
        wipe(workplace, counted, Closed.DECLINED)
    return made


def make_review(workplace: Workplace, package: str, folder: Path) -> MadePackage:
    """Make the file for the office in a folder: the finished report, or so far as it is while the candidate has to answer."""
    with working_on(workplace, package) as slip:
        with closing(open_dossier(workplace, slip)) as office:
            work = office.do(ReadOwnWork())
        return _write(workplace, slip, _review(slip, work, workplace.today), folder)[1]


def resume(workplace: Workplace, package: str) -> None:
    """Go on with a review that was finished; the office takes the file that is made after it, with a higher number."""
    with working_on(workplace, package) as slip, closing(open_dossier(workplace, slip)) as office:
        office.do(ResumeReview())
        row_in(workplace, slip, office)


def save_form(workplace: Workplace, package: str, path: Path) -> None:
    """Save the review as a workbook, as the office sent it along; it is not encrypted."""
    slip = slip_of(workplace, package)
    if not slip.form:
        raise RuleBroken(_("The office sent no form along with this dossier."))
    with closing(open_dossier(workplace, slip)) as office:
        office.do(CopyForm(slip.form, path))


def handed_over(workplace: Workplace, package: str) -> None:
    """The office has the review: everything of the package goes from this computer."""
    with working_on(workplace, package) as slip:
        if not slip.made:
            raise RuleBroken(_("No file was made for the office yet; the dossier stays until then."))
        wipe(workplace, slip, Closed.RETURNED)


@dataclass(frozen=True)
class ResumeReview(Act):
    """Open one's own finished report again, at one's own computer; at the office a report that was handed in stays."""

    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Went on with the review")

    def run(self, session: OfficeSession) -> None:
        """Refuses in the office's own file, and where nothing was finished."""
        if not session.files.sealed:
            raise RuleBroken(_("A report that was handed in to the office stays as it is."))
        work = ReadOwnWork().run(session)
        if work.report is None or not work.finished_on:
            raise RuleBroken(_("This review is not finished yet."))
        report = fetch(session, Assessment, work.report.id or 0)
        report.finished_on, report.outcome = None, ""
        application = fetch(session, Application, work.application_id)
        if application.state == State.ASSESSED:
            application.go(Doing.REOPEN_REVIEW)
        session.add_all([report, application])


@dataclass(frozen=True)
class CopyForm:
    """Copy one stored file out of an office file, whole or not at all."""

    sha256: str
    path: Path

    def run(self, session: OfficeSession) -> None:
        """Refuses where it is damaged, or cannot be written."""
        with session.files.open(self.sha256) as source, whole_file(self.path) as target:
            while piece := source.read(1 << 20):
                target.write(piece)


def _write(workplace: Workplace, slip: PackageSlip, review: Review, folder: Path) -> tuple[PackageSlip, MadePackage]:
    """The number is given out before the file is written: two files never carry the same one."""
    office = offices(workplace).get(slip.office)
    if office is None or office.revoked_on:
        raise RuleBroken(_("The key of this office was revoked. Please enrol its new key and ask for the package once more."))
    if slip.is_over(workplace.today):
        raise RuleBroken(_("The time for this dossier has ended. Please ask the office for more time."))
    slip = keep(workplace, slip.model_copy(update={"made": slip.made + 1}))
    cover = Cover(Kind.REVIEW, slip.subject, slip.made, review_content.SCHEMA, workplace.today, slip.expires_on)
    made = write_package(folder, cover, Contents(review.packed()), sender=workplace.keys, recipient=office.key)
    over = review.refused or review.finished_on  # what goes on after it is not handed in
    return keep(workplace, slip.model_copy(update={"made_on": workplace.today if over else None})), made


def _review(slip: PackageSlip, work: OwnWork, today: date) -> Review:
    """What goes back; refused while there is nothing yet that could."""
    if not work.independent:
        raise RuleBroken(_("Please declare first whether you are independent of the candidate."))
    if not work.finished_on and not work.waits:
        raise RuleBroken(_("Please finish the review first; then the file for the office can be made."))
    try:
        return Review(
            assignment=slip.assignment, round=slip.round, declaration=_declared(work, today), report=_report(work, today)
        )
    except ValidationError as error:
        raise RuleBroken(_("A comment, question or note is too long to travel. Please shorten it to 50,000 letters.")) from error


def _declared(work: OwnWork, today: date) -> Declaration:
    assert work.declared_on is not None
    day = _possible(work.declared_on, work, today)
    return Declaration(independent=bool(work.independent), text=work.declaration, declared_on=day)


def _possible(day: date, work: OwnWork, today: date) -> date:
    """A day as the office can keep it: the clock may have been wrong, and nobody declares or asks a second time."""
    return max(work.assigned_on, min(day, today))


def _report(work: OwnWork, today: date) -> review_content.Report:
    """The report as it travels; what is not judged yet stays out of it."""
    return review_content.Report(
        finished_on=_possible(work.finished_on, work, today) if work.finished_on else None,
        outcome=work.report.outcome if work.report else "",
        comment=work.report.comment if work.report else "",
        judgements=tuple(
            review_content.Judgement.model_validate(
                {"key": key, "verdict": one.verdict, "score": one.score, "basis": one.basis, "comment": one.comment}
            )
            for key, one in work.judgements.items()
            if one.verdict
        ),
        questions=tuple(
            review_content.AskedQuestion(
                uuid=one.uuid, key=one.requirement_id, text=one.text, asked_on=_possible(one.asked_on, work, today)
            )
            for one in work.questions
        ),
        feedback=tuple(
            review_content.Feedback(
                uuid=one.uuid,
                document=work.documents.get(one.evidence_id or 0),
                text=one.text,
                given_on=_possible(one.given_on, work, today),
            )
            for one in work.remarks
        ),
        notes=tuple(
            review_content.Note(
                uuid=one.uuid,
                document=work.documents[one.evidence_id],
                sha256=one.sha256,
                page=one.page,
                x=one.x,
                y=one.y,
                width=one.width,
                height=one.height,
                text=one.text,
                at=one.at,
            )
            for one in work.notes
        ),
    )
