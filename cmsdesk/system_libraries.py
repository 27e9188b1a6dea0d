"""What Qt needs of a Linux system: named before Qt ends the program without a word."""

import ctypes
import os
import sys
from collections.abc import Iterable
from typing import NamedTuple

from cmsdesk.domain.words import _


class Library(NamedTuple):
    """A shared library, and the packages that bring it."""

    file: str
    debian: str
    fedora: str


ALWAYS = (
    Library("libEGL.so.1", "libegl1", "libglvnd-egl"),
    Library("libGL.so.1", "libgl1", "libglvnd-glx"),
    Library("libglib-2.0.so.0", "libglib2.0-0", "glib2"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig"),
    Library("libfreetype.so.6", "libfreetype6", "freetype"),
    Library("libX11.so.6", "libx11-6", "libX11"),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs"),
)
X_WINDOWS = (
    Library("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
    Library("libxcb-image.so.0", "libxcb-image0", "xcb-util-image"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
    Library("libxcb-randr.so.0", "libxcb-randr0", "libxcb"),
    Library("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil"),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb"),
    Library("libxcb-shm.so.0", "libxcb-shm0", "libxcb"),
    Library("libxcb-sync.so.1", "libxcb-sync1", "libxcb"),
    Library("libxcb-util.so.1", "libxcb-util1", "xcb-util"),
    Library("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
)
WAYLAND = (
    Library("libwayland-client.so.0", "libwayland-client0", "libwayland-client"),
    Library("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor"),
)


def screen_is_there() -> bool:
    """Whether Qt would find a screen, or was told which platform to use."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"))


def missing_package() -> str:
    """What to install before Qt can start here, as a sentence; empty when all is there."""
    if not sys.platform.startswith("linux"):
        return ""
    return advice(lacking(ALWAYS + (X_WINDOWS if _uses_x() else ())))


def lacking(wanted: Iterable[Library]) -> list[Library]:
    """The libraries that this system does not have."""
    return [library for library in wanted if not _loads(library.file)]


def advice(found: Iterable[Library]) -> str:
    """The sentence that names the packages; empty when nothing is lacking."""
    libraries = list(found)
    # One package may bring several of the libraries; it is named once.
    debian = dict.fromkeys(library.debian for library in libraries)
    fedora = dict.fromkeys(library.fedora for library in libraries)
    if not debian:
        return ""
    return _(
        "This system lacks libraries that the window needs. On Debian or Ubuntu: sudo apt install {debian}. On Fedora: sudo dnf install {fedora}."
    ).format(debian=" ".join(debian), fedora=" ".join(fedora))


def advice_for(error: ImportError) -> str:
    """The sentence for an import that failed on a shared library; empty when it failed on something else."""
    file = str(error).partition(":")[0]
    if ".so" not in file:
        return ""
    known = [library for library in ALWAYS + X_WINDOWS + WAYLAND if library.file == file]
    if known:
        return advice(known)
    return _("This system lacks the library {file}. Install the package of your system that brings it.").format(file=file)


def _uses_x() -> bool:
    """As Qt chooses: what it was told, else Wayland where that loads, else X."""
    told = os.environ.get("QT_QPA_PLATFORM", "")
    if told:
        return told.startswith("xcb")
    if os.environ.get("WAYLAND_DISPLAY") and not lacking(WAYLAND):
        return False
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True
