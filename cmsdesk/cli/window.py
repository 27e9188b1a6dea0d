"""The window, and what must be there before Qt may draw; it would end the program without a sentence."""

import gc
import os
from collections.abc import Sequence
from pathlib import Path

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.system_libraries import missing_package, screen_is_there


def open_window(paths: Sequence[Path], *, quit_when_idle: bool) -> int:
    """Open the window and stay until it is closed."""
    if not screen_is_there():
        raise RuleBroken(
            _("There is no screen here to open a window on. What works without one: cmsdesk demo, and every other command.")
        )
    _refuse_without_libraries()
    # Nothing that is loaded goes away again; looking for garbage meanwhile costs a fifth of the start.
    gc.disable()
    from cmsdesk.app import run_window  # noqa: PLC0415 - after the check

    gc.freeze()
    gc.enable()
    return run_window(paths, quit_when_idle=quit_when_idle)


def prepare_to_draw() -> None:
    """Let Qt draw on this machine, in memory where there is no screen."""
    if not screen_is_there():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _refuse_without_libraries()


def _refuse_without_libraries() -> None:
    if sentence := missing_package():
        raise RuleBroken(sentence)
