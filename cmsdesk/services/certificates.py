"""Use cases about certificates: issuing, reading the paper, and what happens to one later."""

import base64
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from sqlmodel import col, select

from cmsdesk.documents.saving import save_whole
from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.certificates import Certificate, CertificateEvent, Status, change_standing, last_day
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.decisions import Decision
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.numbers import with_check_digit
from cmsdesk.domain.office import OfficeSettings
from cmsdesk.domain.people import Person
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.words import N_, _
from cmsdesk.services.applications import gate_reason
from cmsdesk.services.finding import fetch
from cmsdesk.services.numbers import next_number
from cmsdesk.services.office import Act
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.settings import office_settings
from cmsdesk.store.session import OfficeSession

KEY_ID = "1"


@dataclass(frozen=True)
class IssueCertificate(Act):
    """Make the certificate of a granted application: number, paper, register entry, in one go."""

    application_id: int
    language: str = "nl"
    act: ClassVar[str] = N_("Issued the certificate")

    def run(self, session: OfficeSession) -> int:
        """Returns the id; refuses without a grant, twice, or on a route without a certificate."""
        application = fetch(session, Application, self.application_id)
        person = fetch(session, Person, application.person_id)
        scheme = scheme_of(application.scheme_id)
        if not scheme.route(application.route_id).certificate:
            raise RuleBroken(_("This route ends without a certificate."))
        decision = session.exec(select(Decision).where(Decision.application_id == application.id)).first()
        if decision is None or application.state != State.GRANTED:
            raise RuleBroken(_("There is no decision yet that grants application {number}.").format(number=application.number))
        if certificate_of(session, application):
            raise RuleBroken(_("The certificate of application {number} was already issued.").format(number=application.number))
        if reason := gate_reason(session, application, "certificate", session.today):
            raise RuleBroken(reason)
        granted_on = decision.decided_on
        certificate = Certificate(
            number=_number(session, scheme, application.title_id, granted_on.year),
            person_id=application.person_id,
            application_id=application.id,
            scheme_id=scheme.id,
            title_id=application.title_id,
            issuer=scheme.certificate.issuer,
            granted_on=granted_on,
            until_on=last_day(granted_on, scheme.validity_months_on(granted_on)),
        )
        settings = office_settings(session)
        certificate.token = _token(session, settings, certificate, person)
        paper = _paper(session, settings, scheme, certificate, person, self.language)
        certificate.sha256 = session.files.put(io.BytesIO(paper)).sha256
        session.add(certificate)
        session.flush()
        assert certificate.id is not None
        session.add(CertificateEvent(certificate_id=certificate.id, on=granted_on, standing=Status.ACTIVE.value))
        return certificate.id


@dataclass(frozen=True)
class ReadPaper:
    """The paper exactly as it was issued, byte for byte."""

    certificate_id: int

    def run(self, session: OfficeSession) -> tuple[str, bytes]:
        """A file name and the bytes; refuses when they are no longer what was issued."""
        certificate = fetch(session, Certificate, self.certificate_id)
        if not certificate.sha256:
            raise RuleBroken(_("This certificate was issued before this office file; there is no paper of it here."))
        if not session.files.check(certificate.sha256):
            raise RuleBroken(_("The paper of this certificate is missing or was changed. Please restore the last backup."))
        with session.files.open(certificate.sha256) as stream:
            return f"{certificate.number}.pdf", stream.read()


@dataclass(frozen=True)
class SavePaper:
    """Write the paper to a file, byte for byte as it was issued."""

    certificate_id: int
    path: Path

    def run(self, session: OfficeSession) -> Path:
        """Returns the path; refuses when it cannot be written."""
        _name, paper = ReadPaper(self.certificate_id).run(session)
        save_whole(self.path, lambda target: target.write(paper))
        return self.path


@dataclass(frozen=True)
class ChangeStanding(Act):
    """Suspend a certificate, lift the suspension, or withdraw it."""

    certificate_id: int
    to: Status
    reason: str
    act: ClassVar[str] = N_("Changed the standing of a certificate")

    def run(self, session: OfficeSession) -> None:
        """From today on, with the reason."""
        certificate = fetch(session, Certificate, self.certificate_id)
        session.add(change_standing(certificate, self.to, on=session.today, reason=self.reason))
        session.add(certificate)


