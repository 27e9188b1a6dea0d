"""Whether an office file lies where SQLite can trust the disk."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import psutil
import pytest

from cmsdesk.store.places import Mount, is_copied_about, is_on_share, warning_about

MOUNTS = [
    Mount("/", "ext4"),
    Mount("/mnt/office", "cifs"),
    Mount("/mnt/office/disk", "ext4"),
    Mount("/Volumes/Bureau", "smbfs"),
    Mount("/home/nfs", "nfs4"),
]


@pytest.mark.parametrize(
    "path",
    [
        PureWindowsPath(r"\\server\bureau\office.cmsdesk"),
        PureWindowsPath("//server/bureau/office.cmsdesk"),
        PureWindowsPath(r"\\?\UNC\server\bureau\office.cmsdesk"),
        PurePosixPath("/mnt/office/2026/office.cmsdesk"),
        PurePosixPath("/Volumes/Bureau/office.cmsdesk"),
        PurePosixPath("/home/nfs/office.cmsdesk"),
    ],
)
def test_a_file_on_another_computer_is_on_a_share(path: PurePosixPath | PureWindowsPath) -> None:
    assert is_on_share(path, MOUNTS)


@pytest.mark.parametrize(
    "path",
    [
        PureWindowsPath(r"C:\Users\bureau\office.cmsdesk"),
        PureWindowsPath(r"\\?\C:\bureau\office.cmsdesk"),
        PurePosixPath("/home/bureau/office.cmsdesk"),
        PurePosixPath("/mnt/office/disk/office.cmsdesk"),
        PurePosixPath("/mnt/officer/office.cmsdesk"),
        PurePosixPath("/Volumes/Stick/office.cmsdesk"),
    ],
)
def test_a_file_on_a_disk_of_this_computer_is_not(path: PurePosixPath | PureWindowsPath) -> None:
    assert not is_on_share(path, MOUNTS)


@pytest.mark.parametrize("folder", ["OneDrive - Bureau", "Dropbox", "Google Drive", "iCloudDrive", "Nextcloud"])
def test_a_folder_of_a_program_that_synchronises_is_known_by_its_name(folder: str) -> None:
    assert is_copied_about(PurePosixPath("/home/bureau") / folder / "office.cmsdesk")
    assert not is_copied_about(PurePosixPath("/home/bureau") / f"{folder}.cmsdesk")


def test_an_ordinary_folder_gives_no_warning_and_another_says_what_to_do(tmp_path: Path) -> None:
    assert warning_about(tmp_path / "office.cmsdesk") == ""
    assert "OneDrive" in warning_about(tmp_path / "OneDrive" / "office.cmsdesk")
    share = warning_about(Path("//server/bureau/office.cmsdesk"))
    assert share.startswith("office.cmsdesk lies on a network drive.")
    assert "backups" in share


def test_the_table_of_file_systems_of_this_machine_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = psutil.disk_partitions(all=True)
    share = real[0]._replace(mountpoint=str(tmp_path), fstype="nfs4")
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: [*real, share])  # noqa: A006 - psutil's own word
    assert "network drive" in warning_about(tmp_path / "office.cmsdesk")
