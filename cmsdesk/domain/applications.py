"""An application: one person, one route, one frozen scheme version, and the way it goes.

The states and the acts between them stand in one table; nothing else in the program decides what
may follow what.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Field

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record, new_uuid
from cmsdesk.domain.words import N_, _


class State(StrEnum):
    """Where an application stands."""

    SELF_CHECK = "self_check"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    INCOMPLETE = "incomplete"
    CONSULTATION = "consultation"
    CANDIDATE = "candidate"
    IN_ASSESSMENT = "in_assessment"
    WAITING = "waiting"
    ASSESSED = "assessed"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OBJECTION = "objection"

    @property
    def label(self) -> str:
        """The state in the reader's words."""
        return _(_LABELS[self])

    @property
    def is_open(self) -> bool:
        """Whether something still has to happen before there is a decision."""
        return self not in {State.GRANTED, State.REFUSED, State.WITHDRAWN}


_LABELS = {
    State.SELF_CHECK: N_("Self-check"),
    State.DRAFT: N_("Draft"),
    State.SUBMITTED: N_("To be checked"),
    State.INCOMPLETE: N_("Incomplete"),
    State.CONSULTATION: N_("In consultation"),
    State.CANDIDATE: N_("Admitted"),
    State.IN_ASSESSMENT: N_("In review"),
    State.WAITING: N_("Waiting for the candidate"),
    State.ASSESSED: N_("To be decided"),
    State.GRANTED: N_("Granted"),
    State.REFUSED: N_("Refused"),
    State.WITHDRAWN: N_("Withdrawn"),
    State.OBJECTION: N_("Objection"),
}


class Act(StrEnum):
    """What can happen to an application."""

    RECEIVE = "receive"
    ASK_CORRECTION = "ask_correction"
    CONSULT = "consult"
    ADMIT = "admit"
    JUDGE = "judge"
    ASK_CANDIDATE = "ask_candidate"
    ANSWER = "answer"
    FINISH_REVIEW = "finish_review"
    REOPEN_REVIEW = "reopen_review"
    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


class Party(StrEnum):
    """Who has to act next."""

    BUREAU = "bureau"
    CANDIDATE = "candidate"
    ASSESSOR = "assessor"
    DECIDER = "decider"
    NOBODY = "nobody"

    @property
    def label(self) -> str:
        """The party in the reader's words."""
        return _(_PARTIES[self])


_PARTIES = {
    Party.BUREAU: N_("Bureau"),
    Party.CANDIDATE: N_("Candidate"),
    Party.ASSESSOR: N_("Assessor"),
    Party.DECIDER: N_("Decider"),
    Party.NOBODY: N_("Nobody"),
}

WAITS_FOR = {
    State.SELF_CHECK: Party.CANDIDATE,
    State.DRAFT: Party.BUREAU,
    State.SUBMITTED: Party.BUREAU,
    State.INCOMPLETE: Party.CANDIDATE,
    State.CONSULTATION: Party.BUREAU,
    State.CANDIDATE: Party.ASSESSOR,
    State.IN_ASSESSMENT: Party.ASSESSOR,
    State.WAITING: Party.CANDIDATE,
    State.ASSESSED: Party.DECIDER,
    State.GRANTED: Party.NOBODY,
    State.REFUSED: Party.NOBODY,
    State.WITHDRAWN: Party.NOBODY,
    State.OBJECTION: Party.DECIDER,
}

_BEFORE_DECISION = frozenset(state for state in State if state.is_open)


@dataclass(frozen=True)
class Transition:
    """One act: from which states, to which state, and which requirements must be met first."""

    come_from: frozenset[State]
    to: State
    gate: str | None = None


