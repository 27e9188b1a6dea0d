"""The score form and minutes of a conversation on paper; before it was held, the form to fill in by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from cmsdesk.documents.sheet import Heading, Sheet
from cmsdesk.domain.words import _, speaking


@dataclass(frozen=True)
class ScoreLine:
    """One criterion with what was found of it; empty where nothing was, or may be, read."""

    title: str
    verdict: str
    score: str
    comment: str


@dataclass(frozen=True)
class MinutesText:
    """Everything that minutes say, in the reader's words."""

    heading: Heading
    facts: Sequence[tuple[str, str]]
    scores: Sequence[ScoreLine]
    scored: bool
    minutes: str
    outcome: str
    signers: Sequence[str]


def minutes_pdf(text: MinutesText, language: str) -> bytes:
    """Score form and minutes as PDF/A, with room to sign for each of the committee."""
    with speaking(language):
        sheet = Sheet(text.heading, language)
        sheet.facts(text.facts)
        if text.scores:
            sheet.section(_("Score form"))
            _scores(sheet, text)
        sheet.section(_("Minutes"))
        sheet.words(text.minutes or "\n" * 12)
        sheet.facts(((_("Outcome"), text.outcome),))
        sheet.signatures(text.signers)
        return sheet.finish()


def _scores(sheet: Sheet, text: MinutesText) -> None:
    heads, shares = [_("Criterion"), _("Verdict"), _("Explanation")], [0.35, 0.2, 0.45]
    rows = [[line.title, line.verdict, line.comment] for line in text.scores]
    if text.scored:
        heads.insert(2, _("Score"))
        shares = [0.35, 0.18, 0.1, 0.37]
        rows = [[line.title, line.verdict, line.score, line.comment] for line in text.scores]
    sheet.table(heads, shares, rows)
