"""Where an office file lies: a disk of this computer, a network share, or a folder that another program copies about.

SQLite rests on the locks of the disk. Shares promise them and break the promise when the network
falters; a folder that is synchronised gets half of what was written (https://sqlite.org/howtocorrupt.html,
sections 2.1 and 4). Both work on most days, so this warns and does not refuse.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

import psutil

from cmsdesk.domain.words import _

_SHARES = frozenset(
    {
        *("cifs", "smb", "smb2", "smb3", "smbfs", "nfs", "nfs3", "nfs4", "afpfs", "webdav", "davfs", "fuse.davfs2", "9p"),
        *("afs", "ncpfs", "sshfs", "fuse.sshfs", "fuse.gvfsd-fuse", "ceph", "glusterfs", "fuse.glusterfs", "vboxsf", "prl_fs"),
    }
)
# Beginnings of the names that the common programs give the folder they copy about.
_COPIED = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "mobile documents", "nextcloud", "owncloud")
_REMOTE_DRIVE = 4  # what Windows answers for a letter that stands for a share


@dataclass(frozen=True)
class Mount:
    """A line of the table of file systems: where it begins and of which kind it is."""

    point: str
    kind: str


def is_on_share(path: PurePath, mounts: Iterable[Mount]) -> bool:
    """Whether the path lies on another computer, as far as its name and the table of file systems tell."""
    text = str(path).replace("\\", "/")
    if text.startswith("//"):
        return not text.startswith(("//?/", "//./")) or text.upper().startswith("//?/UNC/")
    above = [mount for mount in mounts if path.is_relative_to(mount.point)]
    deepest = max(above, key=lambda mount: len(mount.point), default=None)
    return deepest is not None and deepest.kind in _SHARES


def is_copied_about(path: PurePath) -> bool:
    """Whether a folder above the file carries the name of a program that synchronises."""
    return any(part.lower().startswith(_COPIED) for part in path.parent.parts)


def warning_about(path: Path) -> str:
    """What the user should know about the place of an office file, or nothing."""
    place = path.absolute()
    if is_on_share(place, ()) or is_on_share(path.resolve(), _mounts(place)):
        return _(
            "{file} lies on a network drive. When the network falters while somebody works, the file can be damaged. "
            "Please keep it on the disk of this computer, and let the backups go to the network drive."
        ).format(file=path.name)
    if is_copied_about(path.resolve()):
        return _(
            "{file} lies in a folder that another program copies to the internet, such as OneDrive or Dropbox. That program can "
            "damage the file while somebody works. Please keep it in an ordinary folder, and let the backups go to that one."
        ).format(file=path.name)
    return ""


def _mounts(path: Path) -> list[Mount]:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only there

        remote = ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == _REMOTE_DRIVE
        return [Mount(path.anchor, "cifs" if remote else "")]
    return [Mount(found.mountpoint, found.fstype) for found in psutil.disk_partitions(all=True)]
