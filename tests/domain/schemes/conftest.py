"""The made-up scheme that uses every kind of requirement."""

from pathlib import Path

import pytest

from cmsdesk.domain.schemes.loader import load_scheme
from cmsdesk.domain.schemes.model import Scheme


@pytest.fixture(scope="session")
def every_kind_text() -> str:
    return (Path(__file__).parent / "every_kind.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def every_kind(every_kind_text: str) -> Scheme:
    return load_scheme(every_kind_text, "every_kind.toml")