@dataclass(frozen=True)
class CertificateRecord:
    """A certificate with everything staff want to see at once."""

    id: int
    number: str
    person_id: int
    holder: str
    title: str
    title_name: str
    issuer: str
    granted_on: date
    until_on: date | None
    status: Status
    has_paper: bool
    application_id: int | None
    events: tuple[tuple[date, Status, str], ...]


@dataclass(frozen=True)
class ReadCertificate:
    """Open one certificate."""

    certificate_id: int

    def run(self, session: OfficeSession) -> CertificateRecord:
        """With its status of today."""
        certificate = fetch(session, Certificate, self.certificate_id)
        person = fetch(session, Person, certificate.person_id)
        events = list(session.exec(select(CertificateEvent).where(CertificateEvent.certificate_id == certificate.id)))
        return CertificateRecord(
            id=self.certificate_id,
            number=certificate.number,
            person_id=certificate.person_id,
            holder=person.full_name,
            title=certificate.title_id,
            title_name=scheme_of(certificate.scheme_id).title(certificate.title_id).name,
            issuer=certificate.issuer,
            granted_on=certificate.granted_on,
            until_on=certificate.until_on,
            status=certificate.status_on(session.today, events),
            has_paper=bool(certificate.sha256),
            application_id=certificate.application_id,
            events=tuple((event.on, Status(event.standing), event.reason) for event in events),
        )


def certificate_of(session: OfficeSession, application: Application) -> Certificate | None:
    """The certificate that came of an application, if any."""
    return session.exec(select(Certificate).where(Certificate.application_id == application.id)).first()


def certificates_of(session: OfficeSession, person_id: int) -> list[Certificate]:
    """All certificates of a person, newest first."""
    return list(
        session.exec(select(Certificate).where(Certificate.person_id == person_id).order_by(col(Certificate.granted_on).desc()))
    )


def _number(session: OfficeSession, scheme: Scheme, title_id: str, year: int) -> str:
    """A number nobody has yet; numbers of imported certificates are passed over."""
    while True:
        count = next_number(session, f"certificate {title_id} {year}")
        number = with_check_digit(scheme.certificate.number.format(title=title_id, year=year, count=count))
        if session.exec(select(Certificate).where(col(Certificate.number).in_([number, number[:-2]]))).first() is None:
            return number


def _token(session: OfficeSession, settings: OfficeSettings, certificate: Certificate, person: Person) -> str:
    from cmsdesk.documents.tokens import new_key, sign_token  # noqa: PLC0415 - cryptography is not needed to open the window

    if not settings.signing_key:
        settings.signing_key = base64.b64encode(new_key()).decode()
        session.add(settings)
    claims = {
        "iss": settings.name,
        "num": certificate.number,
        "name": person.full_name,
        "title": certificate.title_id,
        "from": certificate.granted_on.isoformat(),
        "until": certificate.until_on.isoformat() if certificate.until_on else "",
    }
    return sign_token(claims, base64.b64decode(settings.signing_key), KEY_ID)


def _paper(
    session: OfficeSession, settings: OfficeSettings, scheme: Scheme, certificate: Certificate, person: Person, language: str
) -> bytes:
    from cmsdesk.documents.certificate import CertificateSheet, certificate_pdf  # noqa: PLC0415 - reportlab costs start-up time

    title = scheme.title(certificate.title_id)
    words = {
        "name": person.full_name,
        "title": title.id,
        "title_name": title.name,
        "scheme_owner": scheme.owner,
        "valid_from": show_date(certificate.granted_on),
        "valid_until": show_date(certificate.until_on) if certificate.until_on else "",
    }
    layout = scheme.certificate.layout or settings.certificate_layout
    return certificate_pdf(
        CertificateSheet(
            number=certificate.number,
            holder=person.full_name,
            title=title.id,
            title_name=title.name,
            text=scheme.certificate.text.in_language(language).format(**words),
            issuer=certificate.issuer,
            scheme_owner=scheme.owner,
            office_name=settings.name,
            granted_on=certificate.granted_on,
            until_on=certificate.until_on,
            made_at=session.now,
            scope=scheme.printed_scope(language),
            signatory_name=settings.signatory_name,
            signatory_role=settings.signatory_role,
            token=certificate.token,
            language=language,
            layout="portrait" if layout == "portrait" else "landscape",
        )
    )
