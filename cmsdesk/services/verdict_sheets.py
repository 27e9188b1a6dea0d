"""The page that explains a verdict, of an application or of somebody who wants to know what is still needed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cmsdesk.domain.applications import Application
from cmsdesk.domain.people import Person
from cmsdesk.domain.schemes.evaluate import Outcome, Verdict
from cmsdesk.domain.words import language, ngettext, speaking
from cmsdesk.services.finding import fetch
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.self_check import SelfCheck
from cmsdesk.services.settings import office_settings
from cmsdesk.services.verdicts import verdict_on
from cmsdesk.store.session import OfficeSession

if TYPE_CHECKING:
    from cmsdesk.documents.verdict_sheet import SheetRow


@dataclass(frozen=True)
class ExplainApplication:
    """What came of each requirement of an application today, as one page."""

    application_id: int
    language: str = "nl"

    def run(self, session: OfficeSession) -> tuple[str, bytes]:
        """A file name and the bytes of the PDF."""
        application = fetch(session, Application, self.application_id)
        with speaking(self.language):
            verdict = verdict_on(session, application, session.today)
            page = _page(session, verdict, application.person_id, application.scheme_id, application.route_id, application.number)
            return f"{application.number}.pdf", page


@dataclass(frozen=True)
class ExplainSelfCheck:
    """What somebody would still need for a title, as one page; there need not be an application."""

    person_id: int
    scheme_id: str
    route_id: str
    language: str = "nl"

    def run(self, session: OfficeSession) -> tuple[str, bytes]:
        """A file name and the bytes of the PDF."""
        person = fetch(session, Person, self.person_id)
        with speaking(self.language):
            verdict = SelfCheck(self.person_id, self.scheme_id, self.route_id).run(session)
            return f"{person.number} {self.route_id}.pdf", _page(
                session, verdict, self.person_id, self.scheme_id, self.route_id, ""
            )


def _page(session: OfficeSession, verdict: Verdict, person_id: int, scheme_id: str, route_id: str, number: str) -> bytes:
    from cmsdesk.documents.verdict_sheet import VerdictSheet, verdict_sheet_pdf  # noqa: PLC0415 - reportlab costs start-up time

    settings, scheme = office_settings(session), scheme_of(scheme_id)
    route = scheme.route(route_id)
    title = scheme.title(route.title)
    said = (settings.contact_name, settings.contact_email, settings.contact_phone)
    return verdict_sheet_pdf(
        VerdictSheet(
            office_name=settings.name,
            person=fetch(session, Person, person_id).full_name,
            title=title.id,
            title_name=f"{title.name} ({title.id})",
            scheme=scheme.name.in_language(language()),
            route=route.name.in_language(language()),
            body=scheme.decision(route.decision).body,
            outcome=verdict.outcome,
            sentence=verdict.sentence,
            rows=tuple(_rows(verdict)),
            on=session.today,
            made_at=session.now,
            number=number,
            contact=", ".join(words for words in said if words),
            language=language(),
        )
    )


def _rows(verdict: Verdict, depth: int = 0) -> Iterator["SheetRow"]:
    """The requirements as an applicant reads them: a group of which all must be met says nothing of its own.

    Of alternatives that are met only the met ones are shown; the others are not needed.
    """
    from cmsdesk.documents.verdict_sheet import SheetLine, SheetRow  # noqa: PLC0415 - as above

    inner = verdict.children
    if verdict.kind == "any":
        count = int(verdict.need)
        sentence = ngettext("{count} of these is enough.", "{count} of these are enough.", count).format(count=count)
        yield SheetRow(verdict.title, verdict.outcome, sentence=sentence, depth=depth, advisory=verdict.advisory)
        if verdict.outcome is Outcome.MET:
            inner = tuple(child for child in inner if child.outcome is Outcome.MET)
    elif not inner:
        lines = (*verdict.counted, *verdict.cut)
        yield SheetRow(
            title=verdict.title,
            outcome=verdict.outcome,
            have=verdict.have,
            need=verdict.need,
            sentence=verdict.sentence,
            depth=depth,
            lines=tuple(SheetLine(line.text, line.value, line.reason) for line in lines),
            example=verdict.example,
            advisory=verdict.advisory,
        )
    for child in inner:
        yield from _rows(child, depth + (verdict.kind == "any"))
