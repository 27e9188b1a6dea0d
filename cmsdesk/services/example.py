"""The example office: about sixty made-up people, several in every stage of certification.

What it says stands in resources/example; what happens to it stands here.It goes through the same use cases as the window, so it is also the longest test there is.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cmsdesk.domain.applications import State
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.dossiers import Standing
from cmsdesk.services.applications import AdmitApplication, AskCorrection, ReceiveApplication, StartApplication
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.certificates import IssueCertificate
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.dossiers import AddEvidence, AddPoints
from cmsdesk.services.lists import Asked
from cmsdesk.services.member_import import ImportMembers, PlanImport, open_list, understand
from cmsdesk.services.office import Office, make_office
from cmsdesk.services.people import ListPeople, PersonRow
from cmsdesk.services.records import ReadReview
from cmsdesk.services.settings import FoundOffice, OfficeDetails

_FOLDER = files("cmsdesk.resources") / "example"
# How many people stand in each stage, from a draft to a certificate.
_STAGES = (
    (State.DRAFT, 3),
    (State.INCOMPLETE, 2),
    (State.SUBMITTED, 4),
    (State.CANDIDATE, 3),
    (State.IN_ASSESSMENT, 3),
    (State.ASSESSED, 3),
    (State.REFUSED, 2),
    (State.GRANTED, 8),
)


@dataclass
class _Clock:
    """The day on which the next act happens; an office does not do everything on one day."""

    day: date

    def today(self) -> date:
        return self.day

    def now(self) -> datetime:
        return datetime.combine(self.day, time(10, 30), ZoneInfo("UTC"))


def make_example(path: Path, today: date, *, say: Callable[[str], None]) -> Office:
    """Make the example office file, full of work; `say` hears what is being done."""
    clock = _Clock(today - timedelta(days=120))
    story = tomllib.loads((_FOLDER / "example.toml").read_text(encoding="utf-8"))
    office = make_office(path, user=story["user"], today=clock.today, now=clock.now)
    office.do(FoundOffice(OfficeDetails(**story["office"], backup_folder=str(path.parent / "Backups"))))
    with as_file(_FOLDER / story["members"]) as source:
        workbook = open_list(source)
    say("members")
    office.do(ImportMembers(office.do(PlanImport(workbook, understand(workbook)))))
    people = iter(office.do(ListPeople(Asked(sort="number"), 0, 200)))
    with as_file(_FOLDER / story["document"]) as form:
        walk = _Walk(office, clock, story, form)
        for stage, count in _STAGES:
            for place in range(count):
                clock.day = (
                    today - timedelta(days=40 - place * 3)
                    if stage is not State.GRANTED
                    else today - timedelta(days=90 - place * 9)
                )
                walk.go(next(people), stage, issue=place > 0)
        say("applications")
    clock.day = today
    return office


@dataclass(frozen=True)
class _Walk:
    """Lets people apply, one by one, as far as they should go."""

    office: Office
    clock: _Clock
    story: dict[str, Any]
    form: Path

    def go(self, person: PersonRow, stage: State, *, issue: bool) -> None:
        """Let one person go as far as the stage."""
        application = self.office.do(StartApplication(person.id, self.story["scheme"], self.story["route"]))
        for do, reached in self._steps(person, application, stage):
            do()
            self.clock.day += timedelta(days=2)
            if reached is stage and stage is not State.GRANTED:
                return
        if issue:
            self.office.do(IssueCertificate(application))

    def _steps(self, person: PersonRow, application: int, stage: State) -> Iterator[tuple[Callable[[], object], State | None]]:
        office, story, short = self.office, self.story, stage in {State.REFUSED, State.INCOMPLETE}
        yield lambda: self._enter_points(person, short=short), State.DRAFT
        if stage is State.INCOMPLETE:
            yield lambda: office.do(AskCorrection(application, story["correction"])), State.INCOMPLETE
        yield lambda: office.do(AddEvidence(application, self.form, (story["document_requirement"],))), None
        yield lambda: office.do(ReceiveApplication(application, self.clock.day)), State.SUBMITTED
        yield lambda: office.do(AdmitApplication(application)), State.CANDIDATE
        _record, items = office.do(ReadReview(application))
        for place, item in enumerate(items):
            verdict = Verdict.NOT_MET if short and item.kind == "points" else Verdict.MET
            comment = story["not_met"] if verdict is Verdict.NOT_MET else ""
            judge = JudgeRequirement(application, item.requirement_id, verdict, comment)
            yield lambda judge=judge: office.do(judge), State.IN_ASSESSMENT if place == 0 else None  # type: ignore[misc]
        yield lambda: office.do(FinishReview(application)), State.ASSESSED
        reason = story["refused"] if short else story["granted"]
        yield lambda: self._decide(application, granted=not short, reason=reason), State.REFUSED if short else State.GRANTED

    def _decide(self, application: int, *, granted: bool, reason: str) -> None:
        reference = self.story["reference"].format(number=application)
        self.office.do(RecordDecision(application, granted, self.clock.day, reason, reference=reference))

    def _enter_points(self, person: PersonRow, *, short: bool) -> None:
        for line in self.story["points"][1 if short else 0 :]:
            self.office.do(
                AddPoints(
                    person_id=person.id,
                    scheme_id=self.story["scheme"],
                    ledger=line["ledger"],
                    entered_on=self.clock.day - timedelta(days=300),
                    description=line["text"],
                    hours=Decimal(line["hours"]) if "hours" in line else None,
                    points=Decimal(line["points"]) if "points" in line else None,
                    marks=frozenset(line.get("marks", ())),
                    standing=Standing.ACCEPTED,
                )
            )
