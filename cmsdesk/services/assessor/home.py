"""Where an assessor's keys and packages lie on this computer, and the one passphrase that opens them.

keys              one's own keys, under the passphrase
offices/ID        an office whose words were compared; closed (slips.py)
packages/ID/slip  what is known of a package; closed
packages/ID/N/    the package as it was opened from file number N: an encrypted office file
at-work/ID        empty; locked by the process that works on the package
staging/PID/      what a running process is unpacking; swept when that process is gone
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from platformdirs import user_data_path

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.key_files import give_key, keep_keys, open_keys
from cmsdesk.exchange.packages.keys import KeyPair, new_keys
from cmsdesk.services.office import office_today
from cmsdesk.services.staging import sweep_folders
from cmsdesk.store.holding import Hold, hold


def assessor_folder() -> Path:
    """Where it all lies for whoever is logged in; not in a part of the profile that travels between computers."""
    return user_data_path("cmsdesk", appauthor=False, roaming=False) / "assessor"


@dataclass(frozen=True)
class Workplace:
    """The folder with the keys in hand; everything an assessor does begins with one."""

    folder: Path
    keys: KeyPair = field(repr=False)
    day: Callable[[], date] = office_today

    @property
    def today(self) -> date:
        """The day by the office's calendar, as in the package."""
        return self.day()

    @property
    def offices(self) -> Path:
        """Where the keys of offices lie."""
        return _made(self.folder / "offices")

    @property
    def packages(self) -> Path:
        """Where the packages lie."""
        return _made(self.folder / "packages")

    @property
    def staging(self) -> Path:
        """Where this process unpacks; nothing in it outlives the process for long."""
        return _made(self.folder / "staging" / str(os.getpid()))

    def take(self, package: str) -> Hold:
        """Work on a package alone until this is closed; refused while another window or command does."""
        return _held(_made(self.folder / "at-work") / package)

    def save_key(self, path: Path) -> None:
        """Write the key file that the office needs; it holds nothing secret."""
        give_key(path, self.keys)


class Home:
    """The folder before the passphrase was given."""

    def __init__(self, folder: Path, day: Callable[[], date] = office_today) -> None:
        self.folder = folder
        self._day = day

    @property
    def has_keys(self) -> bool:
        """Whether somebody began here before."""
        return self._keys.is_file()

    def begin(self, name: str, passphrase: str) -> Workplace:
        """Make the keys, once; takes about a third of a second."""
        if self.has_keys:
            raise RuleBroken(_("There are keys on this computer already. Please open them with their passphrase."))
        keys = new_keys(name, self._day())
        _made(self.folder)
        keep_keys(self._keys, keys, passphrase)
        return Workplace(self.folder, keys, self._day)

    def unlock(self, passphrase: str) -> Workplace:
        """Open the keys and sweep what a process that ended left in staging; takes as long as `begin`."""
        if not self.has_keys:
            raise RuleBroken(_("There are no keys on this computer yet. Please begin by making them."))
        workplace = Workplace(self.folder, open_keys(self._keys, passphrase), self._day)
        self.sweep()
        return workplace

    def change_passphrase(self, before: str, after: str) -> None:
        """Put the same keys under another passphrase."""
        keep_keys(self._keys, open_keys(self._keys, before), after)

    def start_over(self) -> None:
        """Give up the keys and all that lies under them, as after a forgotten passphrase; nothing can bring it back."""
        at_work = self.folder / "at-work"
        for name in list(at_work.iterdir()) if at_work.is_dir() else ():
            _held(name).close()
        self._keys.unlink(missing_ok=True)  # first: without it the rest is noise
        shutil.rmtree(self.folder, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what processes that are gone were unpacking."""
        sweep_folders(self.folder / "staging")

    @property
    def _keys(self) -> Path:
        return self.folder / "keys"


def _held(path: Path) -> Hold:
    """What only one process may have at a time."""
    try:
        held = hold(path)
    except OSError as error:
        raise RuleBroken(
            _("{path} could not be written. Is the disk full, or may nothing be written there?").format(path=path)
        ) from error
    if held is None:
        raise RuleBroken(_("This dossier is open in another window of the program. Please close it there first."))
    return held


def _made(folder: Path) -> Path:
    """A folder that only its owner may look into, where there are such rights."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise RuleBroken(_("No folder can be made at {path}. Please choose another place.").format(path=folder)) from error
    return folder
