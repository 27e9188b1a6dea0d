"""The child process that opens a foreign workbook, so that no file can take the program down.

It writes one JSON line for each sheet and each row; the parent watches its memory and its pace.
The workbook comes in on standard input, so that it never lies on the disk a second time. Run as
`python -m cmsdesk.exchange.reading`, or by the installed program with --read-workbook.
"""

import io
import json
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

MOST_ROWS, MOST_COLUMNS = 200_000, 100
_MEMORY = 2 << 30


def main() -> int:
    """Write what is in the workbook to standard output; 0 when it could be read."""
    _limit_memory()
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - after the limit

    out = sys.stdout
    out.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
                out.write(json.dumps({"large": name}) + "\n")
                continue
            out.write(json.dumps({"sheet": name, "rows": sheet.total_height}) + "\n")
            start = sheet.start
            if start is None:
                continue
            # Rows above and columns before the first cell are empty, but they count for A1.
            for _row in range(start[0]):
                out.write("[]\n")
            left: list[Any] = [None] * start[1]
            for row in sheet.iter_rows():
                out.write(json.dumps(left + [_plain(value) for value in row]) + "\n")
    except BaseException as error:  # noqa: BLE001 - whatever a foreign file causes ends here
        out.write(json.dumps({"error": type(error).__name__}) + "\n")
        return 1
    out.write('{"end": true}\n')
    return 0


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"d": value.date().isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, time | timedelta):
        return str(value)
    return None if value == "" else value


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    sys.exit(main())
