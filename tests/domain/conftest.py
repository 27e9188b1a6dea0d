"""A made-up scheme in which who judges, guides and decides are kept apart."""

from pathlib import Path

import pytest

from cmsdesk.domain.schemes.loader import load_scheme
from cmsdesk.domain.schemes.model import Scheme

APART = Path(__file__).parent.parent / "data" / "apart.toml"


@pytest.fixture(scope="session")
def apart() -> Scheme:
    return load_scheme(APART.read_text(encoding="utf-8"), APART.name)
