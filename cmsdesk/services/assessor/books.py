"""What an assessor's computer knows of each package, also after the dossier itself was wiped from it."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, Field

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.checks import Known, KnownPackage
from cmsdesk.exchange.packages.manifest import Kind, Subject
from cmsdesk.services.assessor.home import Workplace
from cmsdesk.services.assessor.offices import key_now, offices, trusted
from cmsdesk.services.assessor.slips import keep_slip, read_slip

KEPT_AFTER_REVIEW = 14  # days that a dossier stays after its review was made, if nobody says that it was handed over
KEPT_AFTER_CLOSE = 30  # days that a closed package stays in the list, by its number alone


class Closed(StrEnum):
    """Why nothing of a package is on this computer any more."""

    RETURNED = "returned"
    DECLINED = "declined"
    EXPIRED = "expired"


class PackageSlip(BaseModel, frozen=True):
    """One package; without a number it is no longer in the list, and only keeps a sequence from being given out twice.

    `sequence` and `digest` are of the file that was opened last, `made` of the review made last.

    `made_on` is the day on which the finished review was made, as long as nothing was changed since.
    `opened` names the folder with the dossier and `secret` opens it; `form` is the hash of the review as a workbook, where the
    office sent one along. Once `closed` is set all that is gone, and whatever is personal with it.
    """

    package: str
    dossier: str
    revision: int
    office: str
    sequence: int
    digest: str
    opened: str
    secret: str = Field(default="", repr=False)
    expires_on: date
    number: str
    round: int = 1
    assignment: str = ""
    form: str = ""
    candidate: str = ""
    title: str = ""
    due_on: date | None = None
    changes: tuple[str, ...] = ()
    made: int = 0
    made_on: date | None = None
    closed: Closed | None = None
    closed_on: date | None = None

    @property
    def subject(self) -> Subject:
        """What the package is about."""
        return Subject(self.package, self.dossier, self.revision)

    def is_over(self, today: date) -> bool:
        """Whether the time for it has ended."""
        return today > self.expires_on

    @property
    def wiped_on(self) -> date | None:
        """The day on which an assessor who says nothing more has it wiped; None before a review was made."""
        return self.made_on + timedelta(days=KEPT_AFTER_REVIEW) if self.made_on else None


def slips(workplace: Workplace) -> Mapping[str, PackageSlip]:
    """Every package by its id; those that still have something to do come first, by deadline.

    One whose slip was damaged is as good as not there (see `damaged`): the file of the office opens it anew.
    """
    found = [slip for folder in workplace.packages.iterdir() if (slip := _read(workplace, folder.name))]
    found.sort(key=lambda slip: (slip.closed is not None, slip.expires_on, slip.number))
    return {slip.package: slip for slip in found}


def damaged(workplace: Workplace) -> int:
    """How many packages have a slip that cannot be read, or that somebody else wrote."""
    return sum((folder / "slip").exists() for folder in workplace.packages.iterdir()) - len(slips(workplace))


def slip_of(workplace: Workplace, package: str) -> PackageSlip:
    """One package whose dossier is here; one that is not is refused."""
    slip = _read(workplace, package)
    if slip is None:
        raise RuleBroken(_("This package is not on this computer. Please open the file that the office sent."))
    if slip.closed:
        raise RuleBroken(_("The dossier of {number} was removed from this computer.").format(number=slip.number))
    return slip


@contextmanager
def working_on(workplace: Workplace, package: str) -> Iterator[PackageSlip]:
    """A package whose dossier is here, with nobody else at work on it: no number is given out twice, and no word lost."""
    slip_of(workplace, package)
    with workplace.take(package):
        yield slip_of(workplace, package)


def folder_of(workplace: Workplace, package: str) -> Path:
    """Where a package lies."""
    return workplace.packages / package


def keep(workplace: Workplace, slip: PackageSlip) -> PackageSlip:
    """Write down what is known of a package now; from this moment it counts."""
    folder = folder_of(workplace, slip.package)
    folder.mkdir(exist_ok=True, mode=0o700)
    keep_slip(folder / "slip", _place(slip.package), slip, workplace.keys)
    return slip


def known(workplace: Workplace, schema: int) -> Known:
    """What a package that comes in is checked against."""
    known_offices = offices(workplace)
    packages = {
        slip.package: KnownPackage(slip.subject, key_now(known_offices, slip.office), slip.expires_on, slip.sequence, slip.digest)
        for slip in slips(workplace).values()
    }
    return Known(workplace.keys.public.id, Kind.DOSSIER, trusted(workplace), packages, schema)


def wipe(workplace: Workplace, slip: PackageSlip, why: Closed) -> PackageSlip:
    """Remove a dossier and all work on it from this computer; its number and its checks stay for a while.

    That it is closed is written down first, and the key of the dossier goes with that: what might be left on the disk is
    noise, and a wipe that was interrupted is finished by the next sweep. That the disk itself forgets is not promised.
    """
    gone = {"secret": "", "form": "", "candidate": "", "title": "", "changes": ()}
    closed = slip.model_copy(update=gone | {"closed": why, "closed_on": workplace.today})
    try:
        keep(workplace, closed)
    except RuleBroken:  # as on a full disk: what is removed makes room
        _remove_others(workplace, closed)
        keep(workplace, closed)
    _remove_others(workplace, closed)
    return closed


def sweep(workplace: Workplace) -> list[PackageSlip]:
    """Wipe what has expired or was returned long enough ago, finish what was interrupted; tells what was wiped.

    What another window works on is left to that one.
    """
    wiped = []
    for folder in list(workplace.packages.iterdir()):
        with suppress(RuleBroken), workplace.take(folder.name):
            if slip := _read(workplace, folder.name):
                wiped += _swept(workplace, slip)
            elif not (folder / "slip").exists():  # put there by an opening that was interrupted before it counted
                shutil.rmtree(folder, ignore_errors=True)
    return wiped


def _swept(workplace: Workplace, slip: PackageSlip) -> list[PackageSlip]:
    today = workplace.today
    if slip.closed:
        last = max(slip.closed_on or today, slip.expires_on) + timedelta(days=KEPT_AFTER_CLOSE)
        if slip.number and today > last:
            keep(workplace, slip.model_copy(update={"number": "", "assignment": ""}))
    elif slip.is_over(today):
        return [wipe(workplace, slip, Closed.RETURNED if slip.made else Closed.EXPIRED)]
    elif slip.wiped_on and today > slip.wiped_on:
        return [wipe(workplace, slip, Closed.RETURNED)]
    _remove_others(workplace, slip)
    return []


def _remove_others(workplace: Workplace, slip: PackageSlip) -> None:
    """Remove every folder of a package but the one that counts, and every note that a fall left half written beside the slip."""
    for left in folder_of(workplace, slip.package).iterdir():
        if not left.is_dir():
            if left.name != "slip":
                with suppress(OSError):
                    left.unlink()
        elif slip.closed or left.name != slip.opened:
            shutil.rmtree(left, ignore_errors=True)


def _read(workplace: Workplace, package: str) -> PackageSlip | None:
    """What is known of one package; nothing where that was damaged."""
    with suppress(RuleBroken):
        return read_slip(workplace.packages / package / "slip", _place(package), PackageSlip, workplace.keys)
    return None


def _place(package: str) -> str:
    return f"packages/{package}/slip"
