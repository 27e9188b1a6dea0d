"""A number is the same wherever it is shown: lists, filters, records, reports, papers and workbooks."""

import io
from collections import Counter
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from cmsdesk.domain.applications import State
from cmsdesk.domain.certificates import Status
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.applications import CountApplications, ListApplications, StartApplication, WithdrawApplication
from cmsdesk.services.certificates import ChangeStanding, IssueCertificate, ReadCertificate
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import Office
from cmsdesk.services.people import CountPeople, ListPeople, MergePeople, ReadPerson
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.register import CountHolders, HolderRow, ListHolders
from cmsdesk.services.reports import CountForBoard, ExportRegister, WriteBoardReport
from cmsdesk.services.today import WorkList
from tests import given
from tests.conftest import TODAY
from tests.services.conftest import Clock, a_list, imported

DAY = timedelta(days=1)
# Surname, title, granted on, until, and what happened to it afterwards; one letter is one person.
HELD = [
    ("A", "CMC", TODAY - 900 * DAY, None, ()),
    ("B", "CMC", TODAY - 900 * DAY, TODAY, ()),
    ("C", "CMC", TODAY - 900 * DAY, TODAY - DAY, ()),
    ("D", "CMC", TODAY - 900 * DAY, TODAY + 183 * DAY, ()),
    ("E", "CMC", TODAY - 900 * DAY, TODAY + 184 * DAY, ()),
    ("F", "CMC", TODAY + DAY, None, ()),
    ("G", "CMC", TODAY - 900 * DAY, None, (Status.SUSPENDED,)),
    ("H", "CMC", TODAY - 900 * DAY, TODAY - DAY, (Status.SUSPENDED,)),
    ("I", "CMC", TODAY - 900 * DAY, None, (Status.WITHDRAWN,)),
    ("J", "CMC", TODAY - 900 * DAY, TODAY - DAY, (Status.WITHDRAWN,)),
    ("K", "CMC", TODAY - 900 * DAY, TODAY + DAY, ()),
    ("K", "CMC", TODAY - 100 * DAY, None, ()),
    ("L", "CMC", TODAY - 900 * DAY, None, ()),
    ("L", "MMC", TODAY, None, ()),
    ("M", "CMC", TODAY - 900 * DAY, None, (Status.SUSPENDED, Status.ACTIVE)),
    ("N", "CMC", TODAY + DAY, TODAY + 400 * DAY, (Status.SUSPENDED,)),
    ("O", "CMC", TODAY + DAY, None, (Status.WITHDRAWN,)),
]
LETTERS = "ABCDEFGHIJKLMNOP"  # P holds nothing


def surname(letter: str) -> str:
    return letter * 6


@pytest.fixture
def full(passing: Office) -> Office:
    members = [
        (place, f"Given{letter}", "", surname(letter), f"{letter}@example.org", "Delft", TODAY - (place * 100 - 200) * DAY)
        for place, letter in enumerate(LETTERS, start=1)
    ]
    certificates = [
        (f"OLD-{place}", LETTERS.index(letter) + 1, title, granted, until)
        for place, (letter, title, granted, until, _events) in enumerate(HELD, start=1)
    ]
    imported(passing, a_list(members, certificates))
    for place, (_letter, _title, _granted, _until, events) in enumerate(HELD, start=1):
        for event in events:
            passing.do(ChangeStanding(place, event, "For a reason."))
    return passing


def holders(office: Office, *chips: str) -> list[HolderRow]:
    asked = Asked(chips=frozenset(chips))
    rows = office.do(ListHolders(asked, 0, 1000))
    assert office.do(CountHolders(asked)) == len(rows)
    return rows


def letters(rows: list[HolderRow]) -> str:
    return "".join(sorted(row.name[0] for row in rows))


def test_each_filter_of_the_register_shows_what_was_counted_by_hand(full: Office) -> None:
    assert letters(holders(full, "status:active")) == "ABDEKKLLM"
    assert letters(holders(full, "status:soon")) == "BD"  # the title of K goes on under the other certificate
    assert letters(holders(full, "status:suspended")) == "G"
    assert letters(holders(full, "status:ended")) == "CHIJO"
    assert letters(holders(full)) == "ABCDEFGHIJKKLLMNO"
    assert letters(holders(full, "title:MMC")) == "L"
    assert letters(holders(full, "title:MMC", "status:ended")) == ""
    assert letters(holders(full, "scheme:dimc", "status:soon", "status:suspended")) == "BDG"


FILTER_OF = {
    Status.ACTIVE: "status:active",
    Status.SUSPENDED: "status:suspended",
    Status.EXPIRED: "status:ended",
    Status.WITHDRAWN: "status:ended",
}


