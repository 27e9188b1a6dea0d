"""The calendar file follows RFC 5545 to the octet, and says the office's hour in summer and in winter."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from cmsdesk.exchange.calendar_file import Meeting, calendar_file

MADE = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
MEETING = Meeting("1b4e28ba", 3, date(2026, 12, 1), "14:30", 90, "Gesprek", "Utrecht", "Met: P. Stoel")


def lines(meeting: Meeting) -> list[str]:
    return calendar_file(meeting, MADE).decode().replace("\r\n ", "").split("\r\n")


def test_a_meeting_is_one_event_with_all_that_an_agenda_needs() -> None:
    assert lines(MEETING) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//cmsdesk//cmsdesk//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "UID:1b4e28ba",
        "DTSTAMP:20261102T093000Z",
        "SEQUENCE:3",
        "DTSTART:20261201T133000Z",
        "DURATION:PT90M",
        "SUMMARY:Gesprek",
        "STATUS:CONFIRMED",
        "LOCATION:Utrecht",
        "DESCRIPTION:Met: P. Stoel",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_the_hour_is_that_of_the_office_in_summer_too() -> None:
    assert "DTSTART:20260701T123000Z" in lines(replace(MEETING, on=date(2026, 7, 1)))


def test_without_an_hour_it_is_the_whole_day() -> None:
    found = lines(replace(MEETING, at="", on=date(2026, 12, 31)))
    assert {"DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101"} <= set(found)
    assert not any(line.startswith("DURATION") for line in found)


def test_what_is_called_off_says_so_and_what_is_not_known_is_left_out() -> None:
    found = lines(replace(MEETING, cancelled=True, place="", description=""))
    assert "STATUS:CANCELLED" in found
    assert not any(line.startswith(("LOCATION", "DESCRIPTION")) for line in found)


def test_signs_with_a_meaning_are_escaped_and_no_line_can_be_smuggled_in() -> None:
    found = lines(replace(MEETING, title="a;b,c\\d\nATTENDEE:x\r\nEND:VEVENT\x07"))
    assert "SUMMARY:a\\;b\\,c\\\\d\\nATTENDEE:x\\nEND:VEVENT" in found
    assert found.count("END:VEVENT") == 1


@given(st.text(max_size=300))
def test_no_line_is_longer_than_75_octets_and_none_is_cut_within_a_letter(words: str) -> None:
    written = calendar_file(replace(MEETING, title=words), MADE)
    for line in written.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert written.count(b"BEGIN:VEVENT") == 1
