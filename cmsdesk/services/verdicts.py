"""From the records of one person and one application to the facts that a scheme is evaluated on."""

from datetime import date
from decimal import Decimal

from sqlmodel import col, select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.certificates import Certificate, CertificateEvent, Status
from cmsdesk.domain.dossiers import CheckAnswer, Evidence, EvidenceTie, PointsEntry
from cmsdesk.domain.people import Membership, Organisation
from cmsdesk.domain.schemes.evaluate import Verdict, evaluate_route
from cmsdesk.domain.schemes.facts import Credential, Document, Facts, LedgerLine, Period
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.services.organisations import known_association
from cmsdesk.services.schemes import scheme_of
from cmsdesk.store.session import OfficeSession


def verdict_on(session: OfficeSession, application: Application, on: date) -> Verdict:
    """Whether an application meets its route on a day."""
    scheme = scheme_of(application.scheme_id)
    facts = facts_of(session, scheme, application.person_id, application.id, on)
    return evaluate_route(scheme, application.route_id, facts, on)


def facts_of(session: OfficeSession, scheme: Scheme, person_id: int, application_id: int | None, on: date) -> Facts:
    """Everything the evaluation may look at; without an application only what belongs to the person."""
    periods, credentials = _memberships(session, scheme, person_id)
    return Facts(
        lines=_lines(session, scheme, person_id),
        periods=tuple(periods),
        credentials=(*credentials, *_titles(session, person_id, on)),
        documents=_documents(session, application_id),
        checks=_checks(session, application_id),
    )


def _lines(session: OfficeSession, scheme: Scheme, person_id: int) -> tuple[LedgerLine, ...]:
    mine = select(PointsEntry).where(PointsEntry.person_id == person_id, PointsEntry.scheme_id == scheme.id)
    return tuple(
        LedgerLine(
            ledger=entry.ledger,
            on=entry.entered_on,
            text=entry.description,
            amount=_units(entry.amount_hundredths),
            hours=_units(entry.hours_hundredths),
            standing=entry.standing,  # type: ignore[arg-type]
            reason=entry.reason,
            marks=frozenset(entry.marks.split()),
            used_for=frozenset(entry.used_for.split()),
            id=entry.id or 0,
        )
        for entry in session.exec(mine.order_by(col(PointsEntry.entered_on), col(PointsEntry.id)))
    )


def _memberships(session: OfficeSession, scheme: Scheme, person_id: int) -> tuple[list[Period], list[Credential]]:
    own = known_association(session)
    periods, credentials = [], []
    mine = select(Membership, Organisation).join(Organisation).where(Membership.person_id == person_id)
    for membership, organisation in session.exec(mine):
        bodies = {organisation.name}
        if organisation.id == own and scheme.association_counts_as:
            bodies.add(scheme.association_counts_as)
        periods += [
            Period(ledger.id, membership.from_on, membership.until_on, organisation.name)
            for ledger in scheme.ledgers
            if ledger.from_memberships_of == "*" or ledger.from_memberships_of in bodies
        ]
        credentials += [
            Credential(f"membership:{body}", membership.from_on, membership.until_on, issuer=body) for body in sorted(bodies)
        ]
    return periods, credentials


def _titles(session: OfficeSession, person_id: int, on: date) -> list[Credential]:
    held = []
    for certificate in session.exec(select(Certificate).where(Certificate.person_id == person_id)):
        events = session.exec(select(CertificateEvent).where(CertificateEvent.certificate_id == certificate.id))
        active = certificate.status_on(on, events) is Status.ACTIVE
        held.append(
            Credential(
                f"title:{certificate.title_id}",
                certificate.granted_on,
                certificate.until_on,
                active=active,
                issuer=certificate.issuer,
            )
        )
    return held


def _documents(session: OfficeSession, application_id: int | None) -> tuple[Document, ...]:
    tied = (
        select(Evidence, EvidenceTie)
        .join(EvidenceTie)
        .where(Evidence.application_id == application_id)
        .order_by(col(Evidence.id))
    )
    return tuple(
        Document(
            requirement=tie.requirement_id,
            text=evidence.name,
            standing=evidence.standing,  # type: ignore[arg-type]
            reason=evidence.reason,
            id=evidence.id or 0,
        )
        for evidence, tie in session.exec(tied)
    )


def _checks(session: OfficeSession, application_id: int | None) -> dict[str, str]:
    return {
        c.requirement_id: c.answer for c in session.exec(select(CheckAnswer).where(CheckAnswer.application_id == application_id))
    }


def _units(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths) / 100
