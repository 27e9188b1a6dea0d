"""A conversation as a calendar file (RFC 5545) that any agenda reads; times go out in UTC, so no zone is described."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_HOME = ZoneInfo("Europe/Amsterdam")
_LONGEST_LINE = 75  # octets, RFC 5545 section 3.1


@dataclass(frozen=True)
class Meeting:
    """What stands in the agenda; `at` is the office's clock as 14:30, empty is the whole day."""

    uuid: str
    sequence: int
    on: date
    at: str
    minutes_long: int
    title: str
    place: str
    description: str
    cancelled: bool = False


def calendar_file(meeting: Meeting, made_at: datetime) -> bytes:
    """The file as bytes; sent again with a higher sequence it moves or cancels what was there."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//cmsdesk//cmsdesk//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{meeting.uuid}",
        f"DTSTAMP:{_utc(made_at)}",
        f"SEQUENCE:{meeting.sequence}",
        *_when(meeting),
        f"SUMMARY:{_text(meeting.title)}",
        f"STATUS:{'CANCELLED' if meeting.cancelled else 'CONFIRMED'}",
    ]
    lines += [f"LOCATION:{_text(meeting.place)}"] if meeting.place else []
    lines += [f"DESCRIPTION:{_text(meeting.description)}"] if meeting.description else []
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return b"".join(_folded(line) for line in lines)


def _when(meeting: Meeting) -> list[str]:
    if not meeting.at:
        after = meeting.on + timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{meeting.on:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    begin = datetime.combine(meeting.on, time.fromisoformat(meeting.at), _HOME)
    return [f"DTSTART:{_utc(begin)}", f"DURATION:PT{meeting.minutes_long}M"]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """Text as the format writes it (RFC 5545 section 3.3.11); signs that no line may hold are left out."""
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    escaped = escaped.replace("\r\n", "\n").replace("\n", "\\n")
    return "".join(sign for sign in escaped if sign.isprintable())


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets, never within a character."""
    pieces: list[bytes] = []
    piece = b""
    for sign in line:
        encoded = sign.encode()
        if len(piece) + len(encoded) > _LONGEST_LINE - bool(pieces):
            pieces.append(piece)
            piece = b""
        piece += encoded
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
