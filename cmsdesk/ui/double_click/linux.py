"""Double clicks on Linux, by what freedesktop.org agreed: kinds of files, one entry for the program, icons.

Shared MIME-info and Desktop Entry specifications; everything goes into the user's own data folder.
"""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import LANGUAGES, _, speaking
from cmsdesk.ui.double_click.kinds import KINDS
from cmsdesk.ui.icons import drawn

_LONGEST = 60  # seconds that a tool of the system may take
# What has to be there, by the package that brings it: one of these tools.
_NEEDED = {"shared-mime-info": ("update-mime-database",), "desktop-file-utils": ("update-desktop-database", "xdg-mime")}
_PLAIN = "en"  # the language of a text that names none


class Linux:
    """Writes three kinds of text below the data folder (usually ~/.local/share), and tells the system to look."""

    def __init__(self, data: Path, command: Sequence[str]) -> None:
        self._data = data
        icons = data / "icons" / "hicolor" / "scalable"
        self._texts = {
            data / "applications" / "cmsdesk.desktop": entry(command),
            data / "mime" / "packages" / "cmsdesk.xml": kinds_text(),
            icons / "apps" / "cmsdesk.svg": drawn("cmsdesk"),
            icons / "mimetypes" / "cmsdesk-file.svg": drawn("cmsdesk-file"),
        }

    def is_set(self) -> bool:
        """Whether a double click starts this very program."""
        return all(_text_of(place) == text for place, text in self._texts.items())

    def set_up(self) -> None:
        """Let our files open here from now on."""
        if lacking := [package for package, tools in _NEEDED.items() if not any(shutil.which(tool) for tool in tools)]:
            sentence = _("This system lacks what tells kinds of files apart. Please install {packages}, then try again.")
            raise RuleBroken(sentence.format(packages=", ".join(lacking)))
        try:
            for place, text in self._texts.items():
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, encoding="utf-8")
        except OSError as error:
            raise RuleBroken(_("Nothing could be written in {folder}. Is the disk full?").format(folder=self._data)) from error
        self._look_again()
        _run("xdg-mime", "default", "cmsdesk.desktop", *(kind.mime for kind in KINDS))

    def remove(self) -> None:
        """Leave our files to the system again."""
        for place in self._texts:
            place.unlink(missing_ok=True)
        self._look_again()

    def _look_again(self) -> None:
        (self._data / "mime" / "packages").mkdir(parents=True, exist_ok=True)
        (self._data / "applications").mkdir(parents=True, exist_ok=True)
        _run("update-mime-database", str(self._data / "mime"))
        _run("update-desktop-database", str(self._data / "applications"))


def entry(command: Sequence[str]) -> str:
    """The program as the menu of a desktop and its lists of files know it."""
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        "Name=cmsdesk",
        *_comments(),
        f"Exec={' '.join(_quoted(word) for word in command)} %F",
        f"TryExec={_escaped(command[0])}",
        "Icon=cmsdesk",
        "Terminal=false",
        "Categories=Office;",
        f"MimeType={''.join(f'{kind.mime};' for kind in KINDS)}",
        "StartupWMClass=cmsdesk",
    ]
    return "\n".join(lines) + "\n"


def kinds_text() -> str:
    """Our kinds of files, told by their endings."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">',
    ]
    for kind in KINDS:
        lines.append(f"  <mime-type type={quoteattr(kind.mime)}>")
        for language in LANGUAGES:
            spoken = "" if language == _PLAIN else f" xml:lang={quoteattr(language)}"
            with speaking(language):
                lines.append(f"    <comment{spoken}>{escape(_(kind.name))}</comment>")
        lines.append('    <icon name="cmsdesk-file"/>')
        lines.append(f"    <glob pattern={quoteattr(f'*{kind.ending}')}/>")
        lines.append("  </mime-type>")
    return "\n".join([*lines, "</mime-info>"]) + "\n"


def _comments() -> list[str]:
    lines = []
    for language in LANGUAGES:
        with speaking(language):
            words = _("The certification office in one window")
        lines.append(f"Comment{'' if language == _PLAIN else f'[{language}]'}={words}")
    return lines


def _quoted(word: str) -> str:
    """A word of a command: quoted, a percent sign doubled, and then escaped once more as every text in an entry is."""
    inside = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in word.replace("%", "%%"))
    return _escaped(f'"{inside}"')


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\")


def _text_of(place: Path) -> str:
    try:
        return place.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _run(tool: str, *arguments: str) -> None:
    """What one desktop has, another lacks; what they make of it is asked of the files themselves."""
    if found := shutil.which(tool):
        subprocess.run([found, *arguments], check=False, capture_output=True, timeout=_LONGEST)  # noqa: S603 - our own words
