"""Letters to candidates and to whoever brought something in: shown first, saved as a draft or as PDF, never sent from here."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from cmsdesk.documents.saving import save_whole
from cmsdesk.domain.applications import Application
from cmsdesk.domain.certificates import Certificate
from cmsdesk.domain.corrections import Fault
from cmsdesk.domain.decisions import Decision, DecisionOutcome
from cmsdesk.domain.disputes import Dispute, DisputeKind, DisputeOutcome
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.office import OfficeSettings
from cmsdesk.domain.people import Person
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.words import N_, _, speaking
from cmsdesk.services.applications import open_corrections
from cmsdesk.services.decided import current_decision
from cmsdesk.services.disputes import last_day_to_object
from cmsdesk.services.finding import fetch
from cmsdesk.services.intake import title_of
from cmsdesk.services.questions import QuestionRow, QuestionsOf
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.settings import office_settings
from cmsdesk.store.session import OfficeSession


class LetterKind(StrEnum):
    """What a letter says; the texts have these names."""

    GRANTED = "decision_granted"
    REFUSED = "decision_refused"
    HELD = "decision_held"
    CORRECTION = "correction_request"
    QUESTION = "question"
    REMINDER = "reminder"
    RECEIVED = "objection_received"
    ANSWERED = "objection_answered"

    @property
    def label(self) -> str:
        """The kind in the reader's words."""
        return _(_LABELS[self])


_LABELS = {
    LetterKind.GRANTED: N_("Decision: granted"),
    LetterKind.REFUSED: N_("Decision: refused"),
    LetterKind.HELD: N_("Decision: held"),
    LetterKind.CORRECTION: N_("Request for a correction"),
    LetterKind.QUESTION: N_("Question to the candidate"),
    LetterKind.REMINDER: N_("Reminder"),
    LetterKind.RECEIVED: N_("Confirmation of receipt"),
    LetterKind.ANSWERED: N_("Answer"),
}
_OF_OUTCOME = {
    DecisionOutcome.GRANT: LetterKind.GRANTED,
    DecisionOutcome.GRANT_WITH_PLAN: LetterKind.GRANTED,
    DecisionOutcome.HOLD: LetterKind.HELD,
    DecisionOutcome.REFUSE: LetterKind.REFUSED,
}
DECISIONS = frozenset(_OF_OUTCOME.values())
_OF_DISPUTE = frozenset({LetterKind.RECEIVED, LetterKind.ANSWERED})


@dataclass(frozen=True)
class Letter:
    """A letter to look at; `address` are the lines for the envelope."""

    kind: LetterKind
    to_name: str
    to_email: str
    address: tuple[str, ...]
    number: str
    subject: str
    body: str
    language: str
    # Only of a decision and of a confirmation: the day it went out.
    sent_on: date | None = None


@dataclass(frozen=True)
class LettersFor:
    """Which letters there is a reason for now, about an application or about what was brought in."""

    application_id: int | None = None
    dispute_id: int | None = None

    def run(self, session: OfficeSession) -> list[LetterKind]:
        """The most likely one first."""
        if self.dispute_id:
            dispute = fetch(session, Dispute, self.dispute_id)
            return [LetterKind.ANSWERED, LetterKind.RECEIVED] if dispute.closed_on else [LetterKind.RECEIVED]
        kinds = []
        if decision := current_decision(session, self.application_id):
            kinds.append(_OF_OUTCOME[DecisionOutcome(decision.outcome)])
        waiting = []
        if open_corrections(session, self.application_id or 0):
            waiting.append(LetterKind.CORRECTION)
        if _questions(session, self.application_id):
            waiting.append(LetterKind.QUESTION)
        return [*kinds, *waiting, *([LetterKind.REMINDER] if waiting else [])]


@dataclass(frozen=True)
class ReadLetter:
    """The letter as its reader will see it, dated on a day; nothing is kept or sent."""

    kind: LetterKind
    application_id: int | None = None
    dispute_id: int | None = None
    language: str = "nl"
    on: date | None = None

    def run(self, session: OfficeSession) -> Letter:
        """Refuses when there is nothing to write about."""
        from cmsdesk.documents.letters import letter_text  # noqa: PLC0415 - jinja and reportlab cost start-up time

        self._check(session)
        with speaking(self.language):
            about = self._about(session)
            office = office_settings(session)
            words: dict[str, Any] = {"office": {"name": office.name, "signature": _signature(office)}, **about.words}
            words["recipient"] = {"name": about.name}
            text = letter_text(self.kind.value, about.scheme.id, words, self.language)
        return Letter(
            kind=self.kind,
            to_name=about.name,
            to_email=about.email,
            address=about.address,
            number=about.number,
            subject=text.subject,
            body=text.body,
            language=self.language,
            sent_on=about.sent_on,
        )

    def _check(self, session: OfficeSession) -> None:
        """A refusal is for the reader of the window, so it is said before the letter's own language is spoken."""
        if self.kind in _OF_DISPUTE:
            dispute = fetch(session, Dispute, self.dispute_id or 0)
            if self.kind is LetterKind.ANSWERED and not dispute.closed_on:
                raise RuleBroken(_("{number} was not answered yet.").format(number=dispute.number))
            return
        application = fetch(session, Application, self.application_id or 0)
        if self.kind in LettersFor(application.id).run(session):
            return
        if self.kind in DECISIONS:
            raise RuleBroken(_("There is no such decision about application {number}.").format(number=application.number))
        raise RuleBroken(_("The candidate has nothing to hand in or to answer now."))

    def _about(self, session: OfficeSession) -> "_About":
        if self.kind in _OF_DISPUTE:
            return _about_dispute(session, fetch(session, Dispute, self.dispute_id or 0))
        application = fetch(session, Application, self.application_id or 0)
        return _about_application(session, application, self.kind, self.on or session.today)


