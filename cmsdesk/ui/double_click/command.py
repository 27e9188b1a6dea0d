"""How the system has to start the program."""

import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _


def program_command() -> list[str]:
    """The program and its first arguments; files come after them.

    Raises RuleBroken where the program is not installed: then it starts from its own folder only.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable]
    try:
        distribution("cmsdesk")
    except PackageNotFoundError as error:
        raise RuleBroken(
            _("A double click can open files only with a program that is installed. Please install cmsdesk first (README).")
        ) from error
    folder = Path(sys.executable).parent
    if (script := folder / "cmsdesk").is_file():
        return [str(script)]
    quiet = folder / "pythonw.exe"  # Windows: without a console that flashes by
    return [str(quiet if quiet.is_file() else sys.executable), "-m", "cmsdesk"]