TRANSITIONS = {
    Act.RECEIVE: Transition(frozenset({State.DRAFT, State.INCOMPLETE, State.SELF_CHECK}), State.SUBMITTED, "submit"),
    Act.ASK_CORRECTION: Transition(frozenset({State.DRAFT, State.SUBMITTED}), State.INCOMPLETE),
    Act.CONSULT: Transition(frozenset({State.DRAFT, State.SUBMITTED, State.INCOMPLETE}), State.CONSULTATION),
    Act.ADMIT: Transition(frozenset({State.SUBMITTED, State.CONSULTATION}), State.CANDIDATE, "candidate"),
    Act.JUDGE: Transition(frozenset({State.CANDIDATE, State.IN_ASSESSMENT}), State.IN_ASSESSMENT),
    Act.ASK_CANDIDATE: Transition(frozenset({State.IN_ASSESSMENT}), State.WAITING),
    Act.ANSWER: Transition(frozenset({State.WAITING}), State.IN_ASSESSMENT),
    Act.FINISH_REVIEW: Transition(frozenset({State.IN_ASSESSMENT}), State.ASSESSED),
    Act.REOPEN_REVIEW: Transition(frozenset({State.ASSESSED}), State.IN_ASSESSMENT),
    Act.GRANT: Transition(frozenset({State.ASSESSED}), State.GRANTED, "decision"),
    Act.REFUSE: Transition(frozenset({State.SUBMITTED, State.CONSULTATION, State.ASSESSED}), State.REFUSED),
    Act.WITHDRAW: Transition(_BEFORE_DECISION, State.WITHDRAWN),
}


class Application(Record, table=True):
    """One person asks for one title along one route."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    uuid: str = Field(default_factory=new_uuid, unique=True, sa_column_kwargs=PLAIN)
    number: str = Field(unique=True, sa_column_kwargs=PLAIN)
    person_id: int = Field(foreign_key="person.id", index=True, sa_column_kwargs=PLAIN)
    scheme_id: str = Field(index=True, sa_column_kwargs=PLAIN)
    version_id: str = Field(sa_column_kwargs=PLAIN)
    route_id: str = Field(sa_column_kwargs=PLAIN)
    title_id: str = Field(index=True, sa_column_kwargs=PLAIN)
    state: str = Field(default=State.DRAFT.value, index=True, sa_column_kwargs=PLAIN)
    waits_for: str = Field(default=Party.BUREAU.value, index=True, sa_column_kwargs=PLAIN)
    started_on: date = Field(sa_column_kwargs=PLAIN)
    received_on: date | None = Field(default=None, index=True, sa_column_kwargs=PLAIN)
    due_on: date | None = Field(default=None, index=True, sa_column_kwargs=PLAIN)
    # Since when the office's own term stands still because the candidate has to do something.
    paused_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    complete_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    round: int = Field(default=1, sa_column_kwargs=PLAIN)
    # What the candidate asked for to be able to take part (ISO/IEC 17024 clause 9.2.4), and what was decided on it.
    special_needs: str = Field(default="", sa_column_kwargs=PERSONAL)
    accommodation: str = Field(default="", sa_column_kwargs=PERSONAL)
    note: str = Field(default="", sa_column_kwargs=PERSONAL)
    version: int = Field(default=1, sa_column_kwargs=PLAIN)

    def why_not(self, act: Act) -> str | None:
        """Why this act cannot happen now, or None when it can."""
        state = State(self.state)
        if state in TRANSITIONS[act].come_from:
            return None
        return _("Application {number} is “{state}”; this is not possible now.").format(number=self.number, state=state.label)

    def go(self, act: Act, *, due_on: date | None = None) -> None:
        """Let the act happen and set who has to act next."""
        if reason := self.why_not(act):
            raise RuleBroken(reason)
        state = TRANSITIONS[act].to
        self.state = state.value
        self.waits_for = WAITS_FOR[state].value
        self.due_on = due_on

    def receive(self, on: date, *, due_on: date | None = None) -> None:
        """Take in the complete application; this date picks the scheme version."""
        if on < self.started_on:
            raise RuleBroken(
                _("The application cannot be received before it was started, on {date}.").format(date=self.started_on)
            )
        self.go(Act.RECEIVE, due_on=due_on)
        self.received_on = on
