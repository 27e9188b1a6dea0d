"""The way in: the child that reads foreign files, a machine that lacks something, or the program."""

import os
import sys

# Commands that never load Qt, so that they also run on a server without its libraries.
WITHOUT_QT = frozenset({"members", "scheme", "register", "report", "certificates", "office"})
# Commands that draw, but need nobody to look.
WITHOUT_SCREEN = frozenset({"demo", "check"})


def main() -> int:
    """Returns the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - pip asks for 3.11, but a bare checkout is started without pip
        print("cmsdesk needs Python 3.11 or newer.", file=sys.stderr)
        return 1
    if sys.argv[1:2] == ["--read-workbook"]:
        from cmsdesk.exchange.reading import main as read  # noqa: PLC0415 - the child must start fast

        return read(sys.argv[2])
    command = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    asks = {"-h", "--help", "--version"}.intersection(sys.argv[1:])
    if not asks and command not in WITHOUT_QT and (sentence := _hindrance(command)):
        print(sentence, file=sys.stderr)
        return 1
    from cmsdesk.cli import main as run  # noqa: PLC0415 - after the checks

    try:
        return run()
    except ImportError as error:
        from cmsdesk.system_libraries import advice_for  # noqa: PLC0415 - only now

        if not (sentence := advice_for(error)):
            raise
        print(sentence, file=sys.stderr)
        return 1


def _hindrance(command: str) -> str:
    """Why no window can be drawn on this machine; Qt itself would end the program without a sentence."""
    from cmsdesk.domain.words import _  # noqa: PLC0415 - as above
    from cmsdesk.system_libraries import missing_package, screen_is_there  # noqa: PLC0415 - as above

    if not screen_is_there():
        if command not in WITHOUT_SCREEN:
            return _(
                "There is no screen here to open a window on. What works without one: cmsdesk demo, and every other command."
            )
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return missing_package()


if __name__ == "__main__":
    sys.exit(main())
