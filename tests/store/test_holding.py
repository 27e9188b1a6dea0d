"""A name that one program holds at a time."""

import subprocess
import sys
from pathlib import Path

from cmsdesk.store.holding import hold

HOLDER = """
import sys
from pathlib import Path
from cmsdesk.store.holding import hold
held = hold(Path(sys.argv[1]))
print(held is not None, flush=True)
sys.stdin.read()
"""


def another(path: Path) -> "subprocess.Popen[str]":
    """A second program that holds a name as long as it runs, or could not."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )


def test_a_name_is_held_by_one_program_at_a_time_and_free_once_that_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "name"
    with another(path) as other:
        assert other.stdout
        assert other.stdout.readline() == "True\n"
        assert hold(path) is None
        other.kill()
        other.communicate()
    held = hold(path)
    assert held
    with held, another(path) as late:
        assert late.communicate("")[0] == "False\n"


def test_a_name_into_which_somebody_wrote_is_a_name_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "name").write_bytes(b"noise" * 100)
    held = hold(tmp_path / "name")
    assert held
    with held, another(tmp_path / "name") as other:
        assert other.communicate("")[0] == "False\n"


def test_within_one_program_a_name_is_held_until_the_last_lets_go(tmp_path: Path) -> None:
    first, second = hold(tmp_path / "name"), hold(tmp_path / "name")
    assert first
    assert second
    first.close()
    first.close()
    with another(tmp_path / "name") as other:
        assert other.communicate("")[0] == "False\n"
    second.close()
    with another(tmp_path / "name") as other:
        assert other.communicate("")[0] == "True\n"
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("name", b"")]
