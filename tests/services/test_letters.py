"""Letters: what they say, to whom, as a draft and on paper; nothing is sent."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pypdf
import pytest

from cmsdesk.documents.letters import LetterText, letter_mail, letter_text
from cmsdesk.domain.assessments import Assessment, Question
from cmsdesk.domain.certificates import Certificate
from cmsdesk.domain.corrections import Fault
from cmsdesk.domain.decisions import DecisionOutcome
from cmsdesk.domain.disputes import DisputeKind, DisputeOutcome
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import LANGUAGES
from cmsdesk.services.applications import AskCorrection, StartApplication
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.disputes import AnswerDispute, BringIn
from cmsdesk.services.history import LastActs
from cmsdesk.services.letters import LetterKind, LettersFor, ReadLetter, SaveLetter
from cmsdesk.services.office import Office
from cmsdesk.services.people import AddPerson, PersonDetails
from tests import given
from tests.situations import SEPARATE, Clock, Put, a_decider, decided, judged, office_at, somebody

DAY = date(2014, 3, 3)


@pytest.fixture
def clock() -> Clock:
    return Clock(DAY)


@pytest.fixture
def own(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    office = office_at(tmp_path, clock)
    yield office
    office.close()


def a_candidate(office: Office, surname: str = "Zwart") -> int:
    details = PersonDetails(
        surname, given_name="Anna", email="anna@example.org", street="Dorpsstraat 1", postcode="1234 AB", city="Delft"
    )
    return office.do(AddPerson(details))


def test_a_refusal_says_why_and_until_when_one_may_object(own: Office, tmp_path: Path) -> None:
    application = decided(own, tmp_path, granted=False)
    assert own.do(LettersFor(application)) == [LetterKind.REFUSED]
    letter = own.do(ReadLetter(LetterKind.REFUSED, application, language="en"))
    assert letter.subject == "Decision on your application A-2014-0001: PROEF not granted"
    assert "On March 3, 2014 Toetsinstelling decided not to grant you the title Proefhouder (PROEF)." in letter.body
    assert "As the norms say." in letter.body
    assert "You can object until March 31, 2014, that day included." in letter.body
    assert "to secretariaat Proefstichting." in letter.body
    dutch = own.do(ReadLetter(LetterKind.REFUSED, application, language="nl", on=DAY + timedelta(days=1)))
    assert "tot en met 1 april 2014" in dutch.body
    assert dutch.body.endswith("A. Signer\nTest office")


def test_a_grant_is_told_with_its_plan(own: Office, tmp_path: Path) -> None:
    application = decided(own, tmp_path, granted=True)
    letter = own.do(ReadLetter(LetterKind.GRANTED, application))
    assert "toe te kennen" in letter.body
    assert "opleidingsplan" not in letter.body
    words = {
        "recipient": {"name": "A"},
        "application": {"number": "1", "title": "T", "title_name": "Title"},
        "decision": {"body": "B", "decided_on": DAY, "reason": "R", "reference": "X-1", "with_plan": True},
        "objection": None,
        "office": {"name": "O", "signature": "S"},
    }
    for language, plan in (("nl", "opleidingsplan"), ("en", "education plan")):
        text = letter_text("decision_granted", "none", words, language)
        assert plan in text.body
        assert "X-1" in text.body


def test_what_is_held_is_told(own: Office, tmp_path: Path) -> None:
    application = judged(own, a_candidate(own), tmp_path)
    decide = RecordDecision(application, True, own.today, "The diploma is checked first.", decider_id=a_decider(own, "Xander"))
    own.do(replace(decide, outcome=DecisionOutcome.HOLD))
    [kind] = own.do(LettersFor(application))
    letter = own.do(ReadLetter(kind, application))
    assert "aangehouden" in letter.subject
    assert "The diploma is checked first." in letter.body
    with pytest.raises(RuleBroken, match="no such decision about application A-2014-0001"):
        own.do(ReadLetter(LetterKind.GRANTED, application))


def test_a_correction_and_a_reminder_list_everything_that_is_waited_for(own: Office) -> None:
    application = own.do(StartApplication(a_candidate(own), SEPARATE, "initial"))
    for kind in (LetterKind.CORRECTION, LetterKind.QUESTION, LetterKind.REMINDER):
        with pytest.raises(RuleBroken, match="nothing to hand in or to answer"):
            own.do(ReadLetter(kind, application))
    own.do(AskCorrection(application, "Not signed <b>yet</b> & {{ 7 * 7 }}.", Fault.INCORRECT, "norm.form"))
    own.do(AskCorrection(application, "A copy is missing."))
    own.do(Put(Assessment(id=1, application_id=application, step_id="", assessor="T")))
    own.do(Put(Question(application_id=application, assessment_id=1, text="Which year?", asked_by="T", asked_on=own.today)))
    assert own.do(LettersFor(application)) == [LetterKind.CORRECTION, LetterKind.QUESTION, LetterKind.REMINDER]
    body = own.do(ReadLetter(LetterKind.CORRECTION, application, language="en")).body
    assert "- Form (incorrect): Not signed <b>yet</b> & {{ 7 * 7 }}.\n" in body
    assert "- The application as a whole (incomplete): A copy is missing.\n" in body
    assert "March 24, 2014" in body
    assert "- Which year?" in own.do(ReadLetter(LetterKind.QUESTION, application)).body
    reminder = own.do(ReadLetter(LetterKind.REMINDER, application)).body
    assert "- Which year?" in reminder
    assert "A copy is missing." in reminder


def test_whoever_objects_hears_that_it_came_in_and_then_the_answer(own: Office, clock: Clock, tmp_path: Path) -> None:
    application = decided(own, tmp_path, granted=False)
    dispute = own.do(BringIn(DisputeKind.OBJECTION, "zwart", "Three were shown.", DAY, application))
    assert own.do(LettersFor(dispute_id=dispute)) == [LetterKind.RECEIVED]
    with pytest.raises(RuleBroken, match="not answered yet"):
        own.do(ReadLetter(LetterKind.ANSWERED, dispute_id=dispute))
    received = own.do(ReadLetter(LetterKind.RECEIVED, dispute_id=dispute, language="en"))
    assert received.subject == "Objection D-2014-0001 received"
    assert "about application A-2014-0001" in received.body
    assert "You will have an answer by April 14, 2014." in received.body
    assert "late" not in received.body
    own.do(AnswerDispute(dispute, DisputeOutcome.UPHELD, "The norm asks for three."))
    assert own.do(LettersFor(dispute_id=dispute)) == [LetterKind.ANSWERED, LetterKind.RECEIVED]
    answered = own.do(ReadLetter(LetterKind.ANSWERED, dispute_id=dispute, language="nl"))
    assert answered.subject == "Antwoord op bezwaar D-2014-0001"
    assert "The norm asks for three." in answered.body


def test_a_complaint_by_a_stranger_goes_to_the_stranger(own: Office) -> None:
    holder = a_candidate(own)
    row = Certificate(number="OUD-1", person_id=holder, scheme_id=SEPARATE, title_id="PROEF", granted_on=DAY)
    complaint = BringIn(DisputeKind.COMPLAINT, "K. Lager", "Misuse.", DAY, certificate_id=own.do(Put(row)))
    letter = own.do(ReadLetter(LetterKind.RECEIVED, dispute_id=own.do(complaint), language="nl"))
    assert (letter.to_name, letter.to_email, letter.address) == ("K. Lager", "", ("K. Lager",))
    assert "over certificaat OUD-1" in letter.body


def test_a_draft_is_a_mail_that_was_not_sent(own: Office, tmp_path: Path) -> None:
    application = own.do(StartApplication(a_candidate(own), SEPARATE, "initial"))
    own.do(AskCorrection(application, "Een ë ontbreekt."))
    letter = own.do(ReadLetter(LetterKind.CORRECTION, application))
    acts = len(own.do(LastActs()))
    saved = own.do(SaveLetter(replace(letter, body=f"{letter.body}\nPS"), tmp_path / "draft.eml"))
    mail = email.message_from_bytes(saved.read_bytes(), policy=email.policy.default)
    assert (mail["To"], mail["From"], mail["X-Unsent"]) == ("Anna Zwart <anna@example.org>", "office@example.org", "1")
    assert mail["Subject"] == "Uw aanvraag A-2014-0001: wilt u iets aanvullen?"
    body = mail.get_content()
    assert "Een ë ontbreekt." in body
    assert body.rstrip().endswith("PS")
    assert len(own.do(LastActs())) == acts


def test_a_letter_on_paper_has_the_address_and_goes_on_over_pages(own: Office, tmp_path: Path) -> None:
    application = own.do(StartApplication(a_candidate(own), SEPARATE, "initial"))
    own.do(AskCorrection(application, "The second page of the form is missing. " * 5))
    letter = own.do(ReadLetter(LetterKind.CORRECTION, application))
    short = pypdf.PdfReader(own.do(SaveLetter(letter, tmp_path / "short.pdf"))).pages
    assert len(short) == 1
    words = short[0].extract_text()
    assert all(
        part in words for part in ("Anna Zwart", "Dorpsstraat 1", "1234 AB", "3 maart 2014", letter.subject, "form is missing")
    )
    long = pypdf.PdfReader(own.do(SaveLetter(replace(letter, body=letter.body * 20), tmp_path / "long.pdf"))).pages
    assert len(long) > 2


def test_nobody_without_an_address_gets_a_draft(own: Office, tmp_path: Path) -> None:
    application = own.do(StartApplication(somebody(own, "Zonder"), SEPARATE, "initial"))
    own.do(AskCorrection(application, "A copy is missing."))
    letter = own.do(ReadLetter(LetterKind.CORRECTION, application))
    with pytest.raises(RuleBroken, match="no e-mail address of Zonder; save the letter as PDF"):
        own.do(SaveLetter(letter, tmp_path / "draft.eml"))
    assert not (tmp_path / "draft.eml").exists()


@pytest.mark.parametrize("address", ["nobody", "a@b@c", "x y@example.org", "a@example.org\nBcc: all@example.org"])
def test_an_address_that_is_none_is_refused_and_smuggles_nothing_in(address: str) -> None:
    with pytest.raises(RuleBroken, match="no e-mail address"):
        letter_mail(LetterText("S", "B"), sender="", to_name="A\nBcc: x", to_address=address)


def test_a_name_with_line_ends_stays_a_name() -> None:
    made = letter_mail(LetterText("S\nX-Evil: 1", "B"), sender="", to_name="A\nBcc: x@example.org", to_address="a@example.org")
    mail = email.message_from_bytes(made, policy=email.policy.default)
    assert mail["Bcc"] is None
    assert mail["X-Evil"] is None
    assert mail["Subject"] == "S X-Evil: 1"


@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_letter_is_there_in_both_languages(kind: LetterKind) -> None:
    from importlib.resources import files

    for language in LANGUAGES:
        text = (files("cmsdesk.resources") / "letters" / f"{kind.value}.{language}.txt").read_text(encoding="utf-8")
        assert text.split("\n")[0].strip()
    assert kind.label


def test_a_late_objection_is_told_so(own: Office, clock: Clock, tmp_path: Path) -> None:
    from cmsdesk.services.decisions import MarkDecisionSent

    application = decided(own, tmp_path, granted=False)
    own.do(MarkDecisionSent(application, DAY))
    clock.day = DAY + timedelta(days=29)
    dispute = own.do(BringIn(DisputeKind.OBJECTION, "zwart", "Three were shown.", clock.day, application))
    assert "after the term had ended" in own.do(ReadLetter(LetterKind.RECEIVED, dispute_id=dispute, language="en")).body
    given.a_member(own)
