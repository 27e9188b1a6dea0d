"""The packages on an assessor's computer: opening one that came in, and how far each is."""

import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Question
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.people import Person
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.checks import Arrival, digest
from cmsdesk.exchange.packages.dossier_content import SCHEMA, Dossier, read_dossier
from cmsdesk.exchange.packages.reading import OpenedPackage, open_package
from cmsdesk.services.assessor.books import PackageSlip, folder_of, keep, known, slips, working_on
from cmsdesk.services.assessor.carrying_over import CarryOver
from cmsdesk.services.assessor.dossier_office import build_dossier, open_dossier
from cmsdesk.services.assessor.home import Workplace
from cmsdesk.services.assessor.own_work import OwnWork, ReadOwnWork
from cmsdesk.services.office import Office
from cmsdesk.store.database import OfficeFileLost
from cmsdesk.store.office_key import new_office_key

Report = Callable[[int, int], None]

_MORE_THAN_WERE_MADE = 1_000  # of one package, by anybody


class Stage(StrEnum):
    """How far a package is."""

    DECLARE = "declare"
    JUDGE = "judge"
    WAIT = "wait"
    FINISHED = "finished"
    CLOSED = "closed"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class PackageRow:
    """One package in the list."""

    slip: PackageSlip
    stage: Stage
    judged: int = 0
    needed: int = 0


def list_packages(workplace: Workplace) -> list[PackageRow]:
    """Every package with its progress; what still has to be done comes first, by deadline."""
    return [_row(workplace, slip) for slip in slips(workplace).values() if slip.number]


def row_in(workplace: Workplace, slip: PackageSlip, office: Office) -> PackageRow:
    """How far a package is whose dossier is open; after a "no" it stays shut, until the file that says so is made.

    A review that goes on was not handed in, whatever was made of it before.
    """
    work = office.do(ReadOwnWork())
    if slip.made_on and not work.finished_on:
        slip = _goes_on(workplace, slip)
    stage = Stage.JUDGE if work.independent else Stage.DECLARE
    if work.finished_on:
        stage = Stage.FINISHED
    elif work.waits:
        stage = Stage.WAIT
    return PackageRow(slip, stage, work.judged, len(work.items))


def _goes_on(workplace: Workplace, slip: PackageSlip) -> PackageSlip:
    """Write down that a review which was made before is worked on; another window at work on it does so itself."""
    with suppress(RuleBroken), working_on(workplace, slip.package) as now:
        return keep(workplace, now.model_copy(update={"made_on": None}))
    return slip


def open_file(workplace: Workplace, path: Path, report: Report | None = None) -> PackageSlip:
    """Take in a package, checked to the last byte, and return what is known of it now.

    One that was seen before opens where one was; where the disk lost that, it opens anew. A newer file takes the place of
    the older one in one step; until then, and after any refusal, everything is as it was.
    """
    try:
        return _take_in(workplace, path, report)
    except OSError as error:
        raise RuleBroken(
            _("{file} could not be opened: it cannot be read, or the disk is full. Nothing was kept.").format(file=path.name)
        ) from error


def _take_in(workplace: Workplace, path: Path, report: Report | None) -> PackageSlip:
    books = known(workplace, SCHEMA)
    opened = open_package(path, workplace.keys, books, staging=workplace.staging, today=workplace.today, report=_half(report, 0))
    try:
        dossier, package = read_dossier(opened.content, opened.manifest), opened.manifest.cover.subject.package
        with workplace.take(package):
            if known(workplace, SCHEMA).packages.get(package) != books.packages.get(package):
                raise RuleBroken(_("Another window opened a file of this dossier meanwhile. Please open this one once more."))
            return _put(workplace, opened, dossier, _half(report, 1))
    finally:
        opened.wipe()


def _half(report: Report | None, place: int) -> Report | None:
    """The progress of the one half of the work, reading the file, or of the other, putting the dossier in its place."""
    return (lambda done, total: report(place * total + done, 2 * total)) if report else None


def _put(workplace: Workplace, opened: OpenedPackage, dossier: Dossier, report: Report | None) -> PackageSlip:
    """Take over what came, with nobody else at work on it."""
    before = slips(workplace).get(opened.manifest.cover.subject.package)
    work = _work_so_far(workplace, before)
    if before and work and opened.arrival is Arrival.REPEATED:
        return before
    same = before and before.revision == opened.manifest.cover.subject.revision
    if before and work and same and work.scheme == dossier.scheme and not _brings_answers(dossier, work):
        return keep(workplace, _prolonged(before, opened, dossier))
    return _put_in_place(workplace, opened, dossier, before, work, report)


