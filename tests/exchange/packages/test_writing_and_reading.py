"""A package goes out whole and comes in whole; whatever is wrong with it is refused and leaves nothing behind."""

import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyrage
import pytest

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.exchange.packages.checks import Arrival, Known, digest
from cmsdesk.exchange.packages.faults import Fault, PackageRefused
from cmsdesk.exchange.packages.keys import KeyPair
from cmsdesk.exchange.packages.manifest import LARGEST_PACKAGE, LARGEST_TOTAL, MOST_FILES, Kind, ListedFile
from cmsdesk.exchange.packages.passphrases import lock
from cmsdesk.exchange.packages.reading import OpenedPackage, open_package
from cmsdesk.exchange.packages.writing import Contents, Document, describe, write_package
from tests.exchange.packages.given import (
    ASSESSOR,
    COLLEAGUE,
    CONTENT,
    DOCUMENTS,
    OFFICE,
    STRANGER,
    SUBJECT,
    TODAY,
    assessor_knows,
    cover,
    enrolled,
    listed,
    made,
    manifest_of,
    office_knows,
    sealed,
    signed,
)

needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    folder = tmp_path / "staging"
    folder.mkdir()
    return folder


def opened(path: Path, staging: Path, *, by: KeyPair = ASSESSOR, known: Known | None = None) -> OpenedPackage:
    return open_package(path, by, known or assessor_knows(), staging=staging, today=TODAY)


def refusal(path: Path, staging: Path, *, by: KeyPair = ASSESSOR, known: Known | None = None) -> Fault:
    """How a package is refused, leaving nothing."""
    with pytest.raises(PackageRefused) as refused:
        opened(path, staging, by=by, known=known)
    assert list(staging.iterdir()) == []
    return refused.value.fault


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_a_package_comes_in_as_it_went_out(tmp_path: Path, staging: Path) -> None:
    sent = made(tmp_path)
    came = opened(sent.path, staging)
    assert came.manifest == sent.manifest
    assert came.arrival is Arrival.NEW
    assert came.content == CONTENT
    assert tuple(path.read_bytes() for path in came.documents) == DOCUMENTS
    assert [path.name for path in came.documents] == ["0001", "0002", "0003"]
    came.wipe()
    assert list(staging.iterdir()) == []


def test_a_review_goes_back_the_same_way(tmp_path: Path, staging: Path) -> None:
    sent = made(tmp_path, cover(Kind.REVIEW), sender=ASSESSOR, recipient=OFFICE.public, documents=())
    assert sent.path.suffix == ".review"
    assert opened(sent.path, staging, by=OFFICE, known=office_knows()).content == CONTENT
    again = opened(
        sent.path, staging, by=OFFICE, known=office_knows(last_sequence=1, last_digest=digest(sent.manifest), decided=True)
    )
    assert again.arrival is Arrival.REPEATED


