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
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.numbers import with_check_digit
from cmsdesk.domain.office import OfficeSettings
from cmsdesk.domain.people import Person
from cmsdesk.domain.permissions import DECIDERS, Role
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.words import N_, _
from cmsdesk.services.applications import gate_reason
from cmsdesk.services.decided import final_decision
from cmsdesk.services.finding import fetch
from cmsdesk.services.numbers import next_number
from cmsdesk.services.office import Act
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.settings import office_settings
from cmsdesk.services.taking_in import whole
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
        decision = final_decision(session, application.id)
        if decision is None or application.state != State.GRANTED:
            raise RuleBroken(_("There is no decision yet that grants application {number}.").format(number=application.number))
        if certificate_of(session, application):
            raise RuleBroken(_("The certificate of application {number} was already issued.").format(number=application.number))
        if reason := gate_reason(session, application, "certificate", session.today):
            raise RuleBroken(reason)
        decided_on = decision.decided_on
        granted_on = scheme.life.first_day(decided_on, _former_end(session, application, decided_on))
        certificate = Certificate(
            number=_number(session, scheme, application.title_id, decided_on.year),
            person_id=application.person_id,
            application_id=application.id,
            scheme_id=scheme.id,
            title_id=application.title_id,
            issuer=scheme.certificate.issuer,
            granted_on=granted_on,
            until_on=last_day(granted_on, scheme.validity_months_on(decided_on)),
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
        return f"{certificate.number}.pdf", whole_paper(session, certificate.sha256)


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
    """Suspend a certificate, lift the suspension, or withdraw it, by the body that decides (ISO/IEC 17024 clause 9.5)."""

    certificate_id: int
    to: Status
    reason: str
    on: date | None = None
    until_on: date | None = None
    may: ClassVar[frozenset[Role]] = DECIDERS
    act: ClassVar[str] = N_("Changed the standing of a certificate")

    def run(self, session: OfficeSession) -> None:
        """From a day on that is not in the future, with the reason; a suspension no longer than the scheme allows."""
        certificate = fetch(session, Certificate, self.certificate_id)
        on = day_of_change(session, certificate, self.on)
        until_on = self.until_on
        most = scheme_of(certificate.scheme_id).life.suspend_months
        if self.to is Status.SUSPENDED and most:
            longest = last_day(on, most)
            until_on = until_on or longest
            if longest and until_on and until_on > longest:
                raise RuleBroken(
                    _("A suspension may last {count} months here, until {date}.").format(count=most, date=show_date(longest))
                )
        body = body_for(session, certificate)
        event = change_standing(certificate, self.to, on=on, reason=self.reason, body=body, until_on=until_on)
        session.add_all([certificate, event])


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
    activities: tuple[str, ...] = ()
    suspended_until: date | None = None
    body: str = ""


@dataclass(frozen=True)
class ReadCertificate:
    """Open one certificate."""

    certificate_id: int

    def run(self, session: OfficeSession) -> CertificateRecord:
        """With its status of today."""
        certificate = fetch(session, Certificate, self.certificate_id)
        person = fetch(session, Person, certificate.person_id)
        events = events_of(session, certificate)
        last = events[-1] if events else None
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
            events=tuple((event.on, Status(event.standing), _event_words(event)) for event in events),
            activities=activities_of(certificate),
            suspended_until=last.until_on if last else None,
            body=body_for(session, certificate),
        )


def whole_paper(session: OfficeSession, sha256: str) -> bytes:
    """The bytes of a paper as it went out; refuses one that is no longer that."""
    content = whole(session, sha256)
    if content is None:
        raise RuleBroken(_("The paper of this certificate is missing or was changed. Please restore the last backup."))
    return content


def certificate_of(session: OfficeSession, application: Application) -> Certificate | None:
    """The certificate that came of an application, if any; one that an earlier decision gave and that was withdrawn is past."""
    mine = select(Certificate).where(Certificate.application_id == application.id).order_by(col(Certificate.id).desc())
    found = session.exec(mine).first()
    decision = final_decision(session, application.id)
    if found and decision and found.standing == Status.WITHDRAWN:
        # A renewal may have been given for a day that never came.
        withdrawn_on = events_of(session, found)[-1].on
        if decision.decided_on > min(found.granted_on, withdrawn_on):
            return None
    return found


def _former_end(session: OfficeSession, application: Application, on: date) -> date | None:
    """The last day of the certificate that is renewed: of the same title, and not taken away."""
    running = select(Certificate).where(
        Certificate.person_id == application.person_id,
        Certificate.scheme_id == application.scheme_id,
        Certificate.title_id == application.title_id,
        Certificate.standing != Status.WITHDRAWN,
        Certificate.granted_on <= on,
    )
    return max((former.until_on for former in session.exec(running) if former.until_on), default=None)


def events_of(session: OfficeSession, certificate: Certificate) -> list[CertificateEvent]:
    """What happened to a certificate, oldest first."""
    mine = select(CertificateEvent).where(CertificateEvent.certificate_id == certificate.id)
    return list(session.exec(mine.order_by(col(CertificateEvent.on), col(CertificateEvent.id))))


def activities_of(certificate: Certificate) -> tuple[str, ...]:
    """The activities a certificate is about: what was left of them, or all that the scheme names."""
    governance = scheme_of(certificate.scheme_id).governance
    return tuple(certificate.scope.splitlines()) or tuple(words.nl for words in (governance.scope if governance else ()))


def body_for(session: OfficeSession, certificate: Certificate) -> str:
    """The body that decides about a certificate: the one that granted it, or the scheme's certification body."""
    decision = final_decision(session, certificate.application_id) if certificate.application_id else None
    return decision.body if decision else scheme_of(certificate.scheme_id).certification_body


def day_of_change(session: OfficeSession, certificate: Certificate, wanted: date | None) -> date:
    """The day from which something changes: today, or one that was given; never before what happened last."""
    on = wanted or session.today
    if on > session.today:
        raise RuleBroken(_("This cannot be dated in the future."))
    # A certificate may be granted from a day to come; that does not keep it from being withdrawn before.
    last = max((event.on for event in events_of(session, certificate) if event.on <= session.today), default=on)
    if on < last:
        raise RuleBroken(_("This cannot be dated before what happened last, on {date}.").format(date=show_date(last)))
    return on


def _event_words(event: CertificateEvent) -> str:
    """What was decided, in one line."""
    parts = [event.reason]
    if event.until_on:
        parts.append(_("Until {date}.").format(date=show_date(event.until_on)))
    if event.scope:
        parts.append(_("Left of the scope: {activities}.").format(activities=", ".join(event.scope.splitlines())))
    if event.body:
        parts.append(_("By {body}.").format(body=event.body))
    return " ".join(part for part in parts if part)


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
