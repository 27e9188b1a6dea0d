"""The two keys of everybody who exchanges packages: one to read with (age X25519), one to sign with (Ed25519).

The public half travels as a small text; its owner reads the words of its id aloud (fingerprints.py) before anybody trusts it.
"""

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from datetime import date

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _

LONGEST_NAME = 100
LARGEST_TEXT = 1024  # bytes of a key file; the longest name takes 400

_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_READING = re.compile(rf"age1[{_BECH32}]{{58}}")
_PUBLIC = re.compile(
    r"(cmsdesk-key 1\nname ([^\n]+)\nmade (\d{4}-\d\d-\d\d)\nreading ([^\n]+)\nsigning ([0-9a-f]{64})\n)signature ([0-9a-f]{128})\n",
    re.ASCII,
)
_PRIVATE = re.compile(
    r"cmsdesk-private-key 1\nname ([^\n]+)\nmade (\d{4}-\d\d-\d\d)\nreading (AGE-SECRET-KEY-1[^\n]+)\nsigning ([0-9a-f]{64})\n",
    re.ASCII,
)


@dataclass(frozen=True)
class PublicKey:
    """What others need of somebody: to encrypt for them, and to know their signature. `name` is what they call themselves."""

    name: str
    made_on: date
    reading: str
    signing: bytes

    @property
    def id(self) -> str:
        """Names this pair of keys everywhere: SHA-256 over both, as 64 hexadecimal digits."""
        return hashlib.sha256(f"cmsdesk-key-id 1\n{self.reading}\n{self.signing.hex()}\n".encode()).hexdigest()

    @property
    def recipient(self) -> pyrage.x25519.Recipient:
        """The reading key, as age wants it."""
        return pyrage.x25519.Recipient.from_str(self.reading)

    def has_signed(self, text: bytes, signature: bytes) -> bool:
        """Whether the owner of this key signed this text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.signing).verify(signature, text)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class KeyPair:
    """Somebody's own keys; the private halves never show in a text about the object."""

    name: str
    made_on: date
    reading: str = field(repr=False)
    signing: bytes = field(repr=False)

    @property
    def public(self) -> PublicKey:
        """What may be given to others."""
        signing = Ed25519PrivateKey.from_private_bytes(self.signing).public_key().public_bytes_raw()
        return PublicKey(self.name, self.made_on, str(self.identity.to_public()), signing)

    @property
    def identity(self) -> pyrage.x25519.Identity:
        """The reading key, as age wants it."""
        return pyrage.x25519.Identity.from_str(self.reading)

    def sign(self, text: bytes) -> bytes:
        """The signature of this key under a text, 64 bytes. Each kind of text begins with a line of its own."""
        return Ed25519PrivateKey.from_private_bytes(self.signing).sign(text)


@dataclass(frozen=True)
class EnrolledKey:
    """A key whose words somebody compared. Once revoked nothing signed with it is accepted, however old it says it is."""

    key: PublicKey
    revoked_on: date | None = None


def new_keys(name: str, made_on: date) -> KeyPair:
    """A fresh pair for somebody who calls themselves so."""
    tidied = unicodedata.normalize("NFC", " ".join(name.split()))
    if not _is_name(tidied):
        raise RuleBroken(_("Please give a name of at most {longest} letters for the key.").format(longest=LONGEST_NAME))
    return KeyPair(tidied, made_on, str(pyrage.x25519.Identity.generate()), secrets.token_bytes(32))


def public_text(keys: KeyPair) -> bytes:
    """The public half as the text that is sent to the office; signed, so that a typing error shows."""
    public = keys.public
    text = (
        f"cmsdesk-key 1\nname {public.name}\nmade {public.made_on}\nreading {public.reading}\nsigning {public.signing.hex()}\n"
    ).encode()
    return text + f"signature {keys.sign(text).hex()}\n".encode()


def read_public_text(text: bytes) -> PublicKey:
    """The key in such a text; anything else is refused."""
    try:
        found = _PUBLIC.fullmatch(text[: LARGEST_TEXT + 1].decode())
        if not found or len(text) > LARGEST_TEXT:
            raise ValueError(text[:20])
        _check_reading_key(found[4])
        key = PublicKey(found[2], date.fromisoformat(found[3]), found[4], bytes.fromhex(found[5]))
        if not _is_name(key.name) or not key.has_signed(found[1].encode(), bytes.fromhex(found[6])):
            raise ValueError(key)
    except (ValueError, pyrage.RecipientError) as error:
        raise RuleBroken(
            _("This is not a key file of cmsdesk, or it was damaged on its way. Please ask the owner to send it once more.")
        ) from error
    return key


def private_text(keys: KeyPair) -> bytes:
    """Both halves as a text; only for locking away (key_files.py)."""
    return (
        f"cmsdesk-private-key 1\nname {keys.name}\nmade {keys.made_on}\nreading {keys.reading}\nsigning {keys.signing.hex()}\n"
    ).encode()


def read_private_text(text: bytes) -> KeyPair:
    """The keys in such a text, or a ValueError."""
    found = _PRIVATE.fullmatch(text.decode())
    if not found or not _is_name(found[1]):
        raise ValueError
    try:
        pyrage.x25519.Identity.from_str(found[3])
    except pyrage.IdentityError as error:
        raise ValueError from error
    return KeyPair(found[1], date.fromisoformat(found[2]), found[3], bytes.fromhex(found[4]))


def _is_name(name: str) -> bool:
    """One line of printable text without marks that turn the reading direction, spelled in the one normal form."""
    return (
        0 < len(name) <= LONGEST_NAME
        and name == " ".join(name.split())
        and name.isprintable()
        and unicodedata.is_normalized("NFC", name)
    )


def _check_reading_key(reading: str) -> None:
    """Refuse what is no age key, and the few points that would make every secret shared with them known to all.

    pyrage checks the sum of the text but ends in a panic, which is no Exception, when it encrypts to such a point.
    """
    if not _READING.fullmatch(reading) or str(pyrage.x25519.Recipient.from_str(reading)) != reading:
        raise ValueError(reading)
    number = 0
    for letter in reading[4:56]:  # 52 letters of 5 bits: 32 bytes and 4 bits that are 0
        number = number << 5 | _BECH32.index(letter)
    X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes((number >> 4).to_bytes(32)))
