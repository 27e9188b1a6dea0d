"""What every test stands on: an office in a temporary folder, a fixed day, English, and no settings of this machine."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = tempfile.mkdtemp(prefix="cmsdesk-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
for _name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
    os.environ[_name] = _HOME

import pytest  # noqa: E402 - after the environment is set

from cmsdesk.domain.words import use_language  # noqa: E402
from cmsdesk.services.office import Office, make_office  # noqa: E402
from cmsdesk.services.settings import FoundOffice, OfficeDetails  # noqa: E402
from cmsdesk.ui.program import Program  # noqa: E402

TODAY = date(2026, 11, 21)
SHARED = Path(__file__).parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def qapp_cls() -> type[Program]:
    """pytest-qt runs the window of tests in the program's own application."""
    return Program


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Tests read the sentences as they stand in the code; the catalogue has tests of its own."""
    use_language("en")
    yield
    use_language("nl")


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path / "office.cmsdesk", user="tester", today=lambda: TODAY)
    made.do(FoundOffice(OfficeDetails("Test office", signatory_name="A. Signer")))
    yield made
    made.close()
