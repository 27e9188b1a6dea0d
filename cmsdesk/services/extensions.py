"""Use cases about certificates that live longer by one decision about all of them."""

import io
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlmodel import col, select

from cmsdesk.domain.certificates import Certificate, CertificateEvent, CertificatePaper, Status
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.people import Person
from cmsdesk.domain.schemes.life import Extension
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.words import N_, _, speaking
from cmsdesk.services.certificates import whole_paper
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.settings import office_settings
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class ExtendCertificates(Act):
    """Let every certificate that an extension of the scheme is about live longer; each once.

    The number stays, an annex says so, and the register shows the new last day. Certificates that were withdrawn, and
    those granted after the day the extension names, are left alone: these already live longer.
    """

    scheme_id: str
    place: int
    reason: str
    language: str = "nl"
    act: ClassVar[str] = N_("Extended certificates")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns how many; refuses when there is none."""
        if not self.reason.strip():
            raise RuleBroken(_("Please say who decided this, and when."))
        scheme, extension = _extension(self.scheme_id, self.place)
        found = due(session, scheme, extension, self.place)
        if not found:
            raise RuleBroken(_("There is no certificate left that this extension is about."))
        for certificate in found:
            self._extend(session, extension, certificate)
        return len(found)

    def _extend(self, session: OfficeSession, extension: Extension, certificate: Certificate) -> None:
        former, until = certificate.until_on, extension.new_end(certificate.title_id, certificate.until_on)
        assert former is not None
        assert until is not None
        assert certificate.id is not None
        annex = session.files.put(io.BytesIO(self._annex(session, certificate, former, until)))
        certificate.until_on = until
        session.add(certificate)
        session.add(
            CertificatePaper(
                certificate_id=certificate.id,
                kind=_kind(self.place),
                language=self.language,
                made_on=session.today,
                sha256=annex.sha256,
            )
        )
        with speaking(self.language):
            said = _("Valid until {date} instead of {former}.").format(date=show_date(until), former=show_date(former))
        session.add(
            CertificateEvent(
                certificate_id=certificate.id,
                on=session.today,
                standing=certificate.standing,
                reason=f"{said} {self.reason.strip()}",
            )
        )

    def _annex(self, session: OfficeSession, certificate: Certificate, former: date, until: date) -> bytes:
        from cmsdesk.documents.annex import AnnexSheet, annex_pdf  # noqa: PLC0415 - reportlab costs start-up time

        settings, scheme = office_settings(session), scheme_of(certificate.scheme_id)
        title = scheme.title(certificate.title_id)
        return annex_pdf(
            AnnexSheet(
                office_name=settings.name,
                issuer=certificate.issuer,
                number=certificate.number,
                holder=fetch(session, Person, certificate.person_id).full_name,
                title_name=f"{title.name} ({title.id})",
                former_until=former,
                until_on=until,
                reason=self.reason.strip(),
                on=session.today,
                made_at=session.now,
                language=self.language,
                signatory_name=settings.signatory_name,
                signatory_role=settings.signatory_role,
            )
        )


@dataclass(frozen=True)
class ExtensionRow:
    """One extension of a scheme: what it is about, and how many certificates it still concerns."""

    place: int
    title: str
    valid_until_after: date
    add_months: int
    count: int


@dataclass(frozen=True)
class ListExtensions:
    """The extensions of a scheme."""

    scheme_id: str

    def run(self, session: OfficeSession) -> list[ExtensionRow]:
        """In the order of the scheme."""
        scheme = scheme_of(self.scheme_id)
        return [
            ExtensionRow(place, one.title, one.valid_until_after, one.add_months, len(due(session, scheme, one, place)))
            for place, one in enumerate(scheme.extensions)
        ]


@dataclass(frozen=True)
class ReadAnnexes:
    """The annexes of a certificate exactly as they went out, byte for byte."""

    certificate_id: int

    def run(self, session: OfficeSession) -> list[tuple[str, bytes]]:
        """A file name and the bytes of each, the oldest first; refuses one that is no longer what went out."""
        certificate = fetch(session, Certificate, self.certificate_id)
        found = []
        mine = select(CertificatePaper).where(CertificatePaper.certificate_id == self.certificate_id)
        for paper in session.exec(mine.order_by(col(CertificatePaper.id))):
            name = _("{number} annex {date}.pdf").format(number=certificate.number, date=paper.made_on)
            found.append((name, whole_paper(session, paper.sha256)))
        return found


def due(session: OfficeSession, scheme: Scheme, extension: Extension, place: int) -> list[Certificate]:
    """The certificates that an extension is still about."""
    done = select(CertificatePaper.certificate_id).where(CertificatePaper.kind == _kind(place))
    mine = select(Certificate).where(
        Certificate.scheme_id == scheme.id,
        Certificate.title_id == extension.title,
        Certificate.granted_on <= extension.valid_until_after,
        Certificate.standing != Status.WITHDRAWN.value,
        col(Certificate.id).not_in(done),
    )
    return [
        certificate
        for certificate in session.exec(mine.order_by(col(Certificate.id)))
        if extension.new_end(certificate.title_id, certificate.until_on)
    ]


def _extension(scheme_id: str, place: int) -> tuple[Scheme, Extension]:
    scheme = scheme_of(scheme_id)
    if not 0 <= place < len(scheme.extensions):
        raise RuleBroken(_("The scheme knows no “{name}”.").format(name=place + 1))
    return scheme, scheme.extensions[place]


def _kind(place: int) -> str:
    return f"annex {place + 1}"