def test_neither_the_name_nor_the_outside_of_a_package_tells_what_is_in_it(tmp_path: Path) -> None:
    sent = made(tmp_path)
    assert sent.path.name == f"{SUBJECT.package}.dossier"
    raw = sent.path.read_bytes()
    inside = [
        SUBJECT.dossier,
        SUBJECT.package,
        OFFICE.public.id,
        ASSESSOR.public.id,
        ASSESSOR.public.reading,
        "dossier",
        "content",
    ]
    assert [text for text in inside if text.encode() in raw] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_may_read_what_was_made_and_opened(tmp_path: Path, staging: Path) -> None:
    sent = made(tmp_path)
    assert stat.S_IMODE(sent.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(opened(sent.path, staging).folder.stat().st_mode) == 0o700


def test_any_age_program_with_the_key_can_take_a_package_apart(tmp_path: Path) -> None:
    sent = made(tmp_path, documents=(b"one", b"two"))
    plain = pyrage.decrypt(sent.path.read_bytes(), [ASSESSOR.identity])
    assert plain == signed(sent.manifest) + CONTENT + b"one" + b"two"


def test_more_empty_documents_than_there_are_levels_of_calls(tmp_path: Path, staging: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    contents = Contents(CONTENT, [describe(empty)] * MOST_FILES)
    sent = write_package(tmp_path, cover(), contents, sender=OFFICE, recipient=ASSESSOR.public)
    assert len(opened(sent.path, staging).documents) == MOST_FILES


def test_more_documents_than_a_package_holds_are_refused(tmp_path: Path) -> None:
    contents = Contents(CONTENT, [Document(tmp_path / "one", 1, "0" * 64)] * (MOST_FILES + 1))
    with pytest.raises(RuleBroken, match="at most 2000 documents, and these are 2001"):
        write_package(tmp_path, cover(), contents, sender=OFFICE, recipient=ASSESSOR.public)


def test_more_than_a_package_may_weigh_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    contents = Contents(CONTENT, [Document(tmp_path / "one", LARGEST_TOTAL, "0" * 64)])
    with pytest.raises(RuleBroken, match="more than the 500 MB"):
        write_package(tmp_path, cover(), contents, sender=OFFICE, recipient=ASSESSOR.public)
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("body", [b"another text....", b"longer than it was", b"short"])
def test_a_document_that_changed_since_it_was_added_is_not_sent(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "document"
    path.write_bytes(b"as it was added.")
    contents = Contents(CONTENT, [describe(path)])
    path.write_bytes(body)
    with pytest.raises(RuleBroken, match="no longer what it was"):
        write_package(tmp_path, cover(), contents, sender=OFFICE, recipient=ASSESSOR.public)
    assert left_in(tmp_path) == ["document"]


def test_a_document_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="gone.pdf cannot be read"):
        describe(tmp_path / "gone.pdf")
    contents = Contents(CONTENT, [Document(tmp_path / "gone.pdf", 1, "0" * 64)])
    with pytest.raises(RuleBroken, match="gone.pdf cannot be read"):
        write_package(tmp_path, cover(), contents, sender=OFFICE, recipient=ASSESSOR.public)
    assert left_in(tmp_path) == []


def test_a_folder_that_is_not_there_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="could not be written"):
        write_package(tmp_path / "nowhere", cover(), Contents(CONTENT), sender=OFFICE, recipient=ASSESSOR.public)


@contextmanager
def small_disk(size: int) -> Iterator[None]:
    """No file grows beyond the size; the system answers as it does when the disk is full."""
    import resource
    import signal

    before, ignored = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


# The library forgets a failure to write its last piece, so the disk fills up at the start, in the middle and at the very end.
@needs_limits
@pytest.mark.parametrize(("body", "size"), [(10, 0), (10, 500), (60_000, 60_000), (200_000, 100_000), (196_000, 196_700)])
def test_a_disk_that_fills_up_while_making_is_told_and_left_clean(tmp_path: Path, body: int, size: int) -> None:
    path = tmp_path / "document"
    path.write_bytes(b"x" * body)
    contents = Contents(CONTENT, [describe(path)])
    with small_disk(size), pytest.raises(RuleBroken, match="could not be written"):
        write_package(tmp_path, cover(), contents, sender=OFFICE, recipient=ASSESSOR.public)
    assert left_in(tmp_path) == ["document"]


@needs_limits
@pytest.mark.parametrize("size", [0, 100, 100_000])
def test_a_disk_that_fills_up_while_opening_is_told_and_left_clean(tmp_path: Path, staging: Path, size: int) -> None:
    sent = made(tmp_path)
    with small_disk(size), pytest.raises(RuleBroken, match="the disk is full"):
        opened(sent.path, staging)
    assert list(staging.iterdir()) == []


@pytest.mark.parametrize(
    "wrong", [{"sequence": 0}, {"subject": replace(SUBJECT, package="../outside")}, {"subject": replace(SUBJECT, revision=-1)}]
)
def test_a_cover_that_nobody_could_read_is_never_written(tmp_path: Path, wrong: dict[str, Any]) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(ValueError, match=r"Cover\("):
        write_package(tmp_path / "out", replace(cover(), **wrong), Contents(CONTENT), sender=OFFICE, recipient=ASSESSOR.public)
    assert list(tmp_path.rglob("*")) == [tmp_path / "out"]


def test_progress_is_told_in_bytes(tmp_path: Path, staging: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(os.urandom(3 << 20))
    contents = Contents(CONTENT, [describe(path)])
    writing: list[tuple[int, int]] = []
    sent = write_package(
        tmp_path, cover(), contents, sender=OFFICE, recipient=ASSESSOR.public, report=lambda *told: writing.append(told)
    )
    reading: list[tuple[int, int]] = []
    open_package(sent.path, ASSESSOR, assessor_knows(), staging=staging, today=TODAY, report=lambda *told: reading.append(told))
    total = sent.manifest.size
    for told in (writing, reading):
        assert told == sorted(told)
        assert told[-1] == (total, total)
        assert len(told) > 3


class Stopped(Exception):  # noqa: N818 - it is no error
    """What a job raises in its report when the user presses cancel."""


def stop(done: int, total: int) -> None:
    if done > total // 2:
        raise Stopped


def test_making_can_be_stopped_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(os.urandom(3 << 20))
    contents = Contents(CONTENT, [describe(path)])
    with pytest.raises(Stopped):
        write_package(tmp_path, cover(), contents, sender=OFFICE, recipient=ASSESSOR.public, report=stop)
    assert left_in(tmp_path) == ["large"]


def test_opening_can_be_stopped_and_leaves_nothing(tmp_path: Path, staging: Path) -> None:
    sent = made(tmp_path)
    with pytest.raises(Stopped):
        open_package(sent.path, ASSESSOR, assessor_knows(), staging=staging, today=TODAY, report=stop)
    assert list(staging.iterdir()) == []


def test_a_staging_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    sent = made(tmp_path)
    with pytest.raises(RuleBroken, match="could not be opened"):
        opened(sent.path, tmp_path / "nowhere")


GOOD = signed(manifest_of(CONTENT, b"body")) + CONTENT + b"body"


def lying(**changes: object) -> bytes:
    """A package by the office itself whose second file is listed wrongly."""
    first, second = listed(CONTENT, b"body")
    files = (first, replace(second, **changes))  # type: ignore[arg-type]
    return signed(replace(manifest_of(CONTENT, b"body"), files=files)) + CONTENT + b"body"


HUGE = replace(manifest_of(b""), files=(ListedFile("content", 10**11, "0" * 64),))
WITHIN: dict[str, tuple[Fault, bytes]] = {
    "nothing": (Fault.NOT_A_PACKAGE, b""),
    "a letter": (Fault.NOT_A_PACKAGE, b"Geachte beoordelaar,"),
    "a zip": (Fault.NOT_A_PACKAGE, b"PK\x03\x04" + bytes(1000)),
    "the first line only": (Fault.DAMAGED, b"cmsdesk-package 1\n"),
    "half a head": (Fault.DAMAGED, GOOD[:300]),
    "a head without end": (Fault.DAMAGED, b"cmsdesk-package 1\n" + b"file content 1 0\n" * 40_000),
    "a newer version": (Fault.NEWER_VERSION, b"cmsdesk-package 2\n{}" + bytes(100)),
    "a head without its files": (Fault.DAMAGED, signed(manifest_of(CONTENT, b"body"))),
    "a file that breaks off": (Fault.DAMAGED, GOOD[:-1]),
    "something after the last file": (Fault.DAMAGED, GOOD + b"\n"),
    "a second package after it": (Fault.DAMAGED, GOOD + GOOD),
    "another byte in a file": (Fault.DAMAGED, GOOD[:-1] + b"Y"),
    "files in another order": (Fault.DAMAGED, signed(manifest_of(CONTENT, b"body")) + b"body" + CONTENT),
    "a wrong hash": (Fault.DAMAGED, lying(sha256="0" * 64)),
    "a size too small": (Fault.DAMAGED, lying(size=3)),
    "a size too large": (Fault.DAMAGED, lying(size=5)),
    "no bytes at all where there are some": (Fault.DAMAGED, lying(size=0)),
    "a hundred gigabytes": (Fault.TOO_LARGE, signed(HUGE)),
    "signed by a stranger in the name of the office": (Fault.WRONG_SIGNATURE, signed(manifest_of(CONTENT), STRANGER) + CONTENT),
    "from a stranger": (Fault.UNKNOWN_SENDER, signed(manifest_of(CONTENT, sender=STRANGER), STRANGER) + CONTENT),
    "passed on by the colleague it was meant for": (
        Fault.FOR_SOMEBODY_ELSE,
        signed(manifest_of(CONTENT, recipient=COLLEAGUE)) + CONTENT,
    ),
}


@pytest.mark.parametrize("case", WITHIN)
def test_whatever_is_wrong_within_is_refused_and_leaves_nothing(tmp_path: Path, staging: Path, case: str) -> None:
    fault, plain = WITHIN[case]
    assert refusal(sealed(tmp_path / "some.dossier", plain), staging) is fault


def test_a_stranger_makes_nothing_be_written_at_all(tmp_path: Path, staging: Path) -> None:
    _fault, plain = WITHIN["from a stranger"]
    staging.rmdir()
    with pytest.raises(PackageRefused, match="not known here"):
        opened(sealed(tmp_path / "some.dossier", plain), staging)


def with_header(raw: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A package with another header of age, of which the rest stays."""
    end = raw.index(b"\n--- ") + len("\n--- ") + 43 + 1
    return change(raw[:end]) + raw[end:]


OUTSIDE: dict[str, tuple[Fault, Callable[[bytes], bytes]]] = {
    "an empty file": (Fault.NOT_A_PACKAGE, lambda _raw: b""),
    "a picture": (Fault.NOT_A_PACKAGE, lambda _raw: b"\x89PNG\r\n\x1a\n"),
    "a text copy for mail": (Fault.NOT_A_PACKAGE, lambda _raw: pyrage.encrypt(GOOD, [ASSESSOR.public.recipient], armored=True)),
    "under a passphrase": (Fault.NOT_A_PACKAGE, lambda _raw: lock(GOOD, "a passphrase of some length")),
    "another version of age": (Fault.NEWER_VERSION, lambda raw: raw.replace(b"/v1\n", b"/v2\n", 1)),
    "a passphrase that asks for endless work": (
        Fault.NOT_A_PACKAGE,
        lambda raw: with_header(
            raw, lambda head: head.replace(b"\n-> ", b"\n-> scrypt " + b"A" * 22 + b" 30\n" + b"A" * 43 + b"\n-> ", 1)
        ),
    ),
    "nobody it was made for": (
        Fault.NOT_A_PACKAGE,
        lambda raw: with_header(raw, lambda head: head.replace(b"X25519", b"X25520")),
    ),
    "a header without end": (
        Fault.DAMAGED,
        lambda raw: with_header(raw, lambda head: head.replace(b"\n---", b"\n-> a\n" * 9000 + b"\n---")),
    ),
    "a header that breaks off": (Fault.DAMAGED, lambda raw: raw[:100]),
    "a changed seal of the header": (
        Fault.DAMAGED,
        lambda raw: with_header(raw, lambda head: head[:-10] + (b"A" if head[-10:-9] != b"A" else b"B") + head[-9:]),
    ),
    "a changed key": (Fault.FOR_SOMEBODY_ELSE, lambda raw: raw[:40] + (b"A" if raw[40:41] != b"A" else b"B") + raw[41:]),
    "the last byte changed": (Fault.DAMAGED, lambda raw: raw[:-1] + bytes([raw[-1] ^ 1])),
    "the last byte cut off": (Fault.DAMAGED, lambda raw: raw[:-1]),
    "something appended": (Fault.DAMAGED, lambda raw: raw + b"x"),
    "the whole repeated": (Fault.DAMAGED, lambda raw: raw * 2),
}


@pytest.mark.parametrize("case", OUTSIDE)
def test_whatever_is_wrong_outside_is_refused_and_leaves_nothing(tmp_path: Path, staging: Path, case: str) -> None:
    fault, change = OUTSIDE[case]
    path = made(tmp_path).path
    path.write_bytes(change(path.read_bytes()))
    assert refusal(path, staging) is fault


def test_a_package_for_another_does_not_open(tmp_path: Path, staging: Path) -> None:
    path = made(tmp_path, recipient=COLLEAGUE.public).path
    assert refusal(path, staging) is Fault.FOR_SOMEBODY_ELSE


def test_a_package_by_a_revoked_key_does_not_open(tmp_path: Path, staging: Path) -> None:
    known = assessor_knows(senders=enrolled(revoked=(OFFICE,)))
    assert refusal(made(tmp_path).path, staging, known=known) is Fault.REVOKED_SENDER


def test_a_file_larger_than_any_package_is_not_read(tmp_path: Path, staging: Path) -> None:
    path = tmp_path / "huge.dossier"
    with path.open("wb") as stream:
        stream.truncate(LARGEST_PACKAGE + 1)
    assert refusal(path, staging) is Fault.TOO_LARGE


def test_a_folder_is_no_package(tmp_path: Path, staging: Path) -> None:
    assert refusal(tmp_path, staging) is Fault.NOT_A_PACKAGE
    with pytest.raises(RuleBroken, match=r"nowhere\.dossier could not be opened: it cannot be read"):
        opened(tmp_path / "nowhere.dossier", staging)


def test_a_document_is_described_as_the_file_store_would(tmp_path: Path) -> None:
    path = tmp_path / "document"
    path.write_bytes(b"some text")
    assert describe(path) == Document(path, 9, hashlib.sha256(b"some text").hexdigest())
