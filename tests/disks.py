"""Disks as they are met in offices: full ones, and folders where one may not write."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NOBODY = 65534


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """No file can grow beyond so many bytes; the system says so as on a full disk, also to root."""
    resource = pytest.importorskip("resource")  # of POSIX systems
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def as_ordinary_user(*folders: Path) -> Iterator[None]:
    """Root may write everywhere; be nobody for a while, who may pass the folders on the way."""
    if os.getuid() != 0:
        yield
        return
    on_the_way = {parent for folder in folders for parent in (folder, *folder.parents) if parent != Path("/")}
    modes = {place: place.stat().st_mode for place in on_the_way if not place.stat().st_mode & 0o001}
    for place, mode in modes.items():
        place.chmod(mode | 0o011)
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
        for place, mode in modes.items():
            place.chmod(mode)


def listing(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with what is in it."""
    return {str(place.relative_to(folder)): place.read_bytes() for place in sorted(folder.rglob("*")) if place.is_file()}
