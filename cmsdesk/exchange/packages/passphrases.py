"""A secret under a passphrase, as an age file of its own (age-encryption.org/v1, scrypt): any age program opens it.

The library only writes such files with as much work as its own machine does in a second, which a slower laptop
or one with little memory may not be able to undo. Hence they are written here, with a fixed amount of work.
"""

import base64
import hashlib
import hmac
import re
import secrets
import unicodedata

import pyrage
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _

WORK = 17  # scrypt with N = 2^17, r = 8, p = 1, as OWASP asks: 128 MB and about a third of a second
MOST_WORK = 18  # what is still opened; 2^24 would take 16 GB and a minute and a half
SHORTEST = 12  # letters; the file can be tried without end by whoever finds the laptop
_LARGEST = 64 << 10  # one chunk of age
_HEADER = re.compile(
    rb"age-encryption\.org/v1\n-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]?)\n[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n"
)


def lock(secret: bytes, passphrase: str) -> bytes:
    """The secret, at most 64 KiB, as an age file that this passphrase opens."""
    if len(passphrase) < SHORTEST:
        raise RuleBroken(
            _("Please choose a passphrase of at least {shortest} letters; a short sentence is easy to remember.").format(
                shortest=SHORTEST
            )
        )
    file_key, salt, nonce = secrets.token_bytes(16), secrets.token_bytes(16), secrets.token_bytes(16)
    wrapping = hashlib.scrypt(
        _spelled(passphrase),
        salt=b"age-encryption.org/v1/scrypt" + salt,
        n=1 << WORK,
        r=8,
        p=1,
        dklen=32,
        maxmem=(128 * 8 << WORK) + (1 << 20),
    )
    body = ChaCha20Poly1305(wrapping).encrypt(bytes(12), file_key, None)
    header = b"age-encryption.org/v1\n-> scrypt %s %d\n%s\n---" % (_base64(salt), WORK, _base64(body))
    mac = hmac.digest(_derived(file_key, b"", b"header"), header, "sha256")
    only_chunk = bytes(11) + b"\x01"
    payload = ChaCha20Poly1305(_derived(file_key, nonce, b"payload")).encrypt(only_chunk, secret, None)
    return header + b" " + _base64(mac) + b"\n" + nonce + payload


def unlock(locked: bytes, passphrase: str) -> bytes:
    """The secret; refused when the passphrase is wrong, or when opening would ask more work than `lock` ever does."""
    header = _HEADER.match(locked)
    if not header or len(locked) > _LARGEST or int(header[1]) > MOST_WORK:
        raise RuleBroken(_("This file does not hold keys of cmsdesk, or it is damaged. Please use a copy of the file."))
    try:
        return bytes(pyrage.passphrase.decrypt(locked, _spelled(passphrase).decode()))
    except (pyrage.DecryptError, OSError) as error:
        raise RuleBroken(_("The passphrase is not right. Please try again.")) from error


def _spelled(passphrase: str) -> bytes:
    """One spelling for letters with accents, whatever the keyboard sends; half letters count as a question mark."""
    return unicodedata.normalize("NFC", passphrase).encode(errors="replace")


def _derived(file_key: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, purpose).derive(file_key)


def _base64(raw: bytes) -> bytes:
    return base64.b64encode(raw).rstrip(b"=")
