"""The code on a certificate: what the office signed, and nothing else."""

import pytest

from cmsdesk.documents.tokens import find_token, new_key, public_jwk, public_key, read_public_jwk, read_token
from cmsdesk.domain.errors import RuleBroken
from tests.documents.conftest import KEY, TOKEN


def test_every_changed_letter_of_a_code_is_refused() -> None:
    keys = {"1": public_key(KEY)}
    for place in range(len(TOKEN)):
        other = "A" if TOKEN[place] != "A" else "B"
        with pytest.raises(RuleBroken):
            read_token(TOKEN[:place] + other + TOKEN[place + 1 :], keys)


@pytest.mark.parametrize("wrong", ["", "a.b", "a.b.c", "..", TOKEN + "=", TOKEN + ".x", "é.é.é"])
def test_what_is_no_code_is_refused(wrong: str) -> None:
    with pytest.raises(RuleBroken):
        read_token(wrong, {"1": public_key(KEY)})


def test_the_code_of_another_office_is_refused() -> None:
    other = new_key()
    with pytest.raises(RuleBroken):
        read_token(TOKEN, {"1": public_key(other)})
    with pytest.raises(RuleBroken, match="another office"):
        read_token(TOKEN, {"2": public_key(KEY)})


def test_the_public_key_that_the_office_gives_reads_its_codes() -> None:
    assert read_token(TOKEN, read_public_jwk(public_jwk(KEY, "1")))["num"] == "CMC-2026-001-B"


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        "key",
        {},
        public_jwk(KEY, "1") | {"kty": "RSA"},
        public_jwk(KEY, "1") | {"x": "AAAA"},
        public_jwk(KEY, "1") | {"x": 7},
    ],
)
def test_what_is_no_public_key_is_refused(wrong: object) -> None:
    with pytest.raises(RuleBroken, match="not the public key"):
        read_public_jwk(wrong)


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7 <pdf:Keywords>cmsdesk</pdf:Keywords>", b"\xff\xfe.\x00"])
def test_a_file_without_a_code_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(RuleBroken, match=r"c\.pdf holds no code"):
        find_token(content, "c.pdf")
