"""The key of an office file that lies encrypted on disk, as on the machine of an assessor; the office's own has none."""

import secrets
from dataclasses import dataclass, field

_BYTES = 32


@dataclass(frozen=True)
class OfficeKey:
    """32 random bytes, from which each part has a key of its own; the secret never shows in a text about the object."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != _BYTES:
            raise ValueError(len(self.secret))

    @property
    def database(self) -> bytes:
        """Opens the database; SQLCipher takes it as it is, without turning a passphrase into a key."""
        return self._derived(b"cmsdesk office file 1")

    @property
    def documents(self) -> bytes:
        """Opens the file store."""
        return self._derived(b"cmsdesk documents 1")

    def _derived(self, purpose: bytes) -> bytes:
        # Only an encrypted office file needs these; the window of any other opens sooner without them.
        from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

        return HKDF(SHA256(), _BYTES, None, purpose).derive(self.secret)


def new_office_key() -> OfficeKey:
    """A key for a new office file."""
    return OfficeKey(secrets.token_bytes(_BYTES))
