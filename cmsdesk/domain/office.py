"""What the office says of itself; it travels with the office file."""

from pathlib import PurePosixPath, PureWindowsPath

from sqlmodel import Field

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record
from cmsdesk.domain.words import _


class OfficeSettings(Record, table=True):
    """The one row with the office's own name, contact and habits."""

    id: int = Field(default=1, primary_key=True, sa_column_kwargs=PLAIN)
    name: str = Field(sa_column_kwargs=PLAIN)
    contact_name: str = Field(default="", sa_column_kwargs=PERSONAL)
    contact_email: str = Field(default="", sa_column_kwargs=PERSONAL)
    contact_phone: str = Field(default="", sa_column_kwargs=PERSONAL)
    signatory_name: str = Field(default="", sa_column_kwargs=PERSONAL)
    signatory_role: str = Field(default="", sa_column_kwargs=PLAIN)
    backup_folder: str = Field(default="", sa_column_kwargs=PLAIN)
    certificate_layout: str = Field(default="landscape", sa_column_kwargs=PLAIN)
    # The association whose member list the office keeps; its memberships count for the schemes.
    association: str = Field(default="", sa_column_kwargs=PLAIN)
    signing_key: str = Field(default="", sa_column_kwargs=PLAIN)
    version: int = Field(default=1, sa_column_kwargs=PLAIN)

    @property
    def association_name(self) -> str:
        """The association whose members the office lists; an office that names none is one itself."""
        return self.association or self.name

    def check(self) -> None:
        """An office without a name cannot sign a paper; half a path would lead to another folder at every start."""
        self.name = self.name.strip()
        if not self.name:
            raise RuleBroken(_("Please give the office a name."))
        folder = self.backup_folder.strip()
        if folder and not (PurePosixPath(folder).is_absolute() or PureWindowsPath(folder).is_absolute()):
            raise RuleBroken(_("Please give the whole path of the folder for backups, or leave it empty."))
