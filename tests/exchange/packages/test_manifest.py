"""A manifest has one spelling: what is read is exactly what was signed, and nothing can be said in two ways."""

import re
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cmsdesk.exchange.packages.faults import Fault, PackageRefused
from cmsdesk.exchange.packages.manifest import (
    LARGEST_CONTENT,
    LARGEST_HEAD,
    LARGEST_PACKAGE,
    LARGEST_TOTAL,
    MOST_FILES,
    Cover,
    Kind,
    ListedFile,
    Manifest,
    Subject,
    exceeded,
    generated_names,
    take_head,
)
from tests.exchange.packages.given import manifest_of, signed

GOOD = manifest_of(b"{}", b"a document").encode()
HEAD = signed(manifest_of(b"{}", b"a document"))

counts = st.integers(1, 999_999_999)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
ids = st.binary(min_size=16, max_size=16).map(lambda raw: str(UUID(bytes=raw)))
subjects = st.builds(Subject, ids, ids, counts)
days = st.dates(date(1, 1, 1))
covers = st.builds(Cover, st.sampled_from(Kind), subjects, counts, counts, days, days)
bodies = st.lists(st.tuples(st.integers(0, 999_999_999_999), hashes), min_size=1, max_size=5)
manifests = st.builds(
    Manifest,
    covers,
    hashes,
    hashes,
    bodies.map(
        lambda found: tuple(ListedFile(name, *body) for name, body in zip(generated_names(len(found)), found, strict=True))
    ),
)


def changed(wrong: str, right: str) -> bytes:
    """The good manifest with something written otherwise."""
    text = GOOD.decode()
    assert wrong in text
    return text.replace(wrong, right, 1).encode()


@given(manifests)
def test_what_is_written_is_read_back(manifest: Manifest) -> None:
    assert Manifest.decode(manifest.encode()) == manifest


@settings(max_examples=500)
@given(st.integers(0, len(GOOD) - 1), st.binary(max_size=3), st.integers(0, 3))
@example(GOOD.index(b"made 2026"), b"made 0", 6)
def test_whatever_is_read_has_no_other_spelling(place: int, inserted: bytes, removed: int) -> None:
    text = GOOD[:place] + inserted + GOOD[place + removed :]
    try:
        manifest = Manifest.decode(text)
    except PackageRefused as refused:
        fault, again = refused.fault, text
    else:
        fault, again = Fault.DAMAGED, manifest.encode()
    assert (fault, again) == (Fault.DAMAGED, text)


FILE = re.search("file 0001 .*\n", GOOD.decode())
assert FILE
SPELLINGS = {
    "a space at the end": ("kind dossier\n", "kind dossier \n"),
    "two spaces": ("kind dossier", "kind  dossier"),
    "a line end of Windows": ("kind dossier\n", "kind dossier\r\n"),
    "an empty line": ("kind dossier\n", "kind dossier\n\n"),
    "a line twice": ("kind dossier\n", "kind dossier\nkind dossier\n"),
    "a line left out": ("sequence 1\n", ""),
    "lines in another order": ("sequence 1\nschema 1\n", "schema 1\nsequence 1\n"),
    "another kind": ("kind dossier", "kind letter"),
    "capitals": ("kind dossier", "kind DOSSIER"),
    "a number with a zero before it": ("sequence 1\n", "sequence 01\n"),
    "a number with a sign": ("sequence 1\n", "sequence +1\n"),
    "a number without end": ("sequence 1\n", f"sequence {'9' * 5000}\n"),
    "sequence nought": ("sequence 1\n", "sequence 0\n"),
    "digits of another script": ("sequence 1\n", "sequence \u0661\n"),
    "a day that does not exist": ("made 2026-11-21", "made 2026-02-30"),
    "a day in another order": ("made 2026-11-21", "made 21-11-2026"),
    "an id in capitals": ("7d1f0c52", "7D1F0C52"),
    "an id in braces": ("package 7d1f0c52", "package {7d1f0c52"),
    "fewer files than it says": ("files 2", "files 3"),
    "more files than it says": ("files 2", "files 1"),
    "no files": ("files 2", "files 0"),
    "a file twice": (FILE[0], FILE[0] * 2),
    "a file under a hostile name": ("file 0001", "file ../1"),
    "a file under a name of its own": ("file 0001", "file abcd"),
    "files in another order": ("file 0001", "file 0002"),
    "the content under another name": ("file content", "file 0000"),
    "a size with a zero before it": ("file content 2 ", "file content 02 "),
    "a negative size": ("file content 2 ", "file content -2 "),
    "something after it": (FILE[0], FILE[0] + "\n"),
    "a word more on a line": ("sequence 1\n", "sequence 1 2\n"),
}


