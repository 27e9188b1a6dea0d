"""Files of age, right and wrong, the same bytes at every run: what should be random is made from a name.

Only for vectors; written from the specification (age-encryption.org/v1) with no part of the program.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK = 64 << 10
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)

Change = Callable[[bytes], bytes]


def seed(name: str, size: int = 32) -> bytes:
    """Bytes that look random and are made from a name."""
    return hashlib.shake_256(f"cmsdesk vectors: {name}".encode()).digest(size)


def bech32(prefix: str, raw: bytes) -> str:
    """32 bytes as age writes keys (BIP 173)."""
    number = int.from_bytes(raw) << 4
    data = [number >> 5 * (51 - place) & 31 for place in range(52)]
    spelled = [ord(sign) >> 5 for sign in prefix] + [0] + [ord(sign) & 31 for sign in prefix]
    check = 1
    for value in [*spelled, *data, *[0] * 6]:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATORS):
            check ^= generator if top >> bit & 1 else 0
    data += [(check ^ 1) >> 5 * (5 - place) & 31 for place in range(6)]
    return f"{prefix}1" + "".join(_LETTERS[value] for value in data)


def x25519_stanza(name: str, file_key: bytes, recipient: bytes) -> bytes:
    """The file key for the owner of a public key, 32 bytes."""
    ephemeral = X25519PrivateKey.from_private_bytes(seed(f"{name} ephemeral"))
    share = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(recipient))
    wrapping = HKDF(SHA256(), 32, share + recipient, b"age-encryption.org/v1/X25519").derive(shared)
    return b"-> X25519 %s\n%s\n" % (base64_of(share), base64_of(ChaCha20Poly1305(wrapping).encrypt(bytes(12), file_key, None)))


def scrypt_stanza(name: str, work: int) -> bytes:
    """A stanza that asks for work; nobody will ever do it, so its body is anything."""
    return b"-> scrypt %s %d\n%s\n" % (base64_of(seed(f"{name} salt", 16)), work, base64_of(seed(f"{name} body")))


def age_file(
    name: str,
    plain: bytes,
    recipient: bytes,
    *,
    version: int = 1,
    stanzas: Callable[[bytes], bytes] | None = None,
    mac: Change = lambda mac: mac,
    chunks: Callable[[list[bytes]], list[bytes]] = lambda chunks: chunks,
) -> bytes:
    """A file of age for one public key; `stanzas`, `mac` and `chunks` make it wrong in one place."""
    file_key = seed(f"{name} file key", 16)
    header = b"age-encryption.org/v%d\n" % version
    header += stanzas(file_key) if stanzas else x25519_stanza(name, file_key, recipient)
    header += b"---"
    key = HKDF(SHA256(), 32, b"", b"header").derive(file_key)
    header += b" " + base64_of(mac(hmac.digest(key, header, "sha256"))) + b"\n"
    nonce = seed(f"{name} nonce", 16)
    stream = ChaCha20Poly1305(HKDF(SHA256(), 32, nonce, b"payload").derive(file_key))
    parts = [plain[at : at + CHUNK] for at in range(0, len(plain), CHUNK)] or [b""]
    sealed = [
        stream.encrypt(number.to_bytes(11) + bytes([number == len(parts) - 1]), part, None) for number, part in enumerate(parts)
    ]
    return header + nonce + b"".join(chunks(sealed))


def base64_of(raw: bytes) -> bytes:
    """Base64 as age writes it, without padding."""
    return base64.b64encode(raw).rstrip(b"=")
