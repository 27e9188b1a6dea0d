"""Opening a list that somebody sends: xlsx, xls, ods or csv, from a friend or a foe.

A file is first looked at without opening it (type by content, sizes, a password), then read by a
child process that is ended when it takes too much memory or stops getting anywhere.
"""

import csv
import json
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TextIO

import psutil

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.exchange.reading import MOST_COLUMNS, MOST_ROWS

Cell = str | float | int | bool | date | None
Report = Callable[[int, int], None]

_LARGEST = 30 << 20
_UNPACKED = 400 << 20
_MOST_PARTS = 2_000
_RATIO = 200
_STYLES = 5 << 20
_MEMORY = 300 << 20
_SILENCE = 8.0  # seconds without a sign of life
_REPORT_EVERY = 500
_FIRST_LETTERS = 20_000  # of a text, to tell what separates its columns
_LONGEST_LINE = 1_000_000
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows from row 1, its cells from column A."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Workbook:
    """What was in the file."""

    name: str
    sheets: tuple[Sheet, ...]


def read_workbook(path: Path, *, report: Report | None = None) -> Workbook:
    """Read a whole list; a file that cannot or should not be read is refused with the reason.

    `report` hears rows read and rows expected, 0 when nobody knows; when it raises, reading stops and the error passes on.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            start = stream.read(4096)
    except OSError as error:
        raise RuleBroken(_("{file} cannot be read. Perhaps another program has it open.").format(file=path.name)) from error
    if size == 0:
        raise RuleBroken(_("{file} is empty.").format(file=path.name))
    if size > _LARGEST:
        raise RuleBroken(_("{file} is larger than 30 MB. Please save only the list itself.").format(file=path.name))
    if start.startswith(b"PK"):
        _check_zip(path)
    elif start.startswith(_OLE):
        _check_ole(path)
    elif _is_text(start):
        return _read_csv(path, report)
    else:
        raise RuleBroken(_("{file} is not a list in Excel, LibreOffice or CSV form.").format(file=path.name))
    return _read_apart(path, report)


def _check_zip(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename.lower() for part in parts}
            problem = _problem_with(parts, names) or _problem_inside(archive, parts)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError) as error:
        raise RuleBroken(
            _("{file} is damaged. Please save it again in Excel and send it once more.").format(file=path.name)
        ) from error
    if problem:
        raise RuleBroken(_("{file} was not opened: {problem}").format(file=path.name, problem=problem))


def _problem_with(parts: list[zipfile.ZipInfo], names: set[str]) -> str:
    """What is wrong with a zip before anything of it is unpacked, or nothing."""
    if len(parts) > _MOST_PARTS:
        return _("it consists of too many parts.")
    if len(names) < len(parts) or any(
        ".." in name.split("/") or name.startswith("/") or "\\" in name or ":" in name for name in names
    ):
        return _("it holds parts with suspicious names.")
    if any(part.flag_bits & 1 for part in parts):
        return _("it is protected by a password. Please remove the password in Excel and try again.")
    if sum(part.file_size for part in parts) > _UNPACKED:
        return _("it unpacks to far more than a list can be.")
    if any(part.file_size > 1 << 20 and part.file_size > _RATIO * max(1, part.compress_size) for part in parts):
        return _("it unpacks to far more than a list can be.")
    if any(part.filename.lower().endswith("styles.xml") and part.file_size > _STYLES for part in parts):
        return _("its styles are larger than a list can need.")
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        return _("it is no workbook.")
    return ""


def _problem_inside(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> str:
    """Definitions inside XML can unfold without end; no spreadsheet program writes them."""
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            with archive.open(part) as stream:
                head = stream.read(4096)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                return _("it holds definitions that a list has no need of.")
            if b"\0" in head or b'encoding="UTF-7"' in head:
                return _("it is written in a foreign encoding.")
    return ""


def _check_ole(path: Path) -> None:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise RuleBroken(
            _("{file} is protected by a password. Please remove the password in Excel and try again.").format(file=path.name)
        )
    if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        raise RuleBroken(_("{file} is no workbook.").format(file=path.name))


def _is_text(start: bytes) -> bool:
    return b"\0" not in start and not start.startswith((b"%PDF", b"\x89PNG", b"{\\rtf", b"<"))


def _read_csv(path: Path, report: Report | None) -> Workbook:
    """A text in the first alphabet that can spell it; the last one spells everything."""
    for code in ("utf-8-sig", "windows-1252", "latin-1"):
        try:
            return Workbook(path.name, (Sheet(path.stem, tuple(_csv_rows(path, code, report))),))
        except UnicodeDecodeError:
            continue
        except csv.Error as error:
            raise RuleBroken(_("{file} is not a list in Excel, LibreOffice or CSV form.").format(file=path.name)) from error
    raise AssertionError("latin-1 knows every byte")


def _csv_rows(path: Path, code: str, report: Report | None) -> Iterator[tuple[Cell, ...]]:
    """Row by row, and no further than a list can be long: in memory a row costs many times its size in the file."""
    with path.open(encoding=code) as stream:
        first = stream.read(_FIRST_LETTERS)
        separator = max(";\t,", key="\n".join(first.splitlines()[:20]).count)
        stream.seek(0)
        for done, row in enumerate(csv.reader(_short_lines(path, stream), delimiter=separator), start=1):
            if done > MOST_ROWS or len(row) > MOST_COLUMNS:
                raise _too_large(path)
            yield tuple(cell.strip() or None for cell in row)
            if report and done % _REPORT_EVERY == 0:
                report(done, 0)


def _short_lines(path: Path, stream: TextIO) -> Iterator[str]:
    while line := stream.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise _too_large(path)
        yield line


def _too_large(path: Path) -> RuleBroken:
    return RuleBroken(
        _("{file} is larger than {rows} rows or {columns} columns. Please save only the list itself.").format(
            file=path.name, rows=MOST_ROWS, columns=MOST_COLUMNS
        )
    )


def _read_apart(path: Path, report: Report | None) -> Workbook:
    """Let a child process read the workbook while this one keeps watch."""
    sheets: list[tuple[str, list[tuple[Cell, ...]]]] = []
    expected = done = 0
    large = ended = False

    def say() -> None:
        if report:
            report(done, max(done, expected))

    with _child(path, say) as (lines, alive):
        for line in lines:
            alive()
            said: Any = json.loads(line)
            if isinstance(said, list):
                sheets[-1][1].append(tuple(_value(cell) for cell in said))
                done += 1
                if done % _REPORT_EVERY == 0:
                    say()
            elif "sheet" in said:
                sheets.append((said["sheet"], []))
                expected += said["rows"]
            else:
                large = large or "large" in said
                ended = ended or "end" in said
    if large:
        raise _too_large(path)
    if not ended:
        raise RuleBroken(_("{file} could not be read. Please save it again in Excel as a new workbook.").format(file=path.name))
    say()
    return Workbook(path.name, tuple(Sheet(name, tuple(rows)) for name, rows in sheets))


@contextmanager
def _child(path: Path, say: Callable[[], None]) -> Iterator[tuple[Iterator[str], Callable[[], None]]]:
    """The child at work; what `say` raises ends it at once and is raised here, also while the child keeps silent."""
    command = (
        [sys.executable, "--read-workbook"]
        if getattr(sys, "frozen", False)
        else [sys.executable, "-m", "cmsdesk.exchange.reading"]
    )
    child = subprocess.Popen(  # noqa: S603 - our own program, the path is an argument of its own
        [*command, str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, encoding="utf-8"
    )
    assert child.stdout is not None
    last = [time.monotonic()]
    raised: list[BaseException] = []
    watcher = threading.Thread(target=_watch, args=(child, last, say, raised), daemon=True)
    watcher.start()
    try:
        yield child.stdout, lambda: last.__setitem__(0, time.monotonic())
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
        watcher.join()
    if raised:
        raise raised[0]


def _watch(child: "subprocess.Popen[str]", last: list[float], say: Callable[[], None], raised: list[BaseException]) -> None:
    """End the child when it grows too large, says nothing for too long, or is no longer wanted."""
    try:
        process = psutil.Process(child.pid)
        while child.poll() is None:
            if process.memory_info().rss > _MEMORY or time.monotonic() - last[0] > _SILENCE:
                child.kill()
                return
            say()
            time.sleep(0.02)
    except psutil.Error:
        return
    except BaseException as error:  # noqa: BLE001 - whatever it is belongs to the thread that reads
        raised.append(error)
        child.kill()


def _value(cell: Any) -> Cell:
    if isinstance(cell, dict):
        return date.fromisoformat(cell["d"])
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004 - beyond it a float is no whole number
        return int(cell)
    return cell  # type: ignore[no-any-return]
