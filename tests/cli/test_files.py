"""Double clicks by command, for whoever looks after computers."""

import shutil
from pathlib import Path

import pytest

from cmsdesk.ui.double_click.kinds import KINDS
from tests.cli.conftest import Shell


@pytest.mark.skipif(
    not (shutil.which("update-mime-database") and shutil.which("update-desktop-database")),
    reason="this system has no shared-mime-info or no desktop-file-utils",
)
def test_files_are_registered_shown_and_forgotten(run: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert (
        run("files", "show").out.splitlines()[-1]
        == "A double click does not open the files of cmsdesk yet: cmsdesk files register"
    )
    assert run("files", "register").out == "A double click opens the files of cmsdesk now.\n"
    told = run("files", "show", "--json").json
    assert told["double_click"] is True
    assert [kind["ending"] for kind in told["kinds"]] == [kind.ending for kind in KINDS]
    assert "Dossier to review" in run("files", "show").out
    assert "Te beoordelen dossier" in run("files", "show", language="nl").out
    assert run("files", "forget").out == "A double click no longer opens the files of cmsdesk.\n"
    assert run("files", "show", "--json").json["double_click"] is False
    assert not (tmp_path / "data" / "applications" / "cmsdesk.desktop").exists()


def test_where_it_cannot_be_done_the_reason_is_said(run: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run("files", "register")
    assert done.code == 1
    assert "install shared-mime-info" in done.err
