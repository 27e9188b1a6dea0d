"""What the office says of itself: reading and changing it."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import ClassVar

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.office import OfficeSettings
from cmsdesk.domain.words import N_, _
from cmsdesk.services.finding import check_version, fetch
from cmsdesk.services.office import Act, Office, make_office
from cmsdesk.services.organisations import organisation_id, rename
from cmsdesk.store.backup import BACKUPS
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class OfficeDetails:
    """What staff may fill in about the office."""

    name: str
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    signatory_name: str = ""
    signatory_role: str = ""
    backup_folder: str = ""
    certificate_layout: str = "landscape"
    association: str = ""


@dataclass(frozen=True)
class FoundOffice(Act):
    """Fill a new office file with what the office says of itself."""

    details: OfficeDetails
    act: ClassVar[str] = N_("Founded the office")

    def run(self, session: OfficeSession) -> None:
        """The name is needed, the rest may wait; an office is founded once."""
        if session.get(OfficeSettings, 1):
            raise RuleBroken(_("This office file already belongs to an office; change its settings instead."))
        settings = OfficeSettings(**asdict(self.details))
        settings.check()
        session.add(settings)
        session.flush()
        organisation_id(session, settings.association_name)


@dataclass(frozen=True)
class ChangeSettings(Act):
    """Change what the office says of itself."""

    version: int
    details: OfficeDetails
    act: ClassVar[str] = N_("Changed the office settings")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses when somebody else was first; an association that is renamed keeps its members."""
        settings = office_settings(session)
        check_version(settings.version, self.version)
        before = settings.association_name
        for name, value in asdict(self.details).items():
            setattr(settings, name, value)
        settings.check()
        session.add(settings)
        rename(session, before, settings.association_name)


@dataclass(frozen=True)
class ReadSettings:
    """What the office says of itself, with the version an editor must give back."""

    def run(self, session: OfficeSession) -> tuple[OfficeDetails, int]:
        """Details and version."""
        settings = office_settings(session)
        return OfficeDetails(**{name: getattr(settings, name) for name in OfficeDetails.__dataclass_fields__}), settings.version


def backup_folder(details: OfficeDetails, office: Path) -> Path:
    """Where backups go: where the office said, if this machine can have such a place; otherwise beside the office file."""
    return folder_for_backups(details.backup_folder, office)


def folder_for_backups(said: str, office: Path) -> Path:
    """The same for what an office file says that is not open."""
    return Path(said) if Path(said).is_absolute() else office.parent / BACKUPS


def office_settings(session: OfficeSession) -> OfficeSettings:
    """The one row."""
    return fetch(session, OfficeSettings, 1)


def found_office(path: Path, details: OfficeDetails, *, user: str) -> Office:
    """Make a new office file that knows its name; where that is refused, no file is made."""
    OfficeSettings(**asdict(details)).check()
    office = make_office(path, user=user)
    office.do(FoundOffice(details))
    return office
