"""How fast a package of 100 MB is made and opened, beside the bare loop; run as `python -m tests.benchmarks.packages`.

The floor is age + SHA-256 + one signature + fsync over the same bytes, in the same run. Prints ratios of medians.
"""

import hashlib
import os
import resource
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

import pyrage

from cmsdesk.exchange.packages.checks import Known
from cmsdesk.exchange.packages.keys import EnrolledKey, KeyPair, new_keys
from cmsdesk.exchange.packages.manifest import Cover, Kind, Subject
from cmsdesk.exchange.packages.reading import open_package
from cmsdesk.exchange.packages.writing import Contents, describe, write_package

_FILES, _SIZE, _ROUNDS = 20, 5_000_000, 7
TODAY = date(2026, 11, 21)


class _Hashing:
    """A stream that hashes what is read from it."""

    def __init__(self, paths: list[Path]) -> None:
        self._rest = iter(paths)
        self._stream = next(self._rest).open("rb")
        self.digest = hashlib.sha256()

    def read(self, most: int) -> bytes:
        piece = self._stream.read(most)
        if not piece:
            self._stream.close()
            following = next(self._rest, None)
            if following is None:
                return b""
            self._stream = following.open("rb")
            piece = self._stream.read(most)
        self.digest.update(piece)
        return piece


def bare_loop(paths: list[Path], target: Path, office: KeyPair, assessor: KeyPair) -> None:
    """The least that making any such package takes."""
    source = _Hashing(paths)
    with target.open("wb") as stream:
        pyrage.encrypt_io(source, stream, [assessor.public.recipient])
        office.sign(source.digest.digest())
        stream.flush()
        os.fsync(stream.fileno())


def measured(act: Callable[[], object]) -> float:
    """Seconds that one act takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def main() -> None:
    """Measure in turns, so that a busy machine slows all alike."""
    office, assessor = new_keys("Bureau", TODAY), new_keys("Beoordelaar", TODAY)
    known = Known(assessor.public.id, Kind.DOSSIER, {office.public.id: EnrolledKey(office.public)})
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        paths = [folder / f"{number}.bin" for number in range(_FILES)]
        for path in paths:
            path.write_bytes(os.urandom(_SIZE))
        contents = Contents(b"{}", [describe(path) for path in paths])
        cover = Cover(Kind.DOSSIER, Subject(str(uuid.uuid4()), str(uuid.uuid4()), 1), 1, 1, TODAY, TODAY)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        floors, making, opening = [], [], []
        for _round in range(_ROUNDS):
            floors.append(measured(lambda: bare_loop(paths, folder / "floor", office, assessor)))
            making.append(measured(lambda: write_package(folder, cover, contents, sender=office, recipient=assessor.public)))
            path = folder / f"{cover.subject.package}.dossier"
            opening.append(
                measured(lambda path=path: open_package(path, assessor, known, staging=folder, today=TODAY).wipe())  # type: ignore[misc]
            )
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    unit = 1024 if sys.platform != "darwin" else 1 << 20
    floor = median(floors)
    lines = (
        f"{_FILES * _SIZE / 1e6:.0f} MB, {_ROUNDS} rounds; the bare loop {floor * 1000:.0f} ms",
        f"make a package  {median(making) * 1000:.0f} ms, {median(making) / floor:.2f}x the bare loop (goal 1.3x)",
        f"open a package  {median(opening) * 1000:.0f} ms, {median(opening) / floor:.2f}x the bare loop",
        f"memory grew by {grown / unit:.0f} MB",
    )
    print(*lines, sep="\n")  # noqa: T201 - a command for people


if __name__ == "__main__":
    main()