@pytest.mark.parametrize("later", [0, 1, 2, 183, 184, 400, 401, 5000])
def test_list_filter_record_report_and_member_list_say_the_same_on_every_day(full: Office, clock: Clock, later: int) -> None:
    clock.day = TODAY + later * DAY
    rows = holders(full)
    for row in rows:
        assert full.do(ReadCertificate(row.id)).status is row.status
    for status, chip in FILTER_OF.items():
        assert {row.id for row in rows if row.status is status} <= {row.id for row in holders(full, chip)}
        assert {row.status for row in holders(full, chip)} <= {key for key, value in FILTER_OF.items() if value == chip}
    active = [row for row in rows if row.status is Status.ACTIVE]
    figures = full.do(CountForBoard())
    assert figures.unique_holders == len({row.person_id for row in active})
    assert dict(figures.holders_per_title) == Counter(title for _person, title in {(row.person_id, row.title) for row in active})
    assert [line[0] for line in figures.expiring] == [
        row.number for row in full.do(ListHolders(Asked(chips=frozenset({"status:soon"}), sort="until_on"), 0, 100))
    ]
    assert [row.number for row in full.do(WorkList())] == [line[0] for line in figures.expiring]
    people = full.do(ListPeople(Asked(), 0, 100))
    titles = {row.person_id: set() for row in rows} | {person.id: set() for person in people}  # type: ignore[var-annotated]
    for row in active:
        titles[row.person_id].add(row.title)
    assert {person.id: set(person.titles.split(", ")) - {""} for person in people} == titles
    with_title = full.do(CountPeople(Asked(chips=frozenset({"who:holders"}))))
    without = full.do(CountPeople(Asked(chips=frozenset({"who:untitled"}))))
    assert (with_title, with_title + without) == (figures.unique_holders, full.do(CountPeople()))
    assert figures.members == full.do(CountPeople(Asked(chips=frozenset({"who:members"}))))
    assert figures.members == sum(full.do(ReadPerson(person.id)).is_member for person in people)


def test_the_board_report_says_what_was_counted_by_hand(full: Office, clock: Clock, tmp_path: Path) -> None:
    figures = full.do(CountForBoard())
    assert (figures.members, figures.unique_holders) == (15, 7)
    assert figures.holders_per_title == (("CMC", 7), ("MMC", 1))
    assert [(name, until) for _number, name, _title, until in figures.expiring] == [
        ("BBBBBB, GivenB", TODAY),
        ("DDDDDD, GivenD", TODAY + 183 * DAY),
    ]
    paper = full.do(WriteBoardReport(tmp_path / "board.pdf", "en"))
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.read_bytes())).pages)
    for words in ("15", "members", "7", "people with a title", "OLD-2", "BBBBBB, GivenB", "2 certificates", "2026"):
        assert words in said
    book = openpyxl.load_workbook(full.do(WriteBoardReport(tmp_path / "board.XLSX", "en")))
    sheets = {page.title: [[cell.value for cell in row] for row in page.iter_rows(min_row=2)] for page in book.worksheets}
    assert [row[:2] for row in sheets["Titles"]] == [["CMC", 7], ["MMC", 1]]
    assert [row[:2] for row in sheets["Totals"]] == [
        ["Members", 15], ["People with a title", 7], ["Granted this year", 0], ["Refused this year", 0],
    ]  # fmt: skip
    assert [row[0] for row in sheets["Ending soon"]] == ["OLD-2", "OLD-4"]


def test_the_exported_register_holds_the_lines_of_the_list(full: Office, tmp_path: Path) -> None:
    for number, chips in enumerate((frozenset[str](), frozenset({"status:active"}), frozenset({"status:suspended"}))):
        path = tmp_path / f"{number}.xlsx"
        asked = Asked(chips=chips, sort="until_on", descending=True)
        shown = full.do(ListHolders(asked, 0, 100))
        assert full.do(ExportRegister(path, asked)) == len(shown)
        page = openpyxl.load_workbook(path).worksheets[0]
        assert [[cell.value for cell in row] for row in page.iter_rows()] == [
            ["Number", "Name", "Title", "Employer", "Granted on", "Valid until", "Status"],
            *(
                [
                    row.number, row.name, row.title, None, *(openpyxl_date(day) for day in (row.granted_on, row.until_on)),
                    row.status.label,
                ]
                for row in shown
            ),
        ]  # fmt: skip


def openpyxl_date(day: object) -> object:
    from datetime import date, datetime, time

    return datetime.combine(day, time()) if isinstance(day, date) else None


def test_a_long_register_is_exported_to_its_last_line_and_says_how_far_it_is(passing: Office, tmp_path: Path) -> None:
    count = 1234
    members = [(n, "An", "", f"Naam{n}", "", "", None) for n in range(1, count + 1)]
    certificates = [(f"C-{n}", n, "CMC", TODAY, None) for n in range(1, count + 1)]
    imported(passing, a_list(members, certificates))
    heard: list[tuple[int, int]] = []
    assert passing.do(ExportRegister(tmp_path / "r.xlsx", report=lambda done, total: heard.append((done, total)))) == count
    assert heard == [(500, count), (1000, count)]
    book = openpyxl.load_workbook(tmp_path / "r.xlsx", read_only=True)
    assert len({row[0] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)}) == count
    book.close()


