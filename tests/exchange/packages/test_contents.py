"""The content of a package is JSON that every reader understands alike, or it is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmsdesk.exchange.packages.contents import content_bytes, read_content
from cmsdesk.exchange.packages.faults import Fault, PackageRefused

texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15) + 1, 10**15 - 1) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


def nested(depth: int) -> bytes:
    return b'{"a":' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"


@given(st.dictionaries(texts, values, max_size=5))
def test_what_is_packed_is_read_back(content: dict[str, object]) -> None:
    assert read_content(content_bytes(content)) == content


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"[]",
        b'"text"',
        b"{",
        b'{"a":1,"a":2}',
        b'{"a":{"b":1,"b":1}}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":-Infinity}',
        b'{"a":1e999}',
        b'{"a":-1e999}',
        b'{"a":1234567890123456}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":"\\ud800"}',
        b'{"a":"\xff"}',
        b"\xef\xbb\xbf{}",
        '{"a":1}'.encode("utf-16"),
        nested(33),
        nested(100_000),
        b'{"a":' * 100_000,
        b'{"a":1}x',
    ],
    ids=lambda packed: packed[:20].decode("latin-1"),
)
def test_what_readers_could_understand_differently_is_refused(packed: bytes) -> None:
    with pytest.raises(PackageRefused) as refused:
        read_content(packed)
    assert refused.value.fault is Fault.DAMAGED


def test_thirty_two_levels_are_deep_enough() -> None:
    assert read_content(nested(32))
