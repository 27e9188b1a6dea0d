"""Opening a list that somebody sends: xlsx, xls, ods or csv, from a friend or a foe.

A file is first looked at without opening it (type by content, sizes, a password), then read by a
child process that is ended when it takes too much memory or stops getting anywhere.
"""

import csv
import io
import json
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
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
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
    except OSError as error:
        raise RuleBroken(_("{file} cannot be read. Perhaps another program has it open.").format(file=path.name)) from error
    return read_workbook_in(path.name, content, report=report)


def read_workbook_in(name: str, content: bytes, *, report: Report | None = None, most: int = MOST_ROWS) -> Workbook:
    """The same for a file in memory; of each sheet at most so many rows are kept."""
    if not content:
        raise RuleBroken(_("{file} is empty.").format(file=name))
    if len(content) > _LARGEST:
        raise RuleBroken(_("{file} is larger than 30 MB. Please save only the list itself.").format(file=name))
    if content.startswith(b"PK"):
        _check_zip(name, content)
    elif content.startswith(_OLE):
        _check_ole(name, content)
    elif _is_text(content[:4096]):
        return _read_csv(name, content, report, most)
    else:
        raise RuleBroken(_("{file} is not a list in Excel, LibreOffice or CSV form.").format(file=name))
    return _read_apart(name, content, report, most)


def _check_zip(name: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename.lower() for part in parts}
            problem = _problem_with(parts, names) or _problem_inside(archive, parts)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError, zlib.error) as error:
        raise RuleBroken(
            _("{file} is damaged. Please save it again in Excel and send it once more.").format(file=name)
        ) from error
    if problem:
        raise RuleBroken(_("{file} was not opened: {problem}").format(file=name, problem=problem))


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


def _check_ole(name: str, content: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise RuleBroken(
            _("{file} is protected by a password. Please remove the password in Excel and try again.").format(file=name)
        )
    if not any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        raise RuleBroken(_("{file} is no workbook.").format(file=name))


def _is_text(start: bytes) -> bool:
    return b"\0" not in start and not start.startswith((b"%PDF", b"\x89PNG", b"{\\rtf", b"<"))


def _read_csv(name: str, content: bytes, report: Report | None, most: int) -> Workbook:
    """A text in the first alphabet that can spell it; the last one spells everything."""
    for code in ("utf-8-sig", "windows-1252", "latin-1"):
        try:
            return Workbook(name, (Sheet(Path(name).stem, tuple(_csv_rows(name, content, code, report, most))),))
        except UnicodeDecodeError:
            continue
        except csv.Error as error:
            raise RuleBroken(_("{file} is not a list in Excel, LibreOffice or CSV form.").format(file=name)) from error
    raise AssertionError("latin-1 knows every byte")


def _csv_rows(name: str, content: bytes, code: str, report: Report | None, most: int) -> Iterator[tuple[Cell, ...]]:
    """Row by row, and no further than a list can be long: in memory a row costs many times its size in the file."""
    with io.TextIOWrapper(io.BytesIO(content), encoding=code) as stream:
        first = stream.read(_FIRST_LETTERS)
        separator = max(";\t,", key="\n".join(first.splitlines()[:20]).count)
        stream.seek(0)
        for done, row in enumerate(csv.reader(_short_lines(name, stream), delimiter=separator), start=1):
            if done > MOST_ROWS or len(row) > MOST_COLUMNS:
                raise _too_large(name)
            if done <= most:
                yield tuple(cell.strip() or None for cell in row)
            if report and done % _REPORT_EVERY == 0:
                report(done, 0)


def _short_lines(name: str, stream: TextIO) -> Iterator[str]:
    while line := stream.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise _too_large(name)
        yield line


def _too_large(name: str) -> RuleBroken:
    return RuleBroken(
        _("{file} is larger than {rows} rows or {columns} columns. Please save only the list itself.").format(
            file=name, rows=MOST_ROWS, columns=MOST_COLUMNS
        )
    )


def _read_apart(name: str, content: bytes, report: Report | None, most: int) -> Workbook:
    """Let a child process read the workbook while this one keeps watch."""
    sheets: list[tuple[str, list[tuple[Cell, ...]]]] = []
    expected = done = 0
    large = ended = False

    def say() -> None:
        if report:
            report(done, max(done, expected))

    with _child(content, say) as (lines, alive):
        for line in lines:
            alive()
            said: Any = json.loads(line)
            if isinstance(said, list):
                if len(sheets[-1][1]) < most:
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
        raise _too_large(name)
    if not ended:
        raise RuleBroken(_("{file} could not be read. Please save it again in Excel as a new workbook.").format(file=name))
    say()
    return Workbook(name, tuple(Sheet(title, tuple(rows)) for title, rows in sheets))


@contextmanager
def _child(content: bytes, say: Callable[[], None]) -> Iterator[tuple[Iterator[str], Callable[[], None]]]:
    """The child at work; what `say` raises ends it at once and is raised here, also while the child keeps silent."""
    command = (
        [sys.executable, "--read-workbook"]
        if getattr(sys, "frozen", False)
        else [sys.executable, "-m", "cmsdesk.exchange.reading"]
    )
    child = subprocess.Popen(  # noqa: S603 - our own program, without a word from outside
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.PIPE, encoding="utf-8"
    )
    assert child.stdout is not None
    assert isinstance(child.stdin, io.TextIOWrapper)
    last = [time.monotonic()]
    raised: list[BaseException] = []
    watcher = threading.Thread(target=_watch, args=(child, last, say, raised), daemon=True)
    watcher.start()
    try:
        with suppress(OSError):  # a child that was ended before it took everything in
            child.stdin.buffer.write(content)
            child.stdin.close()
        yield child.stdout, lambda: last.__setitem__(0, time.monotonic())
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
        with suppress(OSError):
            child.stdin.close()
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
