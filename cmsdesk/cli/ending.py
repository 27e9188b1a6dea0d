"""How a command ends: every answer printed, every refusal a sentence, every exit code meant.

Whoever listens may have gone (`| head`), may not know our letters (a Windows pipe) or may have no
room left (a full disk); none of that shows a traceback.
"""

import errno
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _

DONE, REFUSED, STOPPED = 0, 1, 130
# Windows calls a pipe that nobody reads any more an invalid argument.
_NOBODY_LISTENS = {errno.EPIPE, errno.EINVAL}


def to_the_end(command: Callable[[], int]) -> int:
    """Run a command and give its exit code, whatever comes of it."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):  # None where there is no console, something simpler in a test
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        try:
            code = _code_of(command)
            _heard(lambda: sys.stdout and sys.stdout.flush())
        except RuleBroken as error:
            complain(str(error))
            return REFUSED
    except KeyboardInterrupt:
        return STOPPED
    return code


def _code_of(command: Callable[[], int]) -> int:
    try:
        return command()
    except SystemExit as ended:  # argparse, after its help or its complaint
        return ended.code if isinstance(ended.code, int) else DONE
    except ImportError as error:
        from cmsdesk.system_libraries import advice_for  # noqa: PLC0415 - hardly ever

        if sentence := advice_for(error):
            raise RuleBroken(sentence) from error
        raise


def say(*lines: str) -> None:
    """Print lines for people."""
    for line in lines:
        _heard(lambda line=line: print(line))  # type: ignore[misc]


def say_json(value: object) -> None:
    """Print a value for a program; in plain ASCII, so that every pipe carries it unharmed."""
    say(json.dumps(value))


def complain(sentence: str) -> None:
    """Say on standard error why something was refused."""
    with suppress(OSError):
        print(sentence, file=sys.stderr)


def _heard(write: Callable[[], object]) -> None:
    """Write; when nobody listens any more, go on in silence."""
    try:
        write()
    except OSError as error:
        if error.errno not in _NOBODY_LISTENS:
            raise RuleBroken(_("The answer could not be written: the disk is full or cannot be written.")) from error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
