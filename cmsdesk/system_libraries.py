"""Linux libraries that Qt needs and a bare system may lack: named, before Qt ends the program without a word."""

import ctypes
import os
import sys

from cmsdesk.domain.words import _

# What Qt loads: the library, and the packages of Debian or Ubuntu and of Fedora that bring it.
_ALWAYS = (
    ("libEGL.so.1", "libegl1", "mesa-libEGL"),
    ("libGL.so.1", "libgl1", "mesa-libGL"),
    ("libglib-2.0.so.0", "libglib2.0-0", "glib2"),
    ("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
    ("libfontconfig.so.1", "libfontconfig1", "fontconfig"),
    ("libdbus-1.so.3", "libdbus-1-3", "dbus-libs"),
)
_ON_A_SCREEN = (
    ("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
    ("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
    ("libxcb-shape.so.0", "libxcb-shape0", "libxcb"),
    ("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
)


def missing_package() -> str:
    """What to install before the window can open, as a sentence; empty when all is there."""
    if not sys.platform.startswith("linux"):
        return ""
    wanted = _ALWAYS + (_ON_A_SCREEN if _uses_xcb() else ())
    lacking = [(debian, fedora) for library, debian, fedora in wanted if not _loads(library)]
    if not lacking:
        return ""
    return _(
        "This system lacks libraries that the window needs. On Debian or Ubuntu: sudo apt install {debian}. On Fedora: sudo dnf install {fedora}."
    ).format(debian=" ".join(found[0] for found in lacking), fedora=" ".join(found[1] for found in lacking))


def _uses_xcb() -> bool:
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform:
        return platform.startswith("xcb")
    return bool(os.environ.get("DISPLAY")) and not os.environ.get("WAYLAND_DISPLAY")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
