"""From the records of one person and one application to the facts that a scheme is evaluated on."""

from datetime import date
from decimal import Decimal

from sqlmodel import col, select

from cmsdesk.domain.answers import CheckAnswer, Circumstance, SignedStatement, TopicAnswer, WaivedRequirement
from cmsdesk.domain.applications import Application
from cmsdesk.domain.certificates import Certificate, CertificateEvent, Status
from cmsdesk.domain.dossiers import Evidence, EvidenceTie, PointsEntry
from cmsdesk.domain.people import Membership, Organisation
from cmsdesk.domain.qualifications import HeldCredential, WorkPeriod
from cmsdesk.domain.schemes.evaluate import Verdict, evaluate_route
from cmsdesk.domain.schemes.facts import Credential, Document, Facts, LedgerLine, Period, Statement, TopicMark, Waiver, Window
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.services.assignments import roles_on_file
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
    periods += _work(session, scheme, person_id)
    credentials += _held(session, person_id)
    return Facts(
        lines=_lines(session, scheme, person_id),
        periods=tuple(periods),
        credentials=(*credentials, *_titles(session, person_id, on)),
        documents=_documents(session, application_id),
        statements=_statements(session, application_id),
        topics=_topics(session, application_id),
        checks=_checks(session, application_id),
        windows=_windows(session, scheme, person_id),
        waivers=_waivers(session, application_id),
        circumstances=frozenset(session.exec(select(Circumstance.name).where(Circumstance.application_id == application_id))),
        roles_on_file=roles_on_file(session, application_id) if application_id else {},
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
            category=entry.category,
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
    replaced = select(col(Evidence.replaces_id)).where(col(Evidence.replaces_id).is_not(None))
    tied = (
        select(Evidence, EvidenceTie)
        .join(EvidenceTie)
        .where(Evidence.application_id == application_id, col(Evidence.id).not_in(replaced))
        .order_by(col(Evidence.id))
    )
    return tuple(
        Document(
            requirement=tie.requirement_id,
            text=evidence.name,
            standing=evidence.standing,  # type: ignore[arg-type]
            reason=evidence.reason,
            id=evidence.id or 0,
            issuer=evidence.issuer,
            ticked=frozenset(evidence.ticked.split()),
            exception_by=evidence.exception_by,
            exception_on=evidence.exception_on,
            exception_reason=evidence.exception_reason,
        )
        for evidence, tie in session.exec(tied)
    )


def _checks(session: OfficeSession, application_id: int | None) -> dict[str, str]:
    return {
        c.requirement_id: c.answer for c in session.exec(select(CheckAnswer).where(CheckAnswer.application_id == application_id))
    }


def _work(session: OfficeSession, scheme: Scheme, person_id: int) -> list[Period]:
    mine = select(WorkPeriod).where(WorkPeriod.person_id == person_id, WorkPeriod.scheme_id == scheme.id)
    return [Period(w.ledger, w.from_on, w.until_on, w.description, w.id or 0) for w in session.exec(mine)]


def _held(session: OfficeSession, person_id: int) -> list[Credential]:
    mine = select(HeldCredential).where(HeldCredential.person_id == person_id)
    return [
        Credential(h.kind, h.granted_on, h.until_on, issuer=h.issuer, level=h.level, years=h.years) for h in session.exec(mine)
    ]


def _statements(session: OfficeSession, application_id: int | None) -> tuple[Statement, ...]:
    mine = select(SignedStatement).where(SignedStatement.application_id == application_id).order_by(col(SignedStatement.id))
    return tuple(
        Statement(s.role, s.signer, s.signed_on, s.standing, s.requirement_id, s.reason)  # type: ignore[arg-type]
        for s in session.exec(mine)
    )


def _topics(session: OfficeSession, application_id: int | None) -> tuple[TopicMark, ...]:
    mine = select(TopicAnswer).where(TopicAnswer.application_id == application_id)
    return tuple(TopicMark(t.topic_id, t.standing, frozenset(t.basis.split())) for t in session.exec(mine))  # type: ignore[arg-type]


def _waivers(session: OfficeSession, application_id: int | None) -> tuple[Waiver, ...]:
    mine = select(WaivedRequirement).where(WaivedRequirement.application_id == application_id)
    return tuple(Waiver(w.requirement_id, w.role, w.on, w.reason) for w in session.exec(mine))


def _windows(session: OfficeSession, scheme: Scheme, person_id: int) -> tuple[Window, ...]:
    """The time since the last certificate of this scheme was granted, in which development is asked for."""
    newest = (
        select(Certificate)
        .where(Certificate.person_id == person_id, Certificate.scheme_id == scheme.id)
        .order_by(col(Certificate.granted_on).desc())
        .limit(1)
    )
    return tuple(Window("current_validity", c.granted_on, c.until_on) for c in session.exec(newest))


def _units(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths) / 100
