"""An assessor's own computer: keys under a passphrase, offices that are trusted, and notes nobody else can read or change."""

import os
import stat
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import BaseModel

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.exchange.packages.key_files import give_key, take_key
from cmsdesk.exchange.packages.keys import KeyPair, new_keys
from cmsdesk.services.assessor.books import (
    KEPT_AFTER_CLOSE,
    KEPT_AFTER_REVIEW,
    Closed,
    PackageSlip,
    folder_of,
    keep,
    slip_of,
    slips,
    sweep,
    wipe,
)
from cmsdesk.services.assessor.home import Home, Workplace
from cmsdesk.services.assessor.offices import enrol_office, offices, revoke_office, trusted
from cmsdesk.services.assessor.packages import list_packages
from cmsdesk.services.assessor.slips import keep_slip, read_slip
from tests.conftest import TODAY
from tests.disks import full_disk
from tests.judging import Days

PASSPHRASE = "een paard in de wei"
OFFICE = new_keys("Testbureau", TODAY)
PACKAGE = "7d1f0c52-9a4e-4c56-8f0e-2b6a51c3d940"


class Note(BaseModel):
    words: str


@pytest.fixture
def day() -> Days:
    return Days(TODAY)


@pytest.fixture
def home(tmp_path: Path, day: Days) -> Home:
    return Home(tmp_path / "data" / "assessor", day)


@pytest.fixture
def workplace(tmp_path: Path, day: Days) -> Workplace:
    """With keys in hand, but without the third of a second that a passphrase takes."""
    (tmp_path / "here").mkdir()
    return Workplace(tmp_path / "here", new_keys("Anne de Vries", TODAY), day)


def a_slip(**changes: object) -> PackageSlip:
    made = PackageSlip(
        package=PACKAGE,
        dossier="c0ffee00-1234-4abc-9def-0123456789ab",
        revision=1,
        office=OFFICE.public.id,
        sequence=1,
        digest="0" * 64,
        opened="1",
        secret="ab" * 32,
        expires_on=TODAY + timedelta(days=30),
        number="A-2026-0012",
        candidate="Zonderlinge Naam",
    )
    return made.model_copy(update=changes)


def a_dossier(workplace: Workplace, slip: PackageSlip, name: str = "1") -> Path:
    folder = folder_of(workplace, slip.package) / name
    folder.mkdir(parents=True)
    (folder / "dossier.cmsdesk").write_text("encrypted")
    return folder


def test_keys_are_made_once_and_open_with_their_passphrase_only(home: Home) -> None:
    assert not home.has_keys
    with pytest.raises(RuleBroken, match="no keys on this computer yet"):
        home.unlock(PASSPHRASE)
    made = home.begin("Anne de Vries", PASSPHRASE)
    assert home.unlock(PASSPHRASE).keys == made.keys
    with pytest.raises(RuleBroken, match="passphrase is not right"):
        home.unlock("een koe in de wei")
    with pytest.raises(RuleBroken, match="keys on this computer already"):
        home.begin("Iemand Anders", PASSPHRASE)


def test_a_short_passphrase_makes_no_keys(home: Home) -> None:
    with pytest.raises(RuleBroken, match="at least 12 letters"):
        home.begin("Anne de Vries", "kort")
    assert not home.has_keys


def test_the_passphrase_can_be_changed_and_the_keys_stay(home: Home) -> None:
    keys = home.begin("Anne de Vries", PASSPHRASE).keys
    home.change_passphrase(PASSPHRASE, "een geit op het dak")
    assert home.unlock("een geit op het dak").keys == keys
    with pytest.raises(RuleBroken):
        home.unlock(PASSPHRASE)


def test_who_starts_over_has_nothing_left(home: Home) -> None:
    a_dossier(home.begin("Anne de Vries", PASSPHRASE), a_slip())
    home.start_over()
    assert not home.folder.exists()
    assert home.begin("Anne de Vries", PASSPHRASE).keys.name == "Anne de Vries"


def test_the_private_halves_lie_nowhere_in_the_clear(home: Home) -> None:
    workplace = home.begin("Anne de Vries", PASSPHRASE)
    enrol_office(workplace, OFFICE.public)
    keep(workplace, a_slip())
    said = b"".join(path.read_bytes() for path in home.folder.rglob("*") if path.is_file())
    for secret in (workplace.keys.reading.encode(), workplace.keys.signing.hex().encode(), workplace.keys.signing):
        assert secret not in said
    for word in (b"Anne", b"Testbureau", b"Zonderlinge", b"A-2026-0012"):
        assert word not in said
    assert workplace.keys.reading not in repr(workplace)


