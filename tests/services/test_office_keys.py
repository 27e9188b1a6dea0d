"""The office's own keys, the draft that goes with a package, and the folder in which what comes in is looked at."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.office import open_office
from cmsdesk.services.office_keys import give_up_keys, has_keys, keys_file, make_keys, unlock_keys
from cmsdesk.services.package_mail import SavePackageMail
from cmsdesk.services.staging import staging_folder, sweep_staging
from tests import given
from tests.packages import Post, a_dossier
from tests.rows import file_of, records_in

PASSPHRASE = "four wooden horses sing"


def test_keys_are_made_once_and_open_with_their_passphrase(post: Post) -> None:
    assert not has_keys(post.office)
    with pytest.raises(RuleBroken, match="no keys for assessors yet"):
        unlock_keys(post.office, PASSPHRASE)
    made = make_keys(post.office, PASSPHRASE)
    assert unlock_keys(post.office, PASSPHRASE) == made
    assert made.name == "Test office"
    with pytest.raises(RuleBroken, match="has keys already"):
        make_keys(post.office, "another long passphrase")
    with pytest.raises(RuleBroken, match="passphrase is not right"):
        unlock_keys(post.office, "another long passphrase")


def test_the_office_file_never_holds_a_private_key(post: Post) -> None:
    made = make_keys(post.office, PASSPHRASE)
    post.send(post.far_assessor(a_dossier(post), "Akker"))
    with file_of(post.office.path) as connection:
        details = connection.execute("SELECT group_concat(data) FROM journaldetail").fetchone()[0]
    held = f"{records_in(post.office.path)}{details}"
    assert [secret for secret in (made.reading, made.signing.hex()) if secret in held] == []
    assert made.reading.encode() not in keys_file(post.office.path).read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_their_owner_may_read_the_keys(post: Post) -> None:
    make_keys(post.office, PASSPHRASE)
    assert keys_file(post.office.path).stat().st_mode & 0o077 == 0


def test_a_backup_brings_the_keys_along(post: Post, tmp_path: Path) -> None:
    made = make_keys(post.office, PASSPHRASE)
    assert post.office.changed_since_backup
    backup = post.office.back_up(tmp_path / "backups")
    elsewhere = tmp_path / "elsewhere" / "Office.cmsdesk"
    elsewhere.parent.mkdir()
    given.restored(backup.path, elsewhere)
    with closing(open_office(elsewhere, user="tester")) as office:
        assert unlock_keys(office, PASSPHRASE) == made


def test_going_back_to_a_backup_keeps_the_keys_that_were_there_beside_it(post: Post, tmp_path: Path) -> None:
    without = post.office.back_up(tmp_path / "backups").path
    make_keys(post.office, PASSPHRASE)
    with_keys = post.office.back_up(tmp_path / "backups").path
    path = post.office.path
    post.office.close()
    before = keys_file(path).read_bytes()
    given.restored(without, path)
    assert keys_file(path).read_bytes() == before
    aside = given.restored(with_keys, path)
    assert aside
    assert keys_file(path).read_bytes() == keys_file(aside).read_bytes() == before


def test_keys_that_are_given_up_lie_beside_and_new_ones_can_be_made(post: Post) -> None:
    with pytest.raises(RuleBroken, match="could not be written"):
        give_up_keys(post.office)
    make_keys(post.office, PASSPHRASE)
    path = keys_file(post.office.path)
    former = path.read_bytes()
    give_up_keys(post.office)
    assert not has_keys(post.office)
    assert path.with_name(f"{path.name}.former").read_bytes() == former
    make_keys(post.office, PASSPHRASE)


def test_no_draft_is_made_for_somebody_without_an_address(post: Post) -> None:
    anne = post.far_assessor(a_dossier(post), "Akker")
    made = post.send(anne)
    with pytest.raises(RuleBroken, match="no e-mail address of P. Akker"):
        post.office.do(SavePackageMail(made.package_id, made.path))
    assert not made.path.with_suffix(".eml").exists()


def test_what_a_process_that_is_gone_left_in_staging_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    own, running, gone = staging_folder(), staging_folder().with_name("1"), staging_folder().with_name("999999999")
    for folder in (own, running, gone):
        folder.mkdir(exist_ok=True)
        (folder / "content").write_bytes(b"words")
    sweep_staging()
    assert [folder.exists() for folder in (own, running, gone)] == [True, True, False]
    os.utime(own, (0, 0))  # left by an earlier process with our own number
    sweep_staging()
    assert not own.exists()
    assert staging_folder().is_dir()


@pytest.mark.skipif(os.name == "nt", reason="Windows has its caches elsewhere")
def test_a_computer_without_room_for_staging_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(RuleBroken, match="No folder can be made at"):
        staging_folder()
    sweep_staging()
    assert (tmp_path / "file").read_text() == "no folder"
