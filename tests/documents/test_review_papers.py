"""Protocol, plan and minutes: what they say stands on them, however much and whatever it is, and within the page."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import cast

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from cmsdesk.documents.minutes import MinutesText, ScoreLine, minutes_pdf
from cmsdesk.documents.plan import PlannedAction, PlanText, plan_pdf
from cmsdesk.documents.protocol import ProtocolText, SettledDifference, SignedReport, protocol_pdf
from cmsdesk.documents.sheet import Heading
from tests.documents.conftest import HOSTILE, LONG, lines_of, text_of

DAY = date(2026, 11, 2)
HEADING = Heading("Test office", "Protocol", "A-2026-0001, K. Kandidaat", DAY, datetime(2026, 11, 2, tzinfo=UTC))
FACTS = (("Candidate", "K. Kandidaat"), ("Place", ""))
PROTOCOL = ProtocolText(
    heading=HEADING,
    facts=FACTS,
    reports=[SignedReport("P. Pas", DAY, "positive"), SignedReport("Q. Quak", DAY, "negative")],
    differences=[SettledDifference("Essay", [("P. Pas", "Met"), ("Q. Quak", "Not met")], "Met", "")],
    outcome="positive",
    text="First.\n\nSecond.",
    dissent_by="",
    dissent="",
    agreed_on=None,
)
PLAN = PlanText(
    heading=HEADING,
    facts=FACTS,
    gaps=["Filing"],
    actions=[PlannedAction("Self-study", ["Filing"], "Candidate", DAY, None)],
    open=[],
    signers=["trainer"],
)
MINUTES = MinutesText(HEADING, FACTS, [ScoreLine("ethics", "Met", "8", "Well said.")], True, "A talk.", "positive", ["P. Pas"])


def pages(paper: bytes) -> int:
    return len(PdfReader(io.BytesIO(paper)).pages)


def test_a_protocol_that_is_not_agreed_says_so() -> None:
    text = text_of(protocol_pdf(PROTOCOL, "en"))
    assert "not agreed yet" in text
    assert "Dissent" not in text
    assert "Place" not in text
    agreed = text_of(protocol_pdf(replace(PROTOCOL, agreed_on=DAY, dissent_by="Q. Quak", dissent="No source."), "nl"))
    assert "02-11-2026" in agreed
    assert "Afwijkend standpunt" in agreed
    assert "Q. Quak: No source." in agreed


def test_a_table_goes_on_on_the_next_page_under_its_heads() -> None:
    paper = protocol_pdf(replace(PROTOCOL, differences=[*PROTOCOL.differences] * 80), "en")
    found = [page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages]
    assert len(found) > 2
    assert all("Verdicts" in text for text in found[:-1])
    assert sum(text.count("Q. Quak: Not met") for text in found) == 80
    assert f"Page {len(found)}" in found[-1]


def test_long_words_break_over_lines_and_pages() -> None:
    paper = minutes_pdf(replace(MINUTES, minutes="\n\n".join(["Lorem ipsum dolor sit amet. " * 40] * 12)), "en")
    assert pages(paper) > 1
    assert text_of(paper).count("Lorem") == 480


def test_a_form_without_scores_has_no_column_for_them_and_none_at_all_without_criteria() -> None:
    assert "Score\n" not in text_of(minutes_pdf(replace(MINUTES, scored=False), "en"))
    assert "Score form" not in text_of(minutes_pdf(replace(MINUTES, scores=[]), "en"))


def test_a_plan_says_what_has_no_action_yet_and_that_nothing_is_open() -> None:
    assert "Without an action yet" not in text_of(plan_pdf(PLAN, "en"))
    text = text_of(plan_pdf(replace(PLAN, gaps=[], actions=[], open=["Filing"]), "en"))
    assert "Nothing." in text
    assert "Without an action yet: Filing." in text


@pytest.mark.parametrize("words", HOSTILE)
def test_any_words_stay_words_and_within_the_page(words: str) -> None:
    heading = Heading(words, words, words, DAY, HEADING.made_at)
    for paper in (
        protocol_pdf(replace(PROTOCOL, heading=heading, text=words, facts=[(words[:20], words)]), "en"),
        plan_pdf(replace(PLAN, heading=heading, gaps=[words], actions=[PlannedAction(words, [words], words, DAY, DAY)]), "en"),
        minutes_pdf(replace(MINUTES, heading=heading, minutes=words, scores=[ScoreLine(words, words, words, words)]), "en"),
    ):
        page, lines = lines_of(paper)
        assert lines
        assert all(page.contains(line) for line in lines)


def test_a_long_title_breaks_and_the_papers_describe_themselves() -> None:
    heading = replace(HEADING, title=LONG)
    reader = PdfReader(io.BytesIO(plan_pdf(replace(PLAN, heading=heading), "nl")))
    assert reader.metadata is not None
    assert reader.metadata.title == f"{LONG}, A-2026-0001, K. Kandidaat"
    catalogue = cast("DictionaryObject", reader.trailer["/Root"])
    assert str(catalogue["/Lang"]) == "nl"
    described = cast("StreamObject", catalogue["/Metadata"].get_object())
    assert b"<pdfaid:part>2</pdfaid:part>" in described.get_data()
