"""Check digits, so that a mistyped certificate number shows.

ISO 7064, MOD 37,36: one letter or digit more, which finds every single mistake and nearly every
swap of two neighbours.
"""

_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def check_digit(number: str) -> str:
    """The check character for a number; dashes and spaces do not count."""
    rest = 36
    for sign in _bare(number):
        rest = (rest + _SIGNS.index(sign)) % 36 or 36
        rest = rest * 2 % 37
    return _SIGNS[(37 - rest) % 36]


def with_check_digit(number: str) -> str:
    """The number with its check character behind a dash."""
    return f"{number}-{check_digit(number)}"


def has_valid_check_digit(number: str) -> bool:
    """Whether the last sign fits the ones before it."""
    bare = _bare(number)
    return len(bare) > 1 and check_digit(bare[:-1]) == bare[-1]


def _bare(number: str) -> str:
    return "".join(sign for sign in number.upper() if sign in _SIGNS)
