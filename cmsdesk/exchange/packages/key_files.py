"""Where keys lie: one's own under a passphrase, readable by the owner only, and the public half to give away."""

from pathlib import Path

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.keys import (
    LARGEST_TEXT,
    KeyPair,
    PublicKey,
    private_text,
    public_text,
    read_private_text,
    read_public_text,
)
from cmsdesk.exchange.packages.passphrases import lock, unlock
from cmsdesk.exchange.packages.whole_files import whole_file

KEY_SUFFIX = ".cmsdesk-key"
_LARGEST_LOCKED = 64 << 10
_LONGEST_STEM = 50  # letters, of at most four bytes: a file name has 255


def key_file_name(name: str) -> str:
    """How the key file of somebody is called; the name is their own, so only letters and figures of it are used."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in name).strip("-")
    return f"{kept[:_LONGEST_STEM] or 'key'}{KEY_SUFFIX}"


def keep_keys(path: Path, keys: KeyPair, passphrase: str) -> None:
    """Lock the keys away in a file; takes about a third of a second, so not on the window's own thread."""
    locked = lock(private_text(keys), passphrase)
    with whole_file(path) as target:
        target.write(locked)


def open_keys(path: Path, passphrase: str) -> KeyPair:
    """One's own keys again; takes as long as `keep_keys`."""
    secret = unlock(_read(path, _LARGEST_LOCKED), passphrase)
    try:
        return read_private_text(secret)
    except ValueError as error:
        raise RuleBroken(
            _("This file does not hold keys of cmsdesk, or it is damaged. Please use a copy of the file.")
        ) from error


def give_key(path: Path, keys: KeyPair) -> None:
    """Write the public half as a small file to send."""
    with whole_file(path) as target:
        target.write(public_text(keys))


def take_key(path: Path) -> PublicKey:
    """Read a key file that somebody sent; nobody has compared its words yet."""
    return read_public_text(read_key_text(path))


def read_key_text(path: Path) -> bytes:
    """What stands in a key file that somebody sent; a longer file is cut off, and then no key any more."""
    return _read(path, LARGEST_TEXT)


def _read(path: Path, largest: int) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(largest + 1)
    except OSError as error:
        raise RuleBroken(_("{file} cannot be read. Perhaps another program has it open.").format(file=path.name)) from error
