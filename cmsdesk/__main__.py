"""The way in: the child that reads foreign files, a machine that lacks a library, or the program."""

import sys


def main() -> int:
    """Returns the exit code."""
    if sys.argv[1:2] == ["--read-workbook"]:
        from cmsdesk.exchange.reading import main as read  # noqa: PLC0415 - the child must start fast

        return read(sys.argv[2])
    from cmsdesk.system_libraries import missing_package  # noqa: PLC0415 - as above

    if sentence := missing_package():
        print(sentence, file=sys.stderr)
        return 1
    from cmsdesk.cli import main as run  # noqa: PLC0415 - as above

    return run()


if __name__ == "__main__":
    sys.exit(main())
