"""One program at a time: a name that a running program holds, and that is free again once it ends, however it ends.

The name is an empty file, and what holds it is the lock of SQLite on it: it works on every system, and the system takes it
away with the process. Within one program a name can be held several times.
"""

import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlcipher3.dbapi2 as sqlite

_WAIT = 1.0  # seconds; what somebody else does in passing is over by then
_held: dict[Path, tuple[Any, int]] = {}
_guard = threading.Lock()


class Hold:
    """A name that is held until this is closed."""

    def __init__(self, path: Path) -> None:
        self._path: Path | None = path

    def close(self) -> None:
        """Let go; a second time does nothing."""
        path, self._path = self._path, None
        if path is None:
            return
        with _guard:
            connection, count = _held.pop(path)
            if count > 1:
                _held[path] = (connection, count - 1)
            else:
                connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def hold(path: Path) -> Hold | None:
    """Hold a name; None while another program does. An OSError says that the file cannot be made."""
    with _guard:
        connection, count = _held.get(path, (None, 0))
        if connection is None:
            path.touch(mode=0o600)
            if path.stat().st_size:  # somebody else wrote into it
                path.write_bytes(b"")
            connection = sqlite.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
            try:
                connection.execute("PRAGMA journal_mode=OFF")  # nothing is ever written
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite.OperationalError:
                connection.close()
                return None
        _held[path] = (connection, count + 1)
    return Hold(path)
