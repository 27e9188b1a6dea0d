"""Taking back: every act that says it can be taken back, to the last field."""

import importlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import cmsdesk.services as every_use_case
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.independence import RelationKind
from cmsdesk.domain.proofs import Fact
from cmsdesk.services.answers import (
    AddStatement,
    AnswerCheck,
    AnswerTopics,
    JudgeStatement,
    SetCircumstance,
    WaiveRequirement,
)
from cmsdesk.services.applications import (
    AdmitApplication,
    AskCorrection,
    ReceiveApplication,
    StartApplication,
    WithdrawApplication,
)
from cmsdesk.services.appointments import Appoint, EndAppointment
from cmsdesk.services.assessments import FinishReview, JudgeRequirement, ReopenReview
from cmsdesk.services.assignments import AssignPerson, EndAssignment, ReplacePerson, WaiveConflict
from cmsdesk.services.certificates import IssueCertificate
from cmsdesk.services.dossiers import (
    AddEvidence,
    AddPoints,
    DescribeEvidence,
    JudgeEvidence,
    JudgePoints,
    RemoveEvidence,
    TieEvidence,
)
from cmsdesk.services.editions import AddNormDocument, ChangeConcept, MakeConcept, ReadEdition, WithdrawEdition
from cmsdesk.services.extensions import ExtendCertificates
from cmsdesk.services.history import CheckJournal, Undo, Undoable
from cmsdesk.services.member_import import ImportMembers, PlanImport, open_list, understand
from cmsdesk.services.office import Act, Office, make_office
from cmsdesk.services.people import (
    AddPerson,
    EditPerson,
    EndMembership,
    JoinAssociation,
    MergePeople,
    PersonDetails,
    ReadPerson,
)
from cmsdesk.services.proofs import AddProof, RemoveProof
from cmsdesk.services.qualifications import AddCredential, AddWorkPeriod, ChangeWorkPeriod, RemoveCredential, RemoveWorkPeriod
from cmsdesk.services.relations import EndRelation, RecordRelation
from cmsdesk.services.settings import ChangeSettings, FoundOffice, OfficeDetails, ReadSettings
from tests import given
from tests.conftest import TODAY
from tests.rows import records_in
from tests.services.conftest import a_list, imported
from tests.services.undo_deciding import DECIDING
from tests.services.undo_judging import JUDGING
from tests.services.undo_packages import PACKAGES

Situation = Callable[[Office, Path], Any]
SITUATIONS: dict[str, Situation] = {}


NOT_YET: tuple[Standing, frozenset[str]] = (Standing.PENDING, frozenset())


def situation(make: Situation) -> Situation:
    SITUATIONS[make.__name__] = make
    return make


@situation
def somebody_new(office: Office, folder: Path) -> Act:
    return AddPerson(PersonDetails("Akker"), date(2020, 1, 1))


@situation
def a_changed_person(office: Office, folder: Path) -> Act:
    person = office.do(ReadPerson(given.a_member(office)))
    return EditPerson(person.id, person.version, replace(person.details, surname="Bos", birth_date=date(1970, 2, 1)))


@situation
def a_second_membership(office: Office, folder: Path) -> Act:
    return JoinAssociation(given.a_member(office), date(2021, 1, 1), "Another association")


@situation
def a_membership_that_ended(office: Office, folder: Path) -> Act:
    [membership] = office.do(ReadPerson(given.a_member(office))).memberships
    return EndMembership(membership.id, office.today)


@situation
def two_entries_of_one_person(office: Office, folder: Path) -> Act:
    keep, other = given.a_member(office), given.a_member(office, "Vreis")
    office.do(IssueCertificate(given.granted(office, other, folder)))
    return MergePeople(keep, other, office.do(ReadPerson(keep)).details)


@situation
def an_imported_list(office: Office, folder: Path) -> Act:
    path = folder / "list.csv"
    path.write_text("Lidnr;Achternaam;Plaats;Lid sinds\n1;Akker;Delft;01-01-2020\n2;Berg;Ede;01-01-2021\n", encoding="utf-8")
    book = open_list(path)
    return ImportMembers(office.do(PlanImport(book, understand(book))))


@situation
def an_application_begun(office: Office, folder: Path) -> Act:
    return StartApplication(given.a_member(office), given.SCHEME, given.ROUTE)


@situation
def an_application_taken_in(office: Office, folder: Path) -> Act:
    application = given.an_application(office, given.a_member(office))
    office.do(AddEvidence(application, given.a_pdf(folder), (given.FORM,)))
    return ReceiveApplication(application, office.today)


@situation
def a_correction_asked(office: Office, folder: Path) -> Act:
    return AskCorrection(given.an_application(office, given.a_member(office)), "The form is not signed.")


@situation
def an_application_admitted(office: Office, folder: Path) -> Act:
    office.do(an_application_taken_in(office, folder))
    return AdmitApplication(1)