@pytest.mark.skipif(os.name == "nt", reason="rights are by account there")
def test_only_the_owner_may_look_into_the_folder(home: Home) -> None:
    workplace = home.begin("Anne de Vries", PASSPHRASE)
    keep(workplace, a_slip())
    for path in (home.folder, workplace.packages, workplace.staging, folder_of(workplace, PACKAGE)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert stat.S_IMODE((home.folder / "keys").stat().st_mode) == 0o600


def test_the_key_file_for_the_office_holds_the_public_half(home: Home, tmp_path: Path) -> None:
    workplace = home.begin("Anne de Vries", PASSPHRASE)
    workplace.save_key(tmp_path / "anne.cmsdesk-key")
    assert take_key(tmp_path / "anne.cmsdesk-key") == workplace.keys.public


def test_what_a_process_that_is_gone_was_unpacking_is_swept_and_nothing_of_one_that_runs(home: Home) -> None:
    home.begin("Anne de Vries", PASSPHRASE)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    runs = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    for name in (str(ended.pid), str(os.getpid()), str(runs.pid), "strange"):
        (home.folder / "staging" / name).mkdir(parents=True)
        (home.folder / "staging" / name / "content").write_text("a dossier")
    home.unlock(PASSPHRASE)
    assert {path.name for path in (home.folder / "staging").iterdir()} == {str(os.getpid()), str(runs.pid)}
    runs.communicate(b"\n")


def test_what_an_earlier_process_with_the_number_of_one_that_runs_left_is_swept(home: Home) -> None:
    """As after a power cut: by now another program has the number."""
    home.begin("Anne de Vries", PASSPHRASE)
    runs = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    left = home.folder / "staging" / str(runs.pid)
    left.mkdir(parents=True)
    (left / "content").write_text("a dossier")
    os.utime(left, (0, time.time() - 60))
    home.sweep()
    assert not left.exists()
    runs.communicate(b"\n")


def test_a_folder_that_cannot_be_used_is_said_and_nothing_breaks(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    home = Home(tmp_path / "file" / "assessor")
    home.sweep()
    assert not home.has_keys
    with pytest.raises(RuleBroken, match="No folder can be made"):
        home.begin("Anne de Vries", PASSPHRASE)


def test_an_office_is_trusted_once_it_is_enrolled_and_no_longer_when_revoked(workplace: Workplace, day: Days) -> None:
    assert offices(workplace) == {}
    office = enrol_office(workplace, OFFICE.public)
    assert (office.key, office.enrolled_on) == (OFFICE.public, TODAY)
    assert trusted(workplace)[OFFICE.public.id].revoked_on is None
    day.day = TODAY + timedelta(days=3)
    assert enrol_office(workplace, OFFICE.public) == office
    revoke_office(workplace, office.id)
    day.day = TODAY + timedelta(days=9)
    revoke_office(workplace, office.id)
    assert trusted(workplace)[office.id].revoked_on == TODAY + timedelta(days=3)
    with pytest.raises(RuleBroken, match="was revoked"):
        enrol_office(workplace, OFFICE.public)


def test_an_office_that_somebody_else_wrote_down_is_not_trusted(workplace: Workplace) -> None:
    """Whoever gets at the disk knows our reading key, and still cannot make us trust a key of theirs."""
    enrol_office(workplace, OFFICE.public)
    stranger = new_keys("Testbureau", TODAY)
    forger = Workplace(workplace.folder, KeyPair("Vreemde", TODAY, workplace.keys.reading, stranger.signing), workplace.day)
    enrol_office(forger, stranger.public)
    assert list(offices(workplace)) == [OFFICE.public.id]


def test_nobody_enrols_oneself_as_an_office(workplace: Workplace, tmp_path: Path) -> None:
    give_key(tmp_path / "own.cmsdesk-key", workplace.keys)
    with pytest.raises(RuleBroken, match="your own key"):
        enrol_office(workplace, take_key(tmp_path / "own.cmsdesk-key"))
    with pytest.raises(RuleBroken, match="not known here"):
        revoke_office(workplace, OFFICE.public.id)


def test_a_note_that_somebody_else_wrote_moved_or_changed_is_not_used(workplace: Workplace, tmp_path: Path) -> None:
    path = tmp_path / "note"
    keep_slip(path, "here", Note(words="mine"), workplace.keys)
    assert read_slip(path, "here", Note, workplace.keys).words == "mine"
    with pytest.raises(RuleBroken, match="not used"):
        read_slip(path, "elsewhere", Note, workplace.keys)
    with pytest.raises(RuleBroken, match="not used"):
        read_slip(path, "here", PackageSlip, workplace.keys)
    with pytest.raises(RuleBroken, match="not used"):
        read_slip(path, "here", Note, new_keys("Iemand", TODAY))
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(RuleBroken, match="not used"):
        read_slip(path, "here", Note, workplace.keys)
    with pytest.raises(RuleBroken, match="not used"):
        read_slip(tmp_path / "nowhere", "here", Note, workplace.keys)


def test_whoever_knows_our_reading_key_cannot_write_a_note_in_our_name(workplace: Workplace, tmp_path: Path) -> None:
    """Encrypting for somebody takes their public key only; the signature is what makes a note one's own."""
    stranger = new_keys("Vreemde", TODAY)
    forged = KeyPair(stranger.name, TODAY, workplace.keys.reading, stranger.signing)
    keep_slip(tmp_path / "note", "here", Note(words="trust me"), forged)
    with pytest.raises(RuleBroken, match="not used"):
        read_slip(tmp_path / "note", "here", Note, workplace.keys)


def test_what_is_most_urgent_stands_first_and_what_is_closed_last(workplace: Workplace) -> None:
    for name, days, closed in (("a", 20, None), ("b", 5, None), ("c", 1, Closed.RETURNED)):
        keep(workplace, a_slip(package=name, expires_on=TODAY + timedelta(days=days), closed=closed))
    assert list(slips(workplace)) == ["b", "a", "c"]


def test_wiping_leaves_a_number_and_nothing_personal(workplace: Workplace) -> None:
    slip = keep(workplace, a_slip())
    dossier = a_dossier(workplace, slip)
    closed = wipe(workplace, slip, Closed.RETURNED)
    assert not dossier.exists()
    assert (closed.number, closed.secret, closed.candidate, closed.title, closed.changes) == ("A-2026-0012", "", "", "", ())
    assert "abab" not in repr(slip)
    assert slips(workplace)[PACKAGE] == closed
    with pytest.raises(RuleBroken, match="A-2026-0012 was removed"):
        slip_of(workplace, PACKAGE)
    with pytest.raises(RuleBroken, match="not on this computer"):
        slip_of(workplace, "another")


def test_on_a_full_disk_the_dossier_goes_and_the_note_about_it_later(workplace: Workplace, day: Days) -> None:
    dossier = a_dossier(workplace, keep(workplace, a_slip()))
    day.day = TODAY + timedelta(days=31)
    with full_disk(0):
        assert sweep(workplace) == []
    assert not dossier.exists()
    assert [slip.closed for slip in sweep(workplace)] == [Closed.EXPIRED]


def test_a_wipe_that_was_interrupted_is_finished_by_the_next_sweep(workplace: Workplace) -> None:
    slip = keep(workplace, a_slip(closed=Closed.RETURNED, closed_on=TODAY))
    dossier = a_dossier(workplace, slip)
    sweep(workplace)
    assert not dossier.exists()


@pytest.mark.parametrize(
    ("changes", "days", "why"),
    [
        ({}, 30, None),
        ({}, 31, Closed.EXPIRED),
        ({"made": 1, "made_on": TODAY}, KEPT_AFTER_REVIEW, None),
        ({"made": 1, "made_on": TODAY}, KEPT_AFTER_REVIEW + 1, Closed.RETURNED),
        ({"made": 1, "made_on": TODAY + timedelta(days=29)}, 31, Closed.RETURNED),
    ],
)
def test_a_dossier_goes_when_its_time_ended_or_its_review_was_handed_over(
    workplace: Workplace, day: Days, changes: dict[str, object], days: int, why: Closed | None
) -> None:
    dossier = a_dossier(workplace, keep(workplace, a_slip(**changes)))
    day.day = TODAY + timedelta(days=days)
    assert [slip.closed for slip in sweep(workplace)] == ([why] if why else [])
    assert dossier.exists() == (why is None)


def test_a_closed_package_leaves_the_list_in_the_end_and_only_what_keeps_a_number_from_coming_twice_stays(
    workplace: Workplace, day: Days
) -> None:
    wipe(workplace, keep(workplace, a_slip(made=2)), Closed.DECLINED)
    for days, there in ((30 + KEPT_AFTER_CLOSE, True), (31 + KEPT_AFTER_CLOSE, False)):
        day.day = TODAY + timedelta(days=days)
        sweep(workplace)
        assert bool(list_packages(workplace)) == there
    slip = slips(workplace)[PACKAGE]
    assert (slip.number, slip.candidate, slip.title, slip.secret, slip.assignment, slip.made) == ("", "", "", "", "", 2)
    assert [path.name for path in folder_of(workplace, PACKAGE).iterdir()] == ["slip"]


def test_a_note_that_a_fall_left_half_written_goes_with_the_key_in_it(workplace: Workplace) -> None:
    slip = keep(workplace, a_slip())
    half = folder_of(workplace, PACKAGE) / "tmpabc.tmp"
    half.write_bytes((folder_of(workplace, PACKAGE) / "slip").read_bytes())
    sweep(workplace)
    assert not half.exists()
    assert slips(workplace)[PACKAGE] == slip


def test_an_opening_that_was_interrupted_leaves_nothing_and_harms_nothing(workplace: Workplace) -> None:
    slip = keep(workplace, a_slip())
    kept, half = a_dossier(workplace, slip), a_dossier(workplace, slip, "2")
    new = folder_of(workplace, "another") / "1"
    new.mkdir(parents=True)
    sweep(workplace)
    assert (kept.exists(), half.exists(), new.parent.exists()) == (True, False, False)


def test_a_day_is_the_offices_own(home: Home) -> None:
    assert home.begin("Anne de Vries", PASSPHRASE).today == date(2026, 11, 21)
