"""The page that explains a verdict: what there is, what is missing and why, always on one page."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from cmsdesk.documents.verdict_sheet import SheetLine, SheetRow, VerdictSheet, verdict_sheet_pdf
from cmsdesk.domain.schemes.leaves import Outcome
from tests.documents.conftest import HOSTILE, LONG, lines_of, text_of

ROWS = (
    SheetRow("Education", Outcome.NOT_MET, "59.5", "60 points", "0.5 points still needed.", lines=(SheetLine("Course", "59.5"), SheetLine("Talk", "4", "Not accepted."))),
    SheetRow("Level", Outcome.MET, sentence="1 of these is enough."),
    SheetRow("Diploma", Outcome.MET, "since 01-07-2012", depth=1),
    SheetRow("Report", Outcome.UNDECIDED, "to be judged", sentence="The document still has to be judged.", example=True),
)  # fmt: skip
SHEET = VerdictSheet(
    office_name="Test office",
    person="Jan de Vries",
    title="PRO",
    title_name="Professional (PRO)",
    scheme="A mark",
    route="First application",
    body="The body",
    outcome=Outcome.NOT_MET,
    sentence="First possible on 15-06-2025.",
    rows=ROWS,
    on=date(2025, 5, 20),
    made_at=datetime(2025, 5, 20, 10, 30, tzinfo=UTC),
    number="A-2025-0001",
    contact="The bureau, bureau@example.org",
    language="en",
)


def pages(paper: bytes) -> int:
    return len(PdfReader(io.BytesIO(paper)).pages)


def test_the_page_says_what_there_is_what_is_missing_and_what_did_not_count() -> None:
    text = text_of(verdict_sheet_pdf(SHEET))
    for words in (
        "What is asked for Professional (PRO)",
        "Jan de Vries · A-2025-0001 · A mark · First application",
        "May 20, 2025",
        "Not everything that is asked is met yet.",
        "First possible on 15-06-2025.",
        "59.5 of 60 points",
        "0.5 points still needed.",
        "Talk  4 (does not count: Not accepted.)",
        "since 01-07-2012",
        "Undecided",
        "Report *",
        "This page explains; The body decides. Where an asterisk stands",
        "Questions? The bureau, bureau@example.org",
    ):
        assert words in text


def test_a_dutch_page_speaks_dutch() -> None:
    text = text_of(verdict_sheet_pdf(replace(SHEET, language="nl")))
    for words in ("Wat wordt gevraagd voor", "20 mei 2025", "Nog niet alles", "Niet gehaald", "telt niet mee", "beslist"):
        assert words in text


@pytest.mark.parametrize(
    ("outcome", "words"),
    [(Outcome.MET, "Everything that is asked is met."), (Outcome.UNDECIDED, "Something still has to be judged.")],
)
def test_the_outcome_stands_at_a_glance(outcome: Outcome, words: str) -> None:
    assert words in text_of(verdict_sheet_pdf(replace(SHEET, outcome=outcome, sentence="")))


def test_without_anything_to_confirm_or_anybody_to_ask_nothing_is_said_of_it() -> None:
    text = text_of(verdict_sheet_pdf(replace(SHEET, rows=ROWS[:1], contact="", number="")))
    assert "asterisk" not in text
    assert "Questions?" not in text


def test_too_many_lines_are_counted_instead_of_shown() -> None:
    rows = tuple(replace(ROWS[0], lines=tuple(SheetLine(f"Course {n}", "1") for n in range(200))) for _one in range(3))
    text = text_of(paper := verdict_sheet_pdf(replace(SHEET, rows=rows)))
    assert pages(paper) == 1
    assert "Course 7" in text
    assert "192 more lines" in text
    assert "Course 100" not in text


@pytest.mark.parametrize("count", [1, 20, 45, 60, 500])
def test_it_is_one_page_however_much_is_asked(count: int) -> None:
    rows = tuple(replace(ROWS[0], title=f"Requirement {n}", depth=n % 3) for n in range(count))
    paper = verdict_sheet_pdf(replace(SHEET, rows=rows))
    text = text_of(paper)
    assert pages(paper) == 1
    shown = sum(f"Requirement {n}\n" in text or f"Requirement {n} " in text for n in range(count))
    assert ("more requirements." in text) is (shown < count)
    if shown < count:
        assert f"And {count - shown} more requirements." in text


@pytest.mark.parametrize("name", [*HOSTILE, LONG])
def test_no_name_leaves_the_page_or_is_markup(name: str) -> None:
    rows = (replace(ROWS[0], title=name, sentence=name, have=name, need=name, lines=(SheetLine(name, name, name),)), *ROWS[1:])
    paper = verdict_sheet_pdf(
        replace(SHEET, person=name, office_name=name, title_name=name, contact=name, sentence=name, rows=rows)
    )
    assert pages(paper) == 1
    page, lines = lines_of(paper)
    assert lines
    assert all(page.contains(line) for line in lines)


def test_the_words_stand_above_the_foot() -> None:
    rows = tuple(replace(ROWS[0], title=f"Requirement {n}") for n in range(500))
    text = text_of(verdict_sheet_pdf(replace(SHEET, rows=rows)))
    assert text.index("more requirements.") < text.index("This page explains")


def test_the_same_sheet_has_the_same_bytes() -> None:
    assert verdict_sheet_pdf(SHEET) == verdict_sheet_pdf(SHEET)
