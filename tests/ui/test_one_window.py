"""One window for files that are double-clicked one after the other: the second start hands over and ends."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from multiprocessing.connection import Client
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cmsdesk.ui.one_window import Door, assessor_door, hand_in, office_door

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """In a folder of a short name: a socket's may have about a hundred letters in all."""
    with tempfile.TemporaryDirectory() as short:
        monkeypatch.setenv("XDG_RUNTIME_DIR", short)
        yield assessor_door(tmp_path)


@pytest.fixture
def door(qapp: QApplication, address: str) -> Iterator[Door]:
    """Closes before its folder goes."""
    made = Door(QObject(qapp))
    yield made
    made.close()


def test_files_are_handed_to_the_window_that_listens(door: Door, address: str, qtbot: QtBot) -> None:
    assert not hand_in(address, [Path("/x/A.dossier")])
    assert door.open(address)
    with qtbot.waitSignal(door.came) as came:
        assert hand_in(address, [Path("/x/A.dossier"), Path("/x/Ë.review")])
    assert came.args == [[Path("/x/A.dossier"), Path("/x/Ë.review")]]


def test_a_window_that_closed_takes_nothing_and_leaves_nothing(door: Door, address: str) -> None:
    assert door.open(address)
    door.close()
    assert not hand_in(address, [])
    assert not Path(address).exists()


def test_of_two_windows_the_first_listens(door: Door, address: str, qtbot: QtBot) -> None:
    assert door.open(address)
    other = Door(door)
    heard: list[object] = []
    door.came.connect(heard.append)
    assert not other.open(address)
    qtbot.wait(100)
    assert heard == []  # the first does not come to the front for it
    with qtbot.waitSignal(door.came):
        assert hand_in(address, [Path("/x")])
    door.close()
    assert other.open(address)
    other.close()


def test_what_a_fallen_program_left_does_not_keep_the_next_from_listening(door: Door, address: str, qtbot: QtBot) -> None:
    left = socket.socket(socket.AF_UNIX)
    left.bind(address)
    left.close()
    assert Path(address).exists()
    assert not hand_in(address, [])
    assert door.open(address)
    with qtbot.waitSignal(door.came):
        assert hand_in(address, [])


def answer_to(said: bytes, address: str) -> bytes:
    """What the door answers to these bytes; what is too long is not even heard to its end."""
    with Client(address) as visit:
        visit.send_bytes(said)
        return visit.recv_bytes()


@pytest.mark.parametrize("said", [b"no json", b'{"a": 1}', b"[1, 2]", b"\xff\xfe", b'["' + b"x" * 70_000 + b'"]'])
def test_what_is_no_list_of_paths_is_shown_out_and_the_next_is_heard(door: Door, address: str, qtbot: QtBot, said: bytes) -> None:
    assert door.open(address)
    heard: list[object] = []
    door.came.connect(heard.append)
    with pytest.raises((EOFError, OSError)):
        answer_to(said, address)
    with qtbot.waitSignal(door.came):
        assert hand_in(address, [Path("/x")])
    assert heard == [[Path("/x")]]


def test_one_user_does_not_reach_the_door_of_another(tmp_path: Path) -> None:
    assert assessor_door(tmp_path / "anne") != assessor_door(tmp_path / "bram")
    assert assessor_door(tmp_path) != office_door(tmp_path)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="Windows keeps pipes by their owner")
def test_only_the_owner_may_knock(door: Door, address: str) -> None:
    assert door.open(address)
    assert Path(address).stat().st_mode & 0o022 == 0


def test_a_second_start_with_a_package_hands_it_over_and_ends_without_a_window(
    door: Door, address: str, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert door.open(assessor_door(tmp_path / "data" / "cmsdesk" / "assessor"))
    package = tmp_path / "A-2026-0001.dossier"
    with qtbot.waitSignal(door.came, timeout=30_000) as came:
        second = subprocess.Popen(
            [sys.executable, "-m", "cmsdesk", package.name], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}
        )
    assert second.wait(30) == 0
    assert came.args == [[package]]
