"""What a double click, a drop or another start of the program brings, and which window takes it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path
from PySide6.QtCore import QObject, Qt, QTimer

from cmsdesk.domain.words import _, ngettext
from cmsdesk.ui.office_files import DOSSIER, KEY, REVIEW
from cmsdesk.ui.one_window import Door, assessor_door, hand_in, office_door
from cmsdesk.ui.packages.dropped import take_in
from cmsdesk.ui.program import Program
from cmsdesk.ui.recent import recent_offices, why_gone

if TYPE_CHECKING:
    from cmsdesk.app import App

_SOON = 300  # milliseconds; the window comes first
FOR_AN_OFFICE = {REVIEW, KEY}


class Arrivals(QObject):
    """Files on their way to the window they belong to; what an office has to take in waits until one is open."""

    def __init__(self, app: App) -> None:
        super().__init__()
        self._app = app
        self._waiting: list[Path] = []
        self.door = Door(self)
        self.door.came.connect(self.bring)
        self._address = ""
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(lambda: self.door.open(self._address))
        app.qt.aboutToQuit.connect(self.leave)
        if isinstance(app.qt, Program):
            app.qt.file_wanted.connect(lambda path: self.bring([path]))

    def bring(self, paths: Sequence[Path]) -> None:
        """Another start of the program, or the system, hands these in: they open once no dialog is in between."""
        window = self._app.parent
        if window:
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
            window.raise_()
            window.activateWindow()
        self._app.when_free(lambda: self.open(paths))

    def open(self, paths: Sequence[Path]) -> None:
        """Open each in the window for its kind."""
        packages = [path for path in paths if _ending(path) == DOSSIER]
        returned = [path for path in paths if _ending(path) in FOR_AN_OFFICE]
        others = [path for path in paths if path not in packages and path not in returned]
        if others:
            self._app.open(others[0])  # a window holds one office
        if packages:
            self._app.show_assessor(packages)
        if returned:
            self.take_in(returned)

    def take_in(self, paths: Sequence[Path]) -> None:
        """Reviews and keys go to the office that is open, or to the next; a key may be meant for an assessor."""
        app = self._app
        if app.window and app.desk:
            take_in(app.desk, paths, app.window)
        elif app.assessor or _only_reviews_here():
            self._to_assessor(paths)
        else:
            self._waiting.extend(path for path in paths if path not in self._waiting)
            known = [place for place in recent_offices() if not why_gone(place)]
            if len(known) != 1 or not app.open(Path(known[0])):
                app.show_start()
                self._say_waiting()

    def enter_office(self) -> None:
        """An office is open now: it listens for what comes, and takes in what waited."""
        self._listen(office_door(user_data_path("cmsdesk")))
        if self._waiting:
            waited, self._waiting = self._waiting, []
            QTimer.singleShot(0, self, lambda: self.take_in(waited))

    def enter_assessor(self, home: Path) -> None:
        """An assessor's window is open now and listens for packages."""
        self._listen(assessor_door(home))

    def leave(self) -> None:
        """No window is open that could take a file."""
        self._soon.stop()
        self.door.close()

    def _listen(self, address: str) -> None:
        self.leave()
        self._address = address
        self._soon.start()

    def _to_assessor(self, paths: Sequence[Path]) -> None:
        keys = [path for path in paths if _ending(path) == KEY]
        reviews = [path for path in paths if path not in keys]
        if keys:
            self._app.show_assessor(keys)
        if reviews:
            sentence = _("{file} is for the office, and only the office can open it. Please send it by mail.")
            self._app.refuse(sentence.format(file=reviews[0].name))

    def _say_waiting(self) -> None:
        sentence = ngettext(
            "{file} goes to an office: please open the office it is meant for, and it is taken in.",
            "{file} and others go to an office: please open the office they are meant for, and they are taken in.",
            len(self._waiting),
        )
        if self._app.start:
            self._app.start.say(sentence.format(file=self._waiting[0].name))


def hand_over(paths: Sequence[Path]) -> list[Path]:
    """Give files to windows that are open already; returns those that none of them took."""
    from cmsdesk.services.assessor.home import assessor_folder  # noqa: PLC0415 - only when a file came along

    left = []
    for path in paths:
        doors = []
        if _ending(path) in FOR_AN_OFFICE:
            doors.append(office_door(user_data_path("cmsdesk")))
        if _ending(path) in {DOSSIER, KEY}:
            doors.append(assessor_door(assessor_folder()))
        if not any(hand_in(door, [path]) for door in doors):
            left.append(path)
    return left


def _only_reviews_here() -> bool:
    """Whether this is the computer of an assessor: keys are here, and no office was ever opened."""
    from cmsdesk.services.assessor.home import Home, assessor_folder  # noqa: PLC0415 - as above

    return not recent_offices() and Home(assessor_folder()).has_keys


def _ending(path: Path) -> str:
    return path.suffix.lower()