@dataclass(frozen=True)
class SaveLetter:
    """Write a letter, as it was shown or changed by hand, as mail draft (.eml) or as PDF, by the ending of the path."""

    letter: Letter
    path: Path

    def run(self, session: OfficeSession) -> Path:
        """Returns the path; refuses a draft to somebody without an e-mail address."""
        from cmsdesk.documents.letters import LetterSheet, LetterText, letter_mail, letter_pdf  # noqa: PLC0415 - as above

        office, letter = office_settings(session), self.letter
        text = LetterText(letter.subject, letter.body)
        if self.path.suffix.lower() == ".eml":
            if not letter.to_email:
                raise RuleBroken(
                    _("The office has no e-mail address of {name}; save the letter as PDF.").format(name=letter.to_name)
                )
            made = letter_mail(text, sender=office.contact_email, to_name=letter.to_name, to_address=letter.to_email)
        else:
            sheet = LetterSheet(office.name, letter.address, letter.number, session.today, session.now, letter.language)
            with speaking(letter.language):
                made = letter_pdf(text, sheet)
        save_whole(self.path, lambda target: target.write(made))
        return self.path


@dataclass(frozen=True)
class _About:
    """What a letter is about and to whom it goes."""

    scheme: Scheme
    name: str
    email: str
    address: tuple[str, ...]
    number: str
    words: dict[str, Any]
    sent_on: date | None = None


def _about_application(session: OfficeSession, application: Application, kind: LetterKind, on: date) -> _About:
    scheme, person = scheme_of(application.scheme_id), fetch(session, Person, application.person_id)
    requests = open_corrections(session, application.id or 0)
    questions = _questions(session, application.id)
    words: dict[str, Any] = {
        "application": _application_words(scheme, application),
        "corrections": [
            {"title": title_of(scheme, one.requirement_id), "fault": Fault(one.fault).label, "text": one.text} for one in requests
        ],
        "questions": [question.text for question in questions],
        "due_on": min((one.due_on for one in requests), default=None),
    }
    decision = current_decision(session, application.id)
    sent_on = None
    if kind in DECISIONS and decision:
        words |= _decision_words(scheme, decision, on)
        sent_on = decision.sent_on
    return _About(scheme, person.full_name, person.email, _address(person), application.number, words, sent_on)


def _about_dispute(session: OfficeSession, dispute: Dispute) -> _About:
    about: Application | Certificate
    if dispute.application_id:
        about = fetch(session, Application, dispute.application_id)
        named = _("application {number}").format(number=about.number)
    else:
        about = fetch(session, Certificate, dispute.certificate_id or 0)
        named = _("certificate {number}").format(number=about.number)
    person = fetch(session, Person, about.person_id)
    mine = dispute.brought_by.strip().casefold() == person.full_name.casefold()
    words = {
        "about": named,
        "dispute": {
            "number": dispute.number,
            "kind": DisputeKind(dispute.kind).label,
            "received_on": dispute.received_on,
            "in_time": dispute.in_time,
            "handled_by": dispute.handled_by,
            "answer_due_on": dispute.answer_due_on,
            "outcome": DisputeOutcome(dispute.outcome).label if dispute.outcome else "",
            "answer": dispute.answer,
            "closed_on": dispute.closed_on,
        },
    }
    return _About(
        scheme_of(about.scheme_id),
        dispute.brought_by,
        person.email if mine else "",
        _address(person) if mine else (dispute.brought_by,),
        dispute.number,
        words,
        dispute.confirmed_on,
    )


def _application_words(scheme: Scheme, application: Application) -> dict[str, str]:
    title = scheme.title(application.title_id)
    return {"number": application.number, "title": title.id, "title_name": title.name}


def _decision_words(scheme: Scheme, decision: Decision, on: date) -> dict[str, Any]:
    """The decision, and until when one may object when the letter goes out on this day."""
    rule = scheme.objection
    last = last_day_to_object(rule, decision.sent_on or on)
    return {
        "decision": {
            "body": decision.body,
            "decided_on": decision.decided_on,
            "reason": decision.reason,
            "reference": decision.reference,
            "with_plan": decision.outcome == DecisionOutcome.GRANT_WITH_PLAN,
        },
        "objection": {"last_on": last, "receive_at": rule.receive_at, "handled_by": rule.handled_by} if rule else None,
    }


def _questions(session: OfficeSession, application_id: int | None) -> list[QuestionRow]:
    """What the candidate was asked and did not answer yet, as far as whoever is at work may read it."""
    return [row for row in QuestionsOf(application_id or 0).run(session) if row.answered_on is None]


def _address(person: Person) -> tuple[str, ...]:
    lines = (person.full_name, person.street, f"{person.postcode}  {person.city}".strip())
    return tuple(line for line in lines if line)


def _signature(office: OfficeSettings) -> str:
    """Who signs, and for whom."""
    lines = (office.signatory_name or office.contact_name, office.signatory_role, office.name)
    return "\n".join(line for line in lines if line)
