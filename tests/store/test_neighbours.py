"""Two windows on one office file: each hears what the other changed, and a file that is open is known to be."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from cmsdesk.services.office import Office, open_office
from cmsdesk.store.neighbours import fold_log
from tests import given
from tests.conftest import TODAY


@pytest.fixture
def other(office: Office) -> Iterator[Office]:
    """A second window on the same file."""
    opened = open_office(office.path, user="other", today=lambda: TODAY)
    yield opened
    opened.close()


@pytest.fixture
def heard(office: Office) -> list[frozenset[str]]:
    changes: list[frozenset[str]] = []
    office.hear_others()
    office.on_change(changes.append)
    return changes


def test_what_another_window_changed_is_heard_once_and_by_table(
    office: Office, other: Office, heard: list[frozenset[str]]
) -> None:
    given.a_member(other)
    office.hear_others()
    office.hear_others()
    assert heard == [frozenset({"person", "membership"})]


def test_a_window_does_not_hear_itself(office: Office, other: Office, heard: list[frozenset[str]]) -> None:
    given.a_member(office)
    del heard[:]
    office.hear_others()
    assert heard == []
    given.a_member(other, "Berg")
    given.a_member(office, "Dam")
    del heard[:]
    office.hear_others()
    assert heard == [frozenset({"person", "membership"})]


def test_a_change_whose_words_were_erased_counts_as_a_change_of_everything(
    office: Office, other: Office, heard: list[frozenset[str]]
) -> None:
    given.a_member(other)
    with sqlite.connect(str(office.path)) as connection:
        connection.execute("UPDATE journaldetail SET data = ''")
    office.hear_others()
    assert len(heard) == 1
    assert heard[0] > {"person", "application", "certificate"}


def test_a_file_that_nobody_has_open_is_folded_into_one_file(office: Office, tmp_path: Path) -> None:
    assert not fold_log(office.path)
    office.close()
    assert fold_log(office.path)
    assert [place.name for place in tmp_path.iterdir()] == ["office.cmsdesk"]


def test_a_window_of_another_process_counts_too(office: Office) -> None:
    office.close()
    code = (
        "import sys; from pathlib import Path; from cmsdesk.services.office import open_office;"
        "office = open_office(Path(sys.argv[1]), user='x'); print('open', flush=True); sys.stdin.read(); office.close()"
    )
    child = subprocess.Popen([sys.executable, "-c", code, office.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline().strip() == b"open"
    assert not fold_log(office.path)
    child.communicate()
    assert fold_log(office.path)


def test_a_damaged_file_is_open_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "damaged.cmsdesk"
    path.write_bytes(b"SQLite format 3\0" + bytes(5000))
    assert fold_log(path)
    assert path.read_bytes() == b"SQLite format 3\0" + bytes(5000)
