"""Hostile files at the office: none is taken in, none changes a byte of the office file, none leaves anything in staging."""

import pytest

from cmsdesk.exchange.packages.faults import Fault
from tests.services.fuzz_merging import LONGEST, fuzz


def test_no_hostile_review_is_taken_in_or_changes_the_office() -> None:
    result = fuzz(500, 1)
    assert result.failures == []
    assert sum(result.answers.values()) == 500
    assert result.answers["a rule of the office"] > 50
    assert {Fault.DAMAGED, Fault.FOR_SOMEBODY_ELSE, Fault.NOT_A_PACKAGE, Fault.UNKNOWN_PACKAGE} <= set(result.answers)
    assert result.slowest < LONGEST


def test_the_fuzzer_sees_an_office_that_does_not_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cmsdesk.services.merging._check_days", lambda *_all: None)
    assert any("accepted" in failure for failure in fuzz(200, 1).failures)