@situation
def an_application_withdrawn(office: Office, folder: Path) -> Act:
    return WithdrawApplication(given.in_review(office, given.a_member(office), folder), "Moved abroad.")


@situation
def the_first_verdict(office: Office, folder: Path) -> Act:
    return JudgeRequirement(given.in_review(office, given.a_member(office), folder), given.FORM, Verdict.MET)


@situation
def a_verdict_that_changed(office: Office, folder: Path) -> Act:
    application = given.in_review(office, given.a_member(office), folder)
    office.do(JudgeRequirement(application, given.FORM, Verdict.MET, "Signed."))
    return JudgeRequirement(application, given.FORM, Verdict.NOT_MET, "Not signed after all.")


@situation
def a_finished_review(office: Office, folder: Path) -> Act:
    application = given.reviewed(office, given.a_member(office), folder)
    office.do(ReopenReview(application))
    return FinishReview(application, "All is well.")


@situation
def a_reopened_review(office: Office, folder: Path) -> Act:
    return ReopenReview(given.reviewed(office, given.a_member(office), folder))


@situation
def a_document_more(office: Office, folder: Path) -> Act:
    return AddEvidence(given.an_application(office, given.a_member(office)), given.a_pdf(folder), (given.FORM, "cmc.education"))


@situation
def a_document_for_something_else(office: Office, folder: Path) -> Act:
    office.do(a_document_more(office, folder))
    return TieEvidence(1, frozenset({given.FORM, "cmc.experience"}))


@situation
def a_document_accepted(office: Office, folder: Path) -> Act:
    office.do(a_document_more(office, folder))
    return JudgeEvidence(1, Standing.ACCEPTED)


@situation
def a_document_removed(office: Office, folder: Path) -> Act:
    office.do(a_document_more(office, folder))
    return RemoveEvidence(1)


@situation
def a_line_of_points(office: Office, folder: Path) -> Act:
    person = given.a_member(office)
    return AddPoints(person, given.SCHEME, "education", date(2025, 1, 1), "A course", hours=Decimal("7.5"))


@situation
def points_refused(office: Office, folder: Path) -> Act:
    line = given.points(office, given.a_member(office), "education", "4", Standing.PENDING)
    return JudgePoints(line, Standing.REFUSED, "Not recognised.")


@situation
def a_check_answered(office: Office, folder: Path) -> Act:
    return AnswerCheck(given.an_exemption(office, given.a_member(office)), "work", "yes", "Seen.")


@situation
def topics_filled_in(office: Office, folder: Path) -> Act:
    application = given.an_exemption(office, given.a_member(office))
    office.do(AnswerTopics(application, {"Notuleren": (Standing.PENDING, frozenset())}))
    return AnswerTopics(application, {"Notuleren": (Standing.ACCEPTED, frozenset({"knowledge"})), "Organiseren": NOT_YET})


@situation
def a_statement_more(office: Office, folder: Path) -> Act:
    return AddStatement(given.an_exemption(office, given.a_member(office)), "no-catch-up", "A. Smit", office.today)


@situation
def a_statement_refused(office: Office, folder: Path) -> Act:
    return JudgeStatement(office.do(a_statement_more(office, folder)), Standing.REFUSED, "Not signed.")


def a_line(office: Office) -> int:
    person = given.a_member(office)
    return given.points(office, person, "education", "10")


@situation
def a_proof(office: Office, folder: Path) -> Act:
    return AddProof(Fact.POINTS, a_line(office), given.a_pdf(folder))


@situation
def a_proof_no_more(office: Office, folder: Path) -> Act:
    return RemoveProof(office.do(AddProof(Fact.POINTS, a_line(office), given.a_pdf(folder))))


@situation
def a_circumstance(office: Office, folder: Path) -> Act:
    return SetCircumstance(given.an_exemption(office, given.a_member(office)), "starts_with_gaps", True)


@situation
def a_circumstance_no_more(office: Office, folder: Path) -> Act:
    office.do(a_circumstance(office, folder))
    return SetCircumstance(1, "starts_with_gaps", False)


@situation
def a_requirement_waived(office: Office, folder: Path) -> Act:
    application = given.an_exemption(office, given.a_member(office))
    return WaiveRequirement(application, "l2free.exp.other", "T. Roos", "Ten months, very intensive.")


@situation
def a_described_document(office: Office, folder: Path) -> Act:
    office.do(a_document_more(office, folder))
    return DescribeEvidence(1, "GITP", frozenset({"signed"}), "CMI", office.today, "The board agreed.")


@situation
def certificates_extended(office: Office, folder: Path) -> Act:
    imported(office, a_list([("1", "An", "", "Naam", "", "", "")], [("R-1", "1", "RQIM", "01-01-2013", "31-12-2015")]))
    return ExtendCertificates("rqim", 0, "Decided by the board.")


def a_concept(office: Office) -> int:
    return office.do(MakeConcept("rqim", "The board confirmed a value."))


