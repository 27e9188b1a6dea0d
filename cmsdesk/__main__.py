"""The way in: the child that reads foreign files, or the program."""

import sys


def main() -> int:
    """Returns the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - pip asks for 3.11, but a bare checkout is started without pip
        print("cmsdesk needs Python 3.11 or newer.", file=sys.stderr)
        return 1
    if sys.argv[1:2] == ["--read-workbook"]:
        from cmsdesk.exchange.reading import main as read  # noqa: PLC0415 - the child must start fast

        return read()
    try:
        from cmsdesk.cli import main as run  # noqa: PLC0415 - after the check
    except KeyboardInterrupt:
        return 130
    return run()


if __name__ == "__main__":
    sys.exit(main())