def test_a_register_that_cannot_be_written_is_said(full: Office, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="nowhere does not exist"):
        full.do(ExportRegister(tmp_path / "nowhere" / "r.xlsx"))


def test_a_title_that_is_suspended_or_not_yet_valid_does_not_count_for_the_next(full: Office, clock: Clock) -> None:
    """What the register shows as active is what the scheme takes for held."""
    for row in holders(full, "title:CMC"):
        if row.name[0] in "ABCFGI":
            application = full.do(StartApplication(row.person_id, "dimc", "mmc"))
            [held] = [leaf for leaf in full.do(ReadApplication(application)).leaves if leaf.requirement_id == "mmc.cmc"]
            assert (held.outcome == "met") == (row.status is Status.ACTIVE), row.name


def test_a_withdrawal_or_suspension_before_the_first_day_stays(full: Office, clock: Clock) -> None:
    clock.day = TODAY + 10 * DAY
    found = {row.name[0]: row.status for row in holders(full)}
    assert (found["F"], found["N"], found["O"]) == (Status.ACTIVE, Status.SUSPENDED, Status.WITHDRAWN)
    for row in holders(full):
        assert full.do(ReadCertificate(row.id)).status is row.status


def test_two_entries_merged_into_one_are_one_holder(full: Office) -> None:
    before = full.do(CountForBoard())
    [a] = full.do(ListPeople(Asked(surname("A")), 0, 5))
    [b] = full.do(ListPeople(Asked(surname("B")), 0, 5))
    full.do(MergePeople(a.id, b.id, full.do(ReadPerson(a.id)).details))
    after = full.do(CountForBoard())
    assert (after.unique_holders, dict(after.holders_per_title)["CMC"]) == (before.unique_holders - 1, 6)
    assert after.members == before.members - (b.member_since is not None and a.member_since is not None)
    assert len(holders(full, "status:active")) == 9
    assert {row.name for row in holders(full) if row.number in {"OLD-1", "OLD-2"}} == {a.name}


def test_applications_are_counted_the_same_in_list_and_report(passing: Office, clock: Clock, tmp_path: Path) -> None:
    people = [given.a_member(passing, f"Naam{n}") for n in range(6)]
    given.an_application(passing, people[0])
    passing.do(WithdrawApplication(given.an_application(passing, people[1]), ""))
    given.in_review(passing, people[2], tmp_path)
    given.granted(passing, people[3], tmp_path)
    passing.do(RecordDecision(given.reviewed(passing, people[4], tmp_path), False, passing.today, "Not enough."))
    figures = passing.do(CountForBoard())
    assert figures.applications_by_state == (
        (State.DRAFT, 1),
        (State.CANDIDATE, 1),
        (State.GRANTED, 1),
        (State.REFUSED, 1),
        (State.WITHDRAWN, 1),
    )
    for state, count in figures.applications_by_state:
        assert passing.do(CountApplications(Asked(chips=frozenset({f"state:{state.value}"})))) == count
    opened, closed = (passing.do(CountApplications(Asked(chips=frozenset({f"state:{which}"})))) for which in ("open", "closed"))
    assert (opened, closed) == (2, 3)
    assert opened == sum(count for state, count in figures.applications_by_state if state.is_open)
    for row in passing.do(ListApplications(Asked(), 0, 50)):
        record = passing.do(ReadApplication(row.id))
        assert (record.state, record.waits_for, record.due_on) == (row.state, row.waits_for, row.due_on)
    assert (figures.granted_this_year, figures.refused_this_year) == (1, 1)
    passing.do(IssueCertificate(4))
    assert passing.do(CountForBoard()).unique_holders == 1
    clock.day = TODAY.replace(year=TODAY.year + 1, month=1, day=1)
    later = passing.do(CountForBoard())
    assert (later.granted_this_year, later.refused_this_year, later.unique_holders) == (0, 0, 1)


def test_a_holder_of_two_titles_is_one_holder(office: Office) -> None:
    """AC-05: seventy-two people hold CMC, and two of them MMC as well."""
    people = [(number, "An", "", f"Akker{number}", "", "", None) for number in range(1, 73)]
    certificates = [(f"C-{number}", number, "CMC", TODAY - DAY, None) for number in range(1, 73)]
    imported(office, a_list(people, [*certificates, ("M-1", 1, "MMC", TODAY - DAY, None), ("M-2", 2, "MMC", TODAY - DAY, None)]))
    figures = office.do(CountForBoard())
    assert (dict(figures.holders_per_title), figures.unique_holders) == ({"CMC": 72, "MMC": 2}, 72)