@pytest.mark.parametrize(("wrong", "right"), SPELLINGS.values(), ids=SPELLINGS)
def test_another_spelling_is_refused(wrong: str, right: str) -> None:
    with pytest.raises(PackageRefused) as refused:
        Manifest.decode(changed(wrong, right))
    assert refused.value.fault is Fault.DAMAGED


def test_more_files_than_there_may_be_are_refused() -> None:
    def listing(count: int) -> Manifest:
        names = [f"{number:04}" for number in range(1, count + 1)]
        return replace(manifest_of(b"{}"), files=tuple(ListedFile(name, 1, "0" * 64) for name in ["content", *names]))

    assert len(Manifest.decode(listing(MOST_FILES).encode()).files) == MOST_FILES + 1
    with pytest.raises(PackageRefused) as refused:
        Manifest.decode(listing(MOST_FILES + 1).encode())
    assert refused.value.fault is Fault.DAMAGED


def test_the_longest_head_that_may_be_written_may_be_read() -> None:
    files = tuple(ListedFile(name, 1, "0" * 64) for name in generated_names(MOST_FILES + 1))
    assert len(signed(replace(manifest_of(b"{}"), files=files))) < LARGEST_HEAD


@pytest.mark.parametrize(
    ("sizes", "limit"),
    [
        ((LARGEST_CONTENT,), 0),
        ((LARGEST_CONTENT + 1,), 4),
        ((0, LARGEST_TOTAL), 0),
        ((1, LARGEST_TOTAL), 500),
        ((1, LARGEST_TOTAL // 2, LARGEST_TOTAL // 2), 500),
    ],
    ids=str,
)
def test_what_fits_is_known_before_it_is_read(sizes: tuple[int, ...], limit: int) -> None:
    names = generated_names(len(sizes))
    files = tuple(ListedFile(name, size, "0" * 64) for name, size in zip(names, sizes, strict=True))
    assert exceeded(replace(manifest_of(b"{}"), files=files)) == limit


def test_the_largest_package_that_may_be_made_may_be_opened() -> None:
    plain = LARGEST_HEAD + LARGEST_TOTAL
    chunks = plain // 65_536 + 1
    assert plain + 16 * chunks + 16 + 8_192 < LARGEST_PACKAGE


@given(st.integers(0, len(HEAD)), st.binary(max_size=20))
def test_a_head_is_taken_however_it_comes_in_pieces(cut: int, following: bytes) -> None:
    received = bytearray(HEAD[:cut])
    if cut < len(HEAD):
        assert take_head(received) is None
        received += HEAD[cut:] + following
    else:
        received += following
    head = take_head(received)
    assert head
    assert head.encode() == HEAD
    assert bytes(received) == following


@pytest.mark.parametrize(
    ("start", "fault"),
    [
        (b"PK\x03\x04" + bytes(40), Fault.NOT_A_PACKAGE),
        (b"cmsdesk-package x\n" + bytes(40), Fault.NOT_A_PACKAGE),
        (b"cmsdesk-package 2\nwhatever comes after that", Fault.NEWER_VERSION),
        (b"cmsdesk-package 1\n" + b"kind dossier\n" * (LARGEST_HEAD // 13 + 1), Fault.DAMAGED),
        (b"cmsdesk-package 1\nsignature " + b"0" * 128 + b"\n", Fault.DAMAGED),
    ],
    ids=str,
)
def test_another_start_is_told_apart(start: bytes, fault: Fault) -> None:
    with pytest.raises(PackageRefused) as refused:
        take_head(bytearray(start))
    assert refused.value.fault is fault
