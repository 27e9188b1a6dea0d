"""Keys are made, locked away, given to others and compared by their words."""

import re
import shutil
import stat
import sys
import time
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import speaking
from cmsdesk.exchange.packages.fingerprints import WORDS, key_words, spoken
from cmsdesk.exchange.packages.key_files import give_key, keep_keys, key_file_name, open_keys, take_key
from cmsdesk.exchange.packages.keys import KeyPair, new_keys, private_text, public_text, read_private_text, read_public_text
from cmsdesk.exchange.packages.passphrases import MOST_WORK, WORK, lock, unlock
from cmsdesk.exchange.packages.whole_files import whole_file
from tests.exchange.packages.given import ASSESSOR, OFFICE, TODAY

PASSPHRASE = "een korte zin, goed te onthouden"
# Points of small order on the curve: a secret shared with them is known to everybody.
SMALL_ORDER = [
    "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z",
    "age1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqj7vrya",
    "age1ur4h5lpmgxu2u9jku0a0r87ydtdqnr0tnsetrlvxvgz3vh6fhqqqzyt4v9",
]


def with_reading_key(keys: KeyPair, reading: str) -> bytes:
    """A key file that is signed and says another reading key."""
    text = public_text(keys).decode()
    body = text[: text.index("signature ")].replace(keys.public.reading, reading).encode()
    return body + f"signature {keys.sign(body).hex()}\n".encode()


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "own.keys"
    keep_keys(path, ASSESSOR, PASSPHRASE)
    return path


def test_keys_come_back_with_the_passphrase(locked: Path) -> None:
    assert open_keys(locked, PASSPHRASE) == ASSESSOR


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Anne de Vries", "Anne-de-Vries.cmsdesk-key"),
        ("Stichting A/B: toetsing", "Stichting-A-B--toetsing.cmsdesk-key"),
        ("…", "key.cmsdesk-key"),
        ("ן" * 100, f"{'ן' * 50}.cmsdesk-key"),
    ],
)
def test_any_name_makes_a_file_name_that_every_system_takes(tmp_path: Path, name: str, file: str) -> None:
    assert key_file_name(name) == file
    give_key(tmp_path / file, new_keys(name, TODAY))
    assert take_key(tmp_path / file).name == name


def test_a_stick_that_is_pulled_out_while_a_key_is_written_is_said(tmp_path: Path) -> None:
    """The folder is gone, and a file stands in its place: nothing can be written, and nothing be removed."""
    folder = tmp_path / "stick"
    folder.mkdir()

    def pull(path: Path) -> None:
        with whole_file(path) as target:
            target.write(b"half")
            shutil.rmtree(folder)
            folder.write_text("gone")

    with pytest.raises(RuleBroken, match="could not be written"):
        pull(folder / "key")


def test_a_wrong_passphrase_is_refused(locked: Path) -> None:
    with pytest.raises(RuleBroken, match="passphrase is not right"):
        open_keys(locked, PASSPHRASE + "!")


def test_nothing_of_the_keys_can_be_read_in_the_file(locked: Path) -> None:
    raw = locked.read_bytes()
    secrets = [ASSESSOR.name.encode(), ASSESSOR.reading.encode(), ASSESSOR.signing, ASSESSOR.signing.hex().encode()]
    assert [secret for secret in secrets if secret in raw] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_may_read_the_file(locked: Path) -> None:
    assert stat.S_IMODE(locked.stat().st_mode) == 0o600


def test_the_file_is_one_of_age_that_any_age_program_opens(locked: Path) -> None:
    assert pyrage.passphrase.decrypt(locked.read_bytes(), PASSPHRASE) == private_text(ASSESSOR)


def test_the_passphrase_may_be_typed_with_either_spelling_of_an_accent() -> None:
    assert unlock(lock(b"secret", "caf\u00e9 op de hoek"), "cafe\u0301 op de hoek") == b"secret"


def test_half_a_letter_in_a_passphrase_is_no_error() -> None:
    locked_away = lock(b"secret", "lang genoeg \ud800")
    assert unlock(locked_away, "lang genoeg \ud800") == b"secret"


def test_a_passphrase_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(RuleBroken, match="at least 12 letters"):
        lock(b"secret", "geheim")


@pytest.mark.parametrize("work", [MOST_WORK + 1, 24, 30, 64, 99])
def test_a_file_that_asks_for_endless_work_is_refused_at_once(locked: Path, work: int) -> None:
    bomb = re.sub(rb" %d\n" % WORK, b" %d\n" % work, locked.read_bytes(), count=1)
    began = time.perf_counter()
    with pytest.raises(RuleBroken, match="does not hold keys"):
        unlock(bomb, PASSPHRASE)
    assert time.perf_counter() - began < 0.1


