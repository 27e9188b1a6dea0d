"""Long work: off the window's thread, with progress, and rolled back when cancelled."""

import threading
from typing import Any

from pytestqt.qtbot import QtBot

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.people import CountPeople, EndMembership
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.jobs import Report
from tests import given
from tests.conftest import TODAY


def test_a_job_works_elsewhere_and_reports_to_the_window(desk: Desk, qtbot: QtBot) -> None:
    window, seen, results = threading.get_ident(), list[tuple[int, bool]](), list[int]()

    def work(report: Report) -> int:
        for done in range(100):
            report(done, 100)
        return threading.get_ident()

    job = desk.job("Counting", work)
    job.progressed.connect(lambda done, _total: seen.append((done, threading.get_ident() == window)))
    job.succeeded.connect(results.append)
    with qtbot.waitSignal(job.finished):
        job.start()
    assert seen == [(done, True) for done in range(100)]
    assert results != [window]
    assert len(results) == 1


def test_a_cancelled_job_stops_at_its_next_report_and_says_nothing_more(desk: Desk, qtbot: QtBot) -> None:
    going, go_on, done = threading.Event(), threading.Event(), list[Any]()

    def work(report: Report) -> None:
        going.set()
        go_on.wait(5)
        report(1, 2)
        done.append("went on")

    job = desk.job("Waiting", work)
    job.succeeded.connect(done.append)
    job.start()
    assert going.wait(5)
    job.cancel()
    with qtbot.waitSignal(job.finished):
        go_on.set()
    assert done == []


def test_a_job_cancelled_before_its_turn_is_never_begun(desk: Desk, qtbot: QtBot) -> None:
    begun: list[str] = []
    job = desk.job("Never", lambda _report: begun.append("begun"))
    job.cancel()
    with qtbot.waitSignal(job.finished):
        job.start()
    assert begun == []


def test_a_refusal_in_a_job_is_shown_as_one(desk: Desk, qtbot: QtBot, refusals: list[str]) -> None:
    def work(_report: Report) -> None:
        raise RuleBroken("The disk is full.")

    job = desk.job("Refused", work)
    with qtbot.waitSignal(job.finished):
        job.start()
    assert refusals == ["The disk is full."]


def test_what_was_stopped_does_not_say_why_it_would_have_failed(desk: Desk, qtbot: QtBot, refusals: list[str]) -> None:
    going, go_on = threading.Event(), threading.Event()

    def work(_report: Report) -> None:
        going.set()
        go_on.wait(5)
        raise RuleBroken("The disk is full.")

    job = desk.job("Stopped", work)
    job.start()
    assert going.wait(5)
    job.cancel()
    with qtbot.waitSignal(job.finished):
        go_on.set()
    assert refusals == []


def test_closing_the_desk_cancels_what_runs_and_keeps_nothing_of_it(desk: Desk) -> None:
    going = threading.Event()

    def work(report: Report) -> None:
        going.set()
        for _turn in range(100_000):
            report(0, 0)
            threading.Event().wait(0.001)
        given.a_member(desk.office)

    desk.job("Endless", work).start()
    assert going.wait(5)
    desk.close()
    assert desk.do(CountPeople()) == 0


def test_a_job_is_announced_when_it_starts_and_not_before(desk: Desk, qtbot: QtBot) -> None:
    announced: list[Any] = []
    desk.started.connect(announced.append)
    job = desk.job("Later", lambda _report: None)
    assert announced == []
    with qtbot.waitSignal(job.finished):
        job.start()
    assert announced == [job]


def test_a_change_made_in_a_job_reaches_the_widgets(desk: Desk, qtbot: QtBot) -> None:
    job = desk.job("Adding", lambda _report: given.a_member(desk.office))
    with qtbot.waitSignal(desk.changed) as changed:
        job.start()
    assert changed.args is not None
    assert "person" in changed.args[0]


def test_a_refused_attempt_says_no_and_a_good_one_is_done(desk: Desk, refusals: list[str]) -> None:
    assert desk.attempt(CountPeople())
    assert refusals == []
    assert not desk.attempt(EndMembership(99, TODAY))
    assert len(refusals) == 1
