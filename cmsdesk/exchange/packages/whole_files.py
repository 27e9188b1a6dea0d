"""Files that are there whole or not at all, and that only their owner may read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Write a file beside its place and put it there once it is safe on disk; after an error nothing is left.

    The mode is 0600 wherever modes exist. An OSError is the disk's and becomes a refusal.
    """
    temporary: Path | None = None
    try:
        with NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as target:
            temporary = Path(target.name)
            yield target.file
            target.flush()
            os.fsync(target.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except BaseException as error:
        if temporary:
            with suppress(OSError):  # on a stick that was pulled out nothing can be removed either
                temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise RuleBroken(
                _("{path} could not be written. Is the disk full, or may nothing be written there?").format(path=path)
            ) from error
        raise


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no such call; the rename is journaled there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
