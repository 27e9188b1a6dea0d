"""What others verify a certificate with, and what only the office knows of it: its status of today."""

import base64
from dataclasses import dataclass

from sqlmodel import select

from cmsdesk.domain.certificates import Certificate, Status
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.services.certificates import KEY_ID, ReadCertificate
from cmsdesk.services.settings import office_settings
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class PublicKey:
    """The public half of the key that signs the office's certificates."""

    def run(self, session: OfficeSession) -> dict[str, str]:
        """As a JSON Web Key (RFC 8037); refuses before the first certificate was issued."""
        from cmsdesk.documents.tokens import public_jwk  # noqa: PLC0415 - cryptography is not needed to open the window

        key = office_settings(session).signing_key
        if not key:
            raise RuleBroken(_("This office has not issued a certificate yet, so it has no key."))
        return public_jwk(base64.b64decode(key), KEY_ID)


@dataclass(frozen=True)
class StatusOf:
    """What a certificate is worth today; with the hash of a file also whether that is the paper as it was issued."""

    number: str
    sha256: str = ""

    def run(self, session: OfficeSession) -> Status:
        """Refuses a number that the office does not know, and a paper that it did not issue so."""
        certificate = session.exec(select(Certificate).where(Certificate.number == self.number)).first()
        if certificate is None or certificate.id is None:
            raise RuleBroken(_("The office knows no certificate {number}.").format(number=self.number))
        if self.sha256 and self.sha256 != certificate.sha256:
            raise RuleBroken(_("The code is genuine, but this file is not the paper that the office issued."))
        return ReadCertificate(certificate.id).run(session).status
