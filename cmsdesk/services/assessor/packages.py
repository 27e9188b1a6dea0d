"""The packages on an assessor's computer: opening one that came in, and how far each is."""

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.people import Person
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.checks import Arrival, digest
from cmsdesk.exchange.packages.dossier_content import SCHEMA, Dossier, read_dossier
from cmsdesk.exchange.packages.reading import OpenedPackage, open_package
from cmsdesk.services.assessor.books import PackageSlip, folder_of, keep, known, slips
from cmsdesk.services.assessor.carrying_over import CarryOver
from cmsdesk.services.assessor.dossier_office import build_dossier, open_dossier
from cmsdesk.services.assessor.home import Workplace
from cmsdesk.services.assessor.own_work import OwnWork, ReadOwnWork
from cmsdesk.store.database import OfficeFileLost
from cmsdesk.store.office_key import new_office_key

Report = Callable[[int, int], None]


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
    return [_row(workplace, slip) for slip in slips(workplace).values()]


def row_of(slip: PackageSlip, work: OwnWork) -> PackageRow:
    """How far a package is whose dossier is open; after a "no" it stays shut, until the file that says so is made."""
    stage = Stage.JUDGE if work.independent else Stage.DECLARE
    if work.finished_on:
        stage = Stage.FINISHED
    elif work.waits:
        stage = Stage.WAIT
    return PackageRow(slip, stage, work.judged, len(work.items))


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
    opened = open_package(
        path, workplace.keys, known(workplace, SCHEMA), staging=workplace.staging, today=workplace.today, report=report
    )
    try:
        dossier = read_dossier(opened.content, opened.manifest)
        before = slips(workplace).get(opened.manifest.cover.subject.package)
        work = _own_work(workplace, before) if before and not before.closed else None
        if before and work:
            if opened.arrival is Arrival.REPEATED:
                return before
            if before.revision == opened.manifest.cover.subject.revision:
                return keep(workplace, _prolonged(before, opened, dossier))
        return _put_in_place(workplace, opened, dossier, before, work)
    finally:
        opened.wipe()


def _put_in_place(
    workplace: Workplace, opened: OpenedPackage, dossier: Dossier, before: PackageSlip | None, work: OwnWork | None
) -> PackageSlip:
    """Build the office file in staging, carry the own work over, and let it count by writing the slip."""
    key, slip = new_office_key(), _slip(opened, dossier, before)
    slip = slip.model_copy(update={"secret": key.secret.hex()})
    building = opened.folder.with_name(f"{opened.folder.name}-office")
    building.mkdir(mode=0o700)
    try:
        build_dossier(building, dossier, opened.documents, key, workplace)
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


def _slip(opened: OpenedPackage, dossier: Dossier, before: PackageSlip | None) -> PackageSlip:
    """What is written down of a package; how many reviews were made goes on counting."""
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
        made=before.made if before else 0,
    )


def _prolonged(before: PackageSlip, opened: OpenedPackage, dossier: Dossier) -> PackageSlip:
    """The same state of the dossier sent again, with more or less time: the work goes on as it is."""
    cover = opened.manifest.cover
    now = {
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
    work = _own_work(workplace, slip)
    return row_of(slip, work) if work else PackageRow(slip, Stage.DAMAGED)


def _own_work(workplace: Workplace, slip: PackageSlip) -> OwnWork | None:
    """What the assessor did in a dossier; None where the disk lost or damaged it."""
    try:
        with closing(open_dossier(workplace, slip)) as office:
            return office.do(ReadOwnWork())
    except OfficeFileLost:
        return None