@situation
def a_concept_changed(office: Office, folder: Path) -> Act:
    edition = a_concept(office)
    return ChangeConcept(edition, 1, office.do(ReadEdition("rqim", edition))[0] + "\n# seen by the board\n")


@situation
def a_concept_put_away(office: Office, folder: Path) -> Act:
    return WithdrawEdition(a_concept(office))


@situation
def a_document_of_the_norm(office: Office, folder: Path) -> Act:
    return AddNormDocument("rl", "Norm", date(2025, 1, 1), "CMI", "toetsingskader", "4")


@situation
def somebody_assigned(office: Office, folder: Path) -> Act:
    application = given.an_application(office, given.a_member(office))
    return AssignPerson(application, given.a_member(office, "Mentor"), "mentor")


@situation
def a_tie_that_was_waived(office: Office, folder: Path) -> Act:
    candidate, person = given.a_member(office), given.an_appointed(office, "Akker")
    assignment = office.do(AssignPerson(given.in_review(office, candidate, folder), person, "bureau", "office-check"))
    office.do(RecordRelation(person, candidate, RelationKind.FAMILY))
    return WaiveConflict(assignment, "A cousin far away.", "B. Tweede")


@situation
def somebody_taken_off(office: Office, folder: Path) -> Act:
    return EndAssignment(office.do(somebody_assigned(office, folder)), "Moved abroad.")


@situation
def somebody_replaced(office: Office, folder: Path) -> Act:
    return ReplacePerson(office.do(somebody_assigned(office, folder)), given.a_member(office, "Another"), "Long ill.")


@situation
def somebody_appointed(office: Office, folder: Path) -> Act:
    return Appoint(given.a_member(office), given.SCHEME, "bureau", date(2020, 1, 1))


@situation
def an_appointment_that_ended(office: Office, folder: Path) -> Act:
    return EndAppointment(office.do(somebody_appointed(office, folder)), office.today, "Retires.")


@situation
def a_relation(office: Office, folder: Path) -> Act:
    return RecordRelation(given.a_member(office), given.a_member(office, "Berg"), RelationKind.TRAINED)


@situation
def a_relation_that_ended(office: Office, folder: Path) -> Act:
    return EndRelation(office.do(a_relation(office, folder)), office.today)


@situation
def a_period_of_work(office: Office, folder: Path) -> Act:
    return AddWorkPeriod(given.a_member(office), given.SCHEME, "experience", "Griffier", date(2014, 5, 21))


@situation
def a_period_of_work_that_ended(office: Office, folder: Path) -> Act:
    return ChangeWorkPeriod(office.do(a_period_of_work(office, folder)), 1, "Griffier", date(2014, 5, 21), date(2020, 1, 31))


@situation
def a_period_of_work_removed(office: Office, folder: Path) -> Act:
    return RemoveWorkPeriod(office.do(a_period_of_work(office, folder)))


@situation
def a_diploma(office: Office, folder: Path) -> Act:
    return AddCredential(given.a_member(office), "diploma", "Hogeschool Utrecht", date(2010, 7, 1), level=6, years=4)


@situation
def a_diploma_removed(office: Office, folder: Path) -> Act:
    return RemoveCredential(office.do(a_diploma(office, folder)))


@situation
def other_settings(office: Office, folder: Path) -> Act:
    given.a_member(office)
    details, version = office.do(ReadSettings())
    return ChangeSettings(version, replace(details, name="Another office", contact_email="office@example.org"))


SITUATIONS.update(JUDGING)
SITUATIONS.update(DECIDING)
SITUATIONS.update(PACKAGES)


@pytest.mark.parametrize("name", sorted(SITUATIONS))
def test_what_was_done_is_taken_back_to_the_last_field(office: Office, tmp_path: Path, name: str) -> None:
    act = SITUATIONS[name](office, tmp_path)
    before = records_in(office.path)
    office.do(act)
    assert records_in(office.path) != before
    last = office.do(Undoable())
    assert last is not None
    assert office.do(Undo(last.seq)) == type(act).act
    assert records_in(office.path) == before
    assert office.do(CheckJournal()) is None


def test_no_act_that_can_be_taken_back_lacks_its_proof(tmp_path: Path) -> None:
    for module in Path(every_use_case.__path__[0]).glob("*.py"):
        importlib.import_module(f"{every_use_case.__name__}.{module.stem}")
    can = {act for act in Act.__subclasses__() if act.undoable and act.__module__.startswith(every_use_case.__name__)}
    assert can == {type(make(new_office(tmp_path / name), tmp_path / name)) for name, make in SITUATIONS.items()}


def new_office(folder: Path) -> Office:
    folder.mkdir()
    office = make_office(folder / "office.cmsdesk", user="tester", today=lambda: TODAY)
    office.do(FoundOffice(OfficeDetails("Test office")))
    return office
