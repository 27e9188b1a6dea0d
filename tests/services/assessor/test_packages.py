"""A package on an assessor's computer, from the file that came in to the file that goes back."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.drafts import DraftKind
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.exchange.packages.faults import Fault, PackageRefused
from cmsdesk.exchange.packages.keys import new_keys
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.assessor.books import damaged, slips, sweep
from cmsdesk.services.assessor.dossier_office import open_dossier
from cmsdesk.services.assessor.home import Workplace
from cmsdesk.services.assessor.own_work import ReadOwnWork
from cmsdesk.services.assessor.packages import Stage, list_packages, open_file
from cmsdesk.services.assessor.returning import declare_independent
from cmsdesk.services.dossiers import AddEvidence, ReadEvidence, RemoveEvidence
from cmsdesk.services.drafts import DraftsOf, KeepDraft
from cmsdesk.services.feedback import GiveRemark
from cmsdesk.services.office import Office
from cmsdesk.services.page_notes import AddPageNote, NotesOn
from cmsdesk.services.people import EditPerson, ReadPerson
from cmsdesk.services.questions import AskCandidate
from cmsdesk.services.records import ReadReview
from cmsdesk.services.review_sheet import ReadReviewSheet
from tests.assessing import SCHEME_TEXT, Post, a_workplace, later
from tests.conftest import TODAY
from tests.disks import full_disk
from tests.judging import Days, a_file, a_judge, admitted

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET


class StoppedError(Exception):
    """Somebody pressed Cancel."""


@contextmanager
def at_the_desk(workplace: Workplace, package: str) -> Iterator[Office]:
    with closing(open_dossier(workplace, slips(workplace)[package])) as office:
        yield office


def judged(workplace: Workplace, post: Post, verdicts: dict[str, Verdict]) -> None:
    with at_the_desk(workplace, post.package) as office:
        for key, verdict in verdicts.items():
            office.do(JudgeRequirement(post.application, key, verdict, f"About {key}."))


def declared(workplace: Workplace, post: Post) -> None:
    with at_the_desk(workplace, post.package) as office:
        declare_independent(office)


def in_the_list(workplace: Workplace) -> list[tuple[str, Stage, int, int]]:
    return [(row.slip.number, row.stage, row.judged, row.needed) for row in list_packages(workplace)]


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_package_opens_as_the_same_dossier_with_the_same_verdict(workplace: Workplace, post: Post, court: Office) -> None:
    there = court.do(ReadReview(post.application))
    open_file(workplace, post.send())
    with at_the_desk(workplace, post.package) as office:
        here = office.do(ReadReview(post.application))
        assert here[0].verdict == there[0].verdict
        assert [item.title for item in here[1]] == [item.title for item in there[1]]
        [evidence] = [one for one in here[0].evidence if one.name == "essay.pdf"]
        assert office.do(ReadEvidence(evidence.id)).read().startswith(b"%PDF")
        assert (here[0].number, here[0].person) == (there[0].number, "K. Kandidaat")


def test_the_dossier_stays_shut_until_independence_is_declared(workplace: Workplace, post: Post) -> None:
    open_file(workplace, post.send())
    assert in_the_list(workplace) == [("A-2026-0001", Stage.DECLARE, 0, 2)]
    with at_the_desk(workplace, post.package) as office, pytest.raises(RuleBroken, match="declare first"):
        office.do(JudgeRequirement(post.application, "essay", MET))
    declared(workplace, post)
    judged(workplace, post, {"essay": MET})
    assert in_the_list(workplace) == [("A-2026-0001", Stage.JUDGE, 1, 2)]


def test_the_assessor_sits_in_the_one_seat_there_is(workplace: Workplace, post: Post) -> None:
    open_file(workplace, post.send())
    declared(workplace, post)
    with at_the_desk(workplace, post.package) as office:
        sheet = office.do(ReadReviewSheet(post.application))
    assert sheet.seat
    assert (sheet.seat.name, sheet.seat.assignment_id, sheet.why_not) == ("P. Beoordelaar", post.judge.assignment_id, "")


def test_nothing_of_a_dossier_lies_readable_on_the_disk(workplace: Workplace, post: Post) -> None:
    open_file(workplace, post.send())
    declared(workplace, post)
    judged(workplace, post, {"essay": NOT_MET})
    found = b"".join(everything(workplace.folder).values())
    for word in (b"%PDF", b"Kandidaat", b"essay", b"A-2026-0001", b"proefhof", b"SQLite"):
        assert word not in found
    assert list(workplace.staging.iterdir()) == []


def test_a_package_seen_before_opens_where_one_was(workplace: Workplace, post: Post) -> None:
    path = post.send()
    open_file(workplace, path)
    declared(workplace, post)
    judged(workplace, post, {"essay": MET})
    before = everything(workplace.packages)
    assert open_file(workplace, path) == slips(workplace)[post.package]
    assert everything(workplace.packages) == before
    assert in_the_list(workplace) == [("A-2026-0001", Stage.JUDGE, 1, 2)]


def test_more_time_leaves_the_work_as_it_is_and_says_so(workplace: Workplace, post: Post, days: Days) -> None:
    open_file(workplace, post.send(days=10))
    declared(workplace, post)
    judged(workplace, post, {"essay": MET})
    slip = open_file(workplace, post.send(days=20))
    assert slip.changes == ("There is time until 11-12-2026 now.",)
    assert in_the_list(workplace) == [("A-2026-0001", Stage.JUDGE, 1, 2)]
    later(days, 15)
    assert sweep(workplace) == []


def test_a_newer_dossier_keeps_the_work_that_fits_and_names_the_rest(
    workplace: Workplace, post: Post, court: Office, tmp_path: Path
) -> None:
    open_file(workplace, post.send())
    declared(workplace, post)
    judged(workplace, post, {"essay": MET, "proof.cv": NOT_MET})
    essay = next(one for one in court.do(ReadReview(post.application))[0].evidence if one.name == "essay.pdf")
    court.do(RemoveEvidence(essay.id))
    court.do(AddEvidence(post.application, a_file(tmp_path, "essay2.pdf"), ("essay",)))
    slip = open_file(workplace, post.send(newer=True))
    assert slip.changes == ("Its documents changed, please judge it again: Essay.",)
    assert in_the_list(workplace) == [("A-2026-0001", Stage.JUDGE, 1, 2)]
    with at_the_desk(workplace, post.package) as office:
        items = {item.requirement_id: item for item in office.do(ReadReview(post.application))[1]}
        assert (items["proof.cv"].verdict, items["proof.cv"].comment) == (NOT_MET, "About proof.cv.")
        assert items["essay"].verdict == ""
        assert [(one.verdict, one.comment) for one in items["essay"].former] == [(MET, "About essay.")]
        office.do(JudgeRequirement(post.application, "essay", MET))
        office.do(FinishReview(post.application))
    assert len(list((workplace.packages / post.package).iterdir())) == 2


def test_questions_notes_and_drafts_go_along_to_a_newer_dossier(workplace: Workplace, post: Post, court: Office) -> None:
    open_file(workplace, post.send())
    declared(workplace, post)
    judged(workplace, post, {"proof.cv": MET})
    with at_the_desk(workplace, post.package) as office:
        cv = next(one for one in office.do(ReadReview(post.application))[0].evidence if one.name == "cv.pdf")
        office.do(AddPageNote(cv.id, 1, 0.5, 0.25, "A year is missing."))
        office.do(AskCandidate(post.application, "Where was this?", "proof.cv"))
        office.do(KeepDraft(post.application, DraftKind.COMMENT, "Half a sen", "essay", post.judge.assignment_id))
        before = office.do(ReadOwnWork())
    open_file(workplace, post.send(newer=True))
    with at_the_desk(workplace, post.package) as office:
        after = office.do(ReadOwnWork())
        assert office.do(DraftsOf(post.application, post.judge.assignment_id)) == {(DraftKind.COMMENT, "essay"): "Half a sen"}
    assert [(one.uuid, one.text, one.page, one.x) for one in after.notes] == [
        (one.uuid, "A year is missing.", 1, 0.5) for one in before.notes
    ]
    assert [one.uuid for one in after.questions] == [one.uuid for one in before.questions]
    assert (len(after.notes), len(after.questions)) == (1, 1)


def test_feedback_stays_ones_own_under_another_name(workplace: Workplace, court: Office, tmp_path: Path) -> None:
    """Who marries between two packages is still the same."""
    application = admitted(court, tmp_path, "portfolio", documents={"paper.pdf": ("craft.essay",)})
    judge = a_judge(court, application, "Alleen", "assessor", "portfolio", declared=False)
    post = Post(court, application, judge, workplace.keys, tmp_path / "alone")
    open_file(workplace, post.send())
    declared(workplace, post)
    with at_the_desk(workplace, post.package) as office:
        office.do(GiveRemark(application, "Name your sources."))
    person = court.do(ReadPerson(judge.person_id))
    court.do(EditPerson(person.id, person.version, replace(person.details, surname="Samen")))
    open_file(workplace, post.send(newer=True))
    with at_the_desk(workplace, post.package) as office:
        assert [(one.text, one.given_by) for one in office.do(ReadOwnWork()).remarks] == [("Name your sources.", "P. Samen")]


def test_what_is_asked_besides_and_no_longer_is_said(workplace: Workplace, post: Post, court: Office, tmp_path: Path) -> None:
    open_file(workplace, post.send())
    declared(workplace, post)
    judged(workplace, post, {"proof.cv": MET})
    cv = next(one for one in court.do(ReadReview(post.application))[0].evidence if one.name == "cv.pdf")
    court.do(RemoveEvidence(cv.id))
    slip = open_file(workplace, post.send(newer=True))
    assert slip.changes == ("No longer to be judged: Curriculum vitae.",)
    court.do(AddEvidence(post.application, a_file(tmp_path, "cv2.pdf"), ("proof.cv",)))
    slip = open_file(workplace, post.send(newer=True))
    assert slip.changes == ("To be judged as well: Curriculum vitae.",)


@pytest.mark.parametrize("spoil", ["stranger", "somebody else", "older", "expired", "cut", "document"])
def test_what_is_refused_leaves_everything_as_it_was(
    workplace: Workplace, post: Post, days: Days, tmp_path: Path, spoil: str
) -> None:
    first = post.send()
    open_file(workplace, post.send())
    declared(workplace, post)
    before = everything(workplace.packages)
    wanted = {
        "stranger": Fault.UNKNOWN_SENDER,
        "somebody else": Fault.FOR_SOMEBODY_ELSE,
        "older": Fault.OLDER_SEQUENCE,
        "expired": Fault.EXPIRED,
        "cut": Fault.DAMAGED,
        "document": Fault.DAMAGED,
    }[spoil]
    path = first
    if spoil == "stranger":
        path = post.send(office=new_keys("Testbureau", TODAY))
    elif spoil == "somebody else":
        path = Post(post.office, post.application, post.judge, new_keys("Collega", TODAY), tmp_path / "other").send()
    elif spoil == "expired":
        path = post.send(days=3)
        later(days, 4)
    elif spoil == "cut":
        path = post.send()
        path.write_bytes(path.read_bytes()[:-1])
    elif spoil == "document":
        post.extra = {"documents": []}
        path = post.send()
    with pytest.raises(PackageRefused) as refused:
        open_file(workplace, path)
    assert refused.value.fault is wanted
    assert everything(workplace.packages) == before
    assert list(workplace.staging.iterdir()) == []


def test_a_scheme_that_this_program_cannot_read_is_refused_and_leaves_nothing(workplace: Workplace, post: Post) -> None:
    post.extra = {"scheme": "[scheme]\nid = 'x'\nfuture = true\n"}
    with pytest.raises(RuleBroken):
        open_file(workplace, post.send())
    assert slips(workplace) == {}
    assert list(workplace.staging.iterdir()) == []


def test_a_place_that_something_else_took_is_said_and_leaves_everything_as_it_was(workplace: Workplace, post: Post) -> None:
    path = post.send()
    (workplace.packages / post.package).write_text("put there by somebody")
    before = everything(workplace.packages)
    with pytest.raises(RuleBroken, match=f"{path.name} could not be opened"):
        open_file(workplace, path)
    assert everything(workplace.packages) == before
    assert list(workplace.staging.iterdir()) == []


def test_a_note_on_a_document_that_did_not_come_along_is_left_out(workplace: Workplace, post: Post) -> None:
    place = {"sha256": "0" * 64, "page": 1, "x": 0.5, "y": 0.5, "text": "Where?", "at": "2026-11-21T10:00:00+00:00"}
    post.extra = {"notes": [place | {"uuid": str(uuid4()), "document": str(uuid4())}]}
    open_file(workplace, post.send())
    declared(workplace, post)
    assert in_the_list(workplace) == [("A-2026-0001", Stage.JUDGE, 0, 2)]
    with at_the_desk(workplace, post.package) as office:
        documents = office.do(ReadReview(post.application))[0].evidence
        assert [office.do(NotesOn(one.id)).notes for one in documents] == [(), ()]


def test_of_many_changes_the_first_five_are_named(workplace: Workplace, court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "portfolio", documents={"paper.pdf": ("craft.essay",)})
    judge = a_judge(court, application, "Alleen", "assessor", "portfolio", declared=False)
    post = Post(court, application, judge, workplace.keys, tmp_path / "many")
    open_file(workplace, post.send())
    topic = '[[topic_set.topic]]\nid = "{name}"\nname = {{ nl = "{name}", en = "{name}" }}\n'
    more = "".join(topic.format(name=f"Extra {number}") for number in range(1, 8))
    post.extra = {"scheme": SCHEME_TEXT.replace("[[basis]]", f"{more}[[basis]]", 1)}
    [change] = open_file(workplace, post.send(newer=True)).changes
    assert change == "To be judged as well: Extra 1, Extra 2, Extra 3, Extra 4, Extra 5 and 2 more."


@pytest.mark.parametrize("room", [0, 400, 20_000, 120_000, 200_000])
def test_a_disk_that_fills_up_while_opening_leaves_everything_as_it_was(workplace: Workplace, post: Post, room: int) -> None:
    open_file(workplace, post.send())
    declared(workplace, post)
    path, before = post.send(newer=True), everything(workplace.packages)
    with full_disk(room), pytest.raises(RuleBroken):
        open_file(workplace, path)
    left = everything(workplace.packages).items()  # beside them the log and its index may be left, with nothing new in them
    assert {name: path for name, path in left if not name.endswith(("-wal", "-shm"))} == before
    assert list(workplace.staging.iterdir()) == []
    open_file(workplace, path)
    assert in_the_list(workplace) == [("A-2026-0001", Stage.JUDGE, 0, 2)]


def test_a_damaged_slip_closes_that_package_only_and_the_file_of_the_office_opens_it_anew(
    workplace: Workplace, post: Post, tmp_path: Path
) -> None:
    path = post.send()
    open_file(workplace, path)
    other = Post(post.office, post.application, post.judge, workplace.keys, tmp_path / "other")
    open_file(workplace, other.send())
    slip = workplace.packages / post.package / "slip"
    slip.write_bytes(slip.read_bytes()[:-1] + b"x")
    assert (damaged(workplace), [row.slip.package for row in list_packages(workplace)]) == (1, [other.package])
    assert sweep(workplace) == []
    open_file(workplace, path)
    assert (damaged(workplace), len(list_packages(workplace))) == (0, 2)


def test_two_packages_stand_in_one_list_the_first_deadline_on_top(workplace: Workplace, post: Post, tmp_path: Path) -> None:
    open_file(workplace, post.send(days=20))
    other = Post(post.office, post.application, post.judge, workplace.keys, tmp_path / "other")
    open_file(workplace, other.send(days=5))
    assert [row.slip.package for row in list_packages(workplace)] == [other.package, post.package]


def test_an_expired_dossier_is_gone_from_the_disk_and_opens_no_more(workplace: Workplace, post: Post, days: Days) -> None:
    path = post.send(days=3)
    open_file(workplace, path)
    later(days, 4)
    sweep(workplace)
    assert in_the_list(workplace) == [("A-2026-0001", Stage.CLOSED, 0, 0)]
    assert [found.name for found in (workplace.packages / post.package).iterdir()] == ["slip"]
    with pytest.raises(PackageRefused):
        open_file(workplace, path)


def test_opening_tells_how_far_it_is_to_the_end_and_can_be_stopped_anywhere(workplace: Workplace, post: Post) -> None:
    path = post.send()
    told: list[tuple[int, int]] = []
    open_file(workplace, path, lambda done, total: told.append((done, total)))
    shares = [done / total for done, total in told]
    assert shares == sorted(shares)
    assert any(share < 1 / 2 for share in shares)
    assert any(1 / 2 < share < 1 for share in shares)
    assert shares[-1] == 1

    def stop(done: int, total: int) -> None:
        if done / total > 1 / 2:
            raise StoppedError

    before = everything(workplace.packages)
    with pytest.raises(StoppedError):
        open_file(workplace, post.send(newer=True), stop)
    assert everything(workplace.packages) == before
    assert list(workplace.staging.iterdir()) == []


def test_a_file_that_is_not_there_any_more_is_said(workplace: Workplace, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match=r"gone\.dossier could not be opened: it cannot be read"):
        open_file(workplace, tmp_path / "gone.dossier")
    with pytest.raises(PackageRefused):
        open_file(workplace, tmp_path)


def test_a_colleagues_computer_does_not_open_it(post: Post, days: Days, tmp_path: Path) -> None:
    colleague = a_workplace(tmp_path / "bob", days, "Bob Bakker")
    with pytest.raises(PackageRefused) as refused:
        open_file(colleague, post.send())
    assert refused.value.fault is Fault.FOR_SOMEBODY_ELSE
