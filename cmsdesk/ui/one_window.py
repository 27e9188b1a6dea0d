"""Files that are double-clicked while the program runs go to the window that is open already.

A window that wants such files listens at a door: a socket, or a pipe on Windows. The program
that the double click started hands its files in there and ends.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from multiprocessing.connection import Listener

_PATIENCE = 3  # seconds that the other side may take
_LARGEST = 64 << 10  # bytes
_TAKEN = b"taken"


def office_door(data: Path) -> str:
    """Where reviews and keys are handed in for an office; `data` is the user's own folder."""
    return _address("office", data)


def assessor_door(home: Path) -> str:
    """Where packages are handed in for the window over this assessor's folder."""
    return _address("assessor", home)


def _address(what: str, folder: Path) -> str:
    name = f"cmsdesk-{what}-{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}"
    return rf"\\.\pipe\{name}" if sys.platform == "win32" else str(Path(os.environ.get("XDG_RUNTIME_DIR") or gettempdir()) / name)


def hand_in(door: str, paths: Sequence[Path]) -> bool:
    """Give files to the window that listens at a door; false when none does, or it does not answer."""
    from multiprocessing.connection import Client  # noqa: PLC0415 - only when a file came along

    try:
        with Client(door) as visit:
            _let_come_to_front()
            visit.send_bytes(json.dumps([str(path) for path in paths]).encode())
            return visit.poll(_PATIENCE) and visit.recv_bytes(_LARGEST) == _TAKEN
    except (OSError, EOFError):
        return False


class Door(QObject):
    """Listens at one door at a time; `came` brings the paths, none when only the window is wanted."""

    came = Signal(list)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.address = ""
        self._listener: Listener | None = None
        self._thread: Thread | None = None

    def open(self, address: str) -> bool:
        """Listen; false when another window does already, or nothing can listen here: then that stays as it is."""
        from multiprocessing.connection import Listener  # noqa: PLC0415 - after the window stands

        if self.address == address:
            return True
        self.close()
        if _knock(address):
            return False
        try:
            if sys.platform != "win32":
                Path(address).unlink(missing_ok=True)  # left by a program that fell
            self._listener = Listener(address)
        except OSError:
            return False
        self.address = address
        self._thread = Thread(target=self._serve, args=(self._listener,), daemon=True)
        self._thread.start()
        return True

    def close(self) -> None:
        """Listen no longer."""
        if self._listener is None or self._thread is None:
            return
        listener, self._listener, address, self.address = self._listener, None, self.address, ""
        if _knock(address):  # it waits for a visitor, and then sees that it should stop
            self._thread.join(_PATIENCE)
        listener.close()

    def _serve(self, listener: Listener) -> None:
        """In a thread of its own; who says nothing, or something else than paths, is shown out."""
        while self._listener is listener:
            try:
                visitor = listener.accept()
            except OSError:  # nothing can come in any more
                return
            with visitor, suppress(OSError, EOFError):
                paths = _paths(visitor.recv_bytes(_LARGEST)) if visitor.poll(_PATIENCE) else None
                if paths is not None and self._listener is listener:
                    visitor.send_bytes(_TAKEN)
                    self.came.emit(paths)


def _knock(address: str) -> bool:
    """Whether a window listens there; it does not come to the front for this."""
    from multiprocessing.connection import Client  # noqa: PLC0415 - as above

    try:
        Client(address).close()
    except OSError:
        return False
    return True


def _paths(said: bytes) -> list[Path] | None:
    try:
        words = json.loads(said)
    except ValueError:
        return None
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        return None
    return [Path(word) for word in words]


def _let_come_to_front() -> None:
    """Windows lets a window come to the front only when the program that the user started says so."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - there only

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
