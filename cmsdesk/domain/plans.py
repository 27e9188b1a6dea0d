"""The personal education plan: what is missing, what is done about it, by whom and by when (S1-52 to S1-59)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Field

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record
from cmsdesk.domain.schemes.evaluate import Outcome, Verdict
from cmsdesk.domain.schemes.facts import Facts
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.schemes.proofs import open_topics
from cmsdesk.domain.schemes.requirements import Topics
from cmsdesk.domain.words import _, language


@dataclass(frozen=True)
class Gap:
    """Something that is not met and may be made good: a requirement, or a topic of one as requirement/topic."""

    key: str
    title: str


def gaps(scheme: Scheme, verdict: Verdict, facts: Facts) -> Iterator[Gap]:
    """Everything that is open and that the scheme lets be made good by a personal plan; what is met by another way is not."""
    if verdict.outcome is Outcome.MET:
        return
    for child in verdict.children:
        yield from gaps(scheme, child, facts)
    if verdict.children or not verdict.remediable:
        return
    rule = scheme.requirement(verdict.requirement_id)
    if isinstance(rule, Topics):
        for topic in open_topics(scheme, rule, facts):
            yield Gap(f"{rule.id}/{topic.id}", topic.name.in_language(language()))
    else:
        yield Gap(rule.id, verdict.title)


class PlanLine(Record, table=True):
    """One action; `covers` names the requirements or topics it makes good, one on a line."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    application_id: int = Field(foreign_key="application.id", index=True, sa_column_kwargs=PLAIN)
    covers: str = Field(sa_column_kwargs=PLAIN)
    action: str = Field(sa_column_kwargs=PERSONAL)
    by_whom: str = Field(default="", sa_column_kwargs=PERSONAL)
    by_when: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    done_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    version: int = Field(default=1, sa_column_kwargs=PLAIN)

    @property
    def covered(self) -> tuple[str, ...]:
        """What the action makes good, by the names of the scheme; such a name may hold spaces."""
        return tuple(self.covers.splitlines())

    def settle(self) -> None:
        """An action does something about something."""
        if not self.covers.strip():
            raise RuleBroken(_("Please choose what this action makes good."))
        if not self.action.strip():
            raise RuleBroken(_("Please say what will be done."))

    def check_open(self) -> None:
        """What was done stays as it is."""
        if self.done_on:
            raise RuleBroken(_("This action was already done on {date}.").format(date=show_date(self.done_on)))

    def finish(self, on: date, today: date) -> None:
        """What was planned has been done."""
        self.check_open()
        if on > today:
            raise RuleBroken(_("An action cannot be done in the future."))
        self.done_on = on
