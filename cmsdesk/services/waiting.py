"""Waiting for the candidate while a dossier is judged: the office's own term stands still meanwhile."""

from cmsdesk.domain.applications import Act as Doing
from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.clocks import resumed
from cmsdesk.store.session import OfficeSession


def wait_for_candidate(session: OfficeSession, application: Application) -> None:
    """From now on the candidate has to act; asking a second time changes nothing."""
    if application.state == State.WAITING:
        return
    if application.state == State.CANDIDATE:
        application.go(Doing.JUDGE, due_on=application.due_on)
    application.go(Doing.ASK_CANDIDATE, due_on=application.due_on)
    application.paused_on = session.today
    session.add(application)


def go_on_judging(session: OfficeSession, application: Application) -> None:
    """The candidate acted: the term goes on, as many days later as it stood still."""
    since = application.paused_on or session.today
    application.go(Doing.ANSWER, due_on=resumed(application.due_on, since, session.today))
    application.paused_on = None
    session.add(application)
