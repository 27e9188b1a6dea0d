"""The office's own keys: to sign what it sends, and to read what comes back.

They lie in a file beside the office file, under a passphrase, and never in the office file itself: whoever copies that
file cannot speak in the name of the office. Backups hold them too, as they lie there. Without the file or its passphrase
new keys are made, and every assessor has to compare the words once more.
"""

from pathlib import Path

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.key_files import give_key, keep_keys, open_keys
from cmsdesk.exchange.packages.keys import LONGEST_NAME, KeyPair, new_keys
from cmsdesk.services.office import Office
from cmsdesk.services.settings import ReadSettings
from cmsdesk.store.backup import KEYS


def keys_file(office: Path) -> Path:
    """Where the keys of an office file lie."""
    return office.with_name(f"{office.name}{KEYS}")


def has_keys(office: Office) -> bool:
    """Whether this office made its keys."""
    return keys_file(office.path).exists()


def make_keys(office: Office, passphrase: str) -> KeyPair:
    """Make the keys of the office, once; takes about a third of a second."""
    if has_keys(office):
        raise RuleBroken(_("This office has keys already. Please open them with their passphrase."))
    details, _version = office.do(ReadSettings())
    keys = new_keys(" ".join(details.name.split())[:LONGEST_NAME].strip(), office.today)
    keep_keys(keys_file(office.path), keys, passphrase)
    office.changed_since_backup = True  # so that the next backup has them too
    return keys


def unlock_keys(office: Office, passphrase: str) -> KeyPair:
    """The keys of the office; takes as long as making them."""
    if not has_keys(office):
        raise RuleBroken(_("This office has no keys for assessors yet. Please make them first."))
    return open_keys(keys_file(office.path), passphrase)


def give_up_keys(office: Office) -> None:
    """Put keys aside whose passphrase was forgotten, so that new ones can be made; should it come back, they are still there."""
    path = keys_file(office.path)
    try:
        path.replace(path.with_name(f"{path.name}.former"))
    except OSError as error:
        raise RuleBroken(
            _("{path} could not be written. Is the disk full, or may nothing be written there?").format(path=path)
        ) from error


def save_public_key(keys: KeyPair, path: Path) -> Path:
    """Write the small file with which assessors know the office; it holds nothing secret."""
    give_key(path, keys)
    return path