def _brings_answers(dossier: Dossier, work: OwnWork) -> bool:
    """Whether the candidate answered what is still open here; that comes with the rows of the newer file only."""
    waiting = {one.uuid for one in work.questions if not one.answered_on}
    return any(row["answered_on"] and row["uuid"] in waiting for row in dossier.rows(Question))


def _work_so_far(workplace: Workplace, before: PackageSlip | None) -> OwnWork | None:
    """What was done in a dossier that lies here; nothing where none does, or where it is damaged beyond reading."""
    if before is None or before.closed:
        return None
    try:
        with closing(open_dossier(workplace, before)) as office:
            return office.do(ReadOwnWork())
    except OfficeFileLost:
        return None


def _put_in_place(
    workplace: Workplace,
    opened: OpenedPackage,
    dossier: Dossier,
    before: PackageSlip | None,
    work: OwnWork | None,
    report: Report | None,
) -> PackageSlip:
    """Build the office file in staging, carry the own work over, and let it count by writing the slip."""
    key = new_office_key()
    forgotten = (folder_of(workplace, opened.manifest.cover.subject.package) / "slip").exists()
    slip = _slip(opened, dossier, before, made_before=_MORE_THAN_WERE_MADE if forgotten else 0)
    slip = slip.model_copy(update={"secret": key.secret.hex()})
    building = opened.folder.with_name(f"{opened.folder.name}-office")
    building.mkdir(mode=0o700)
    try:
        build_dossier(building, dossier, opened.documents, key, workplace, report)
        if before and work:
            with closing(open_dossier(workplace, slip, building)) as new:
                changes = new.do(CarryOver(work))
            slip = slip.model_copy(update={"changes": _changes(before, slip, changes)})
        folder = folder_of(workplace, slip.package)
        folder.mkdir(exist_ok=True, mode=0o700)
        shutil.rmtree(folder / slip.opened, ignore_errors=True)  # left by an opening that was interrupted
        building.rename(folder / slip.opened)
        keep(workplace, slip)
        if before and before.opened != slip.opened:
            shutil.rmtree(folder / before.opened, ignore_errors=True)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return slip


def _slip(opened: OpenedPackage, dossier: Dossier, before: PackageSlip | None, *, made_before: int) -> PackageSlip:
    """What is written down of a package; how many reviews were made goes on counting, where that is not known from far above."""
    manifest, subject = opened.manifest, opened.manifest.cover.subject
    application = dossier.row(Application, dossier.application_id)
    candidate = Person(**dossier.row(Person, application["person_id"]))
    assignment = dossier.row(Assignment, dossier.assignment_id)
    return PackageSlip(
        package=subject.package,
        dossier=subject.dossier,
        revision=subject.revision,
        office=manifest.sender,
        sequence=manifest.cover.sequence,
        digest=digest(manifest),
        opened=f"{manifest.cover.sequence}-{opened.folder.name}",
        expires_on=manifest.cover.expires_on,
        number=application["number"],
        round=application["round"],
        assignment=assignment["uuid"],
        form=manifest.files[-1].sha256 if dossier.form else "",
        candidate=candidate.full_name,
        title=application["title_id"],
        due_on=assignment["due_on"],
        made=before.made if before else made_before,
    )


def _prolonged(before: PackageSlip, opened: OpenedPackage, dossier: Dossier) -> PackageSlip:
    """The same state of the dossier sent again, with more or less time: the work goes on as it is."""
    cover = opened.manifest.cover
    now = {
        "office": opened.manifest.sender,
        "sequence": cover.sequence,
        "digest": digest(opened.manifest),
        "expires_on": cover.expires_on,
        "due_on": dossier.row(Assignment, dossier.assignment_id)["due_on"],
    }
    after = before.model_copy(update=now)
    return after.model_copy(update={"changes": _changes(before, after, ())})


def _changes(before: PackageSlip, after: PackageSlip, changes: tuple[str, ...]) -> tuple[str, ...]:
    if before.expires_on == after.expires_on:
        return changes
    return (*changes, _("There is time until {date} now.").format(date=show_date(after.expires_on)))


def _row(workplace: Workplace, slip: PackageSlip) -> PackageRow:
    if slip.closed:
        return PackageRow(slip, Stage.CLOSED)
    try:
        with closing(open_dossier(workplace, slip)) as office:
            return row_in(workplace, slip, office)
    except OfficeFileLost:
        return PackageRow(slip, Stage.DAMAGED)
    except RuleBroken:  # the others stay in reach; why this one does not open now is said when it is asked for
        return PackageRow(slip, Stage.JUDGE)