@pytest.mark.parametrize("content", [b"", b"age-encryption.org/v1\n", b"PK\x03\x04", b"x" * 70_000])
def test_another_file_holds_no_keys(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "own.keys"
    path.write_bytes(content)
    with pytest.raises(RuleBroken, match="does not hold keys"):
        open_keys(path, PASSPHRASE)


def test_a_locked_file_with_something_else_in_it_holds_no_keys(tmp_path: Path) -> None:
    path = tmp_path / "own.keys"
    path.write_bytes(lock(b"a letter", PASSPHRASE))
    with pytest.raises(RuleBroken, match="does not hold keys"):
        open_keys(path, PASSPHRASE)


@pytest.mark.parametrize(
    ("wrong", "right"), [(b"name ", b"naam "), (b"AGE-SECRET-KEY-1", b"AGE-SECRET-KEY-1Q"), (b"name B", b"name \xe2\x80\xaeB")]
)
def test_private_keys_that_are_not_written_as_they_should_be_are_not_read(wrong: bytes, right: bytes) -> None:
    assert wrong in private_text(ASSESSOR)
    with pytest.raises(ValueError, match=r".*"):
        read_private_text(private_text(ASSESSOR).replace(wrong, right))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="cannot be read"):
        open_keys(tmp_path / "nowhere.keys", PASSPHRASE)


def test_the_public_half_travels_and_is_the_same(tmp_path: Path) -> None:
    give_key(tmp_path / "own.cmsdesk-key", ASSESSOR)
    assert take_key(tmp_path / "own.cmsdesk-key") == ASSESSOR.public
    assert (tmp_path / "own.cmsdesk-key").stat().st_size < 500


def test_the_public_half_holds_nothing_private() -> None:
    text = public_text(ASSESSOR)
    assert ASSESSOR.signing.hex().encode() not in text
    assert ASSESSOR.reading.encode() not in text
    assert ASSESSOR.reading not in repr(ASSESSOR)
    assert repr(ASSESSOR.signing) not in repr(ASSESSOR)


@settings(max_examples=300)
@given(st.integers(0, 8 * len(public_text(ASSESSOR)) - 1))
def test_a_key_file_with_any_changed_bit_is_refused(bit: int) -> None:
    text = bytearray(public_text(ASSESSOR))
    text[bit // 8] ^= 1 << bit % 8
    with pytest.raises(RuleBroken, match="not a key file"):
        read_public_text(bytes(text))


@settings(max_examples=200)
@given(st.binary(max_size=1500))
def test_whatever_else_is_sent_as_a_key_is_refused(text: bytes) -> None:
    with pytest.raises(RuleBroken, match="not a key file"):
        read_public_text(text)


@pytest.mark.parametrize("reading", SMALL_ORDER)
def test_a_reading_key_that_keeps_no_secret_is_refused(reading: str) -> None:
    with pytest.raises(RuleBroken, match="not a key file"):
        read_public_text(with_reading_key(ASSESSOR, reading))


def test_a_reading_key_in_capitals_is_refused_because_its_words_would_differ() -> None:
    assert read_public_text(with_reading_key(ASSESSOR, OFFICE.public.reading))
    with pytest.raises(RuleBroken, match="not a key file"):
        read_public_text(with_reading_key(ASSESSOR, ASSESSOR.public.reading.upper()))


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\u202eb", "a\u200bb"])
def test_a_key_needs_a_name_that_can_be_shown(name: str) -> None:
    with pytest.raises(RuleBroken, match="Please give a name"):
        new_keys(name, TODAY)


def test_a_name_is_tidied() -> None:
    assert new_keys("  Anne\tde \n Vries ", TODAY).name == "Anne de Vries"


def test_two_people_have_other_words() -> None:
    assert spoken(ASSESSOR.public, "nl") != spoken(OFFICE.public, "nl")


def test_the_words_depend_on_both_keys_and_not_on_the_name() -> None:
    public = ASSESSOR.public
    other_reading = KeyPair(ASSESSOR.name, TODAY, OFFICE.reading, ASSESSOR.signing).public
    other_signing = KeyPair(ASSESSOR.name, TODAY, ASSESSOR.reading, OFFICE.signing).public
    other_name = KeyPair("Somebody", TODAY, ASSESSOR.reading, ASSESSOR.signing).public
    assert len({key.id for key in (public, other_reading, other_signing)}) == 3
    assert spoken(other_name) == spoken(public)


def test_the_words_are_spoken_in_the_language_of_the_reader() -> None:
    with speaking("nl"):
        assert spoken(ASSESSOR.public) == spoken(ASSESSOR.public, "nl")
    assert spoken(ASSESSOR.public) == spoken(ASSESSOR.public, "en")
    words = key_words()
    pairs = dict(zip(words["nl"], words["en"], strict=True))
    assert tuple(pairs[word] for word in spoken(ASSESSOR.public, "nl")) == spoken(ASSESSOR.public, "en")


def test_ten_words_carry_eighty_bits() -> None:
    assert [len(set(words)) for words in key_words().values()] == [256, 256]
    assert len(spoken(ASSESSOR.public)) == WORDS == 10


@pytest.mark.parametrize("code", ["nl", "en"])
def test_no_two_words_are_easily_taken_for_each_other(code: str) -> None:
    words = key_words()[code]
    assert all(re.fullmatch("[a-z]{3,10}", word) for word in words)
    assert len({word[:4] for word in words}) == 256
    assert [(a, b) for a in words for b in words if a < b and one_letter_apart(a, b)] == []


def one_letter_apart(one: str, other: str) -> bool:
    """Whether a letter changed, added or left out makes one word of the other."""
    if len(one) > len(other):
        one, other = other, one
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    return any(other[:place] + other[place + 1 :] == one for place in range(len(other)))
