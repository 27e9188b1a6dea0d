"""Pictures of every tab and of what comes before them, light and dark, Dutch and English: `python -m tests.screens DIR`."""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp()

from importlib.resources import as_file, files
from itertools import chain

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from cmsdesk.demo import settle
from cmsdesk.domain.words import LANGUAGES, use_language
from cmsdesk.services.example import make_example
from cmsdesk.services.office import office_today
from cmsdesk.services.settings import ReadSettings
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.notices import Notices
from cmsdesk.ui.office_dialog import OfficeDialog
from cmsdesk.ui.qt_application import make_qt
from cmsdesk.ui.start_window import StartWindow
from cmsdesk.ui.theme import apply_theme
from cmsdesk.ui.translation import install_translators
from tests.assessor_screens import AssessorScreens
from tests.screens_of_judging import Judging

# In the middle of each list there is something to see.
_ROW = {"applications": 14, "members": 3, "register": 1}


def main(folder: Path) -> None:
    """Draw the example office in every dress."""
    folder.mkdir(parents=True, exist_ok=True)
    qt = make_qt(sys.argv[:1])
    office = make_example(Path(tempfile.mkdtemp()) / "Voorbeeldbureau.cmsdesk", office_today(), say=lambda _what: None)
    judging = Judging(Path(tempfile.mkdtemp()))
    assessing = AssessorScreens(Path(tempfile.mkdtemp()), office_today())
    for language in LANGUAGES:
        use_language(language)
        install_translators(QCoreApplication.instance() or qt)
        for dark in (False, True):
            apply_theme(qt, dark=dark)
            desk = Desk(office, Notices())
            window = MainWindow(desk)
            window.resize(1440, 900)
            window.show()
            for key in window.tabs:
                page = window.show_tab(key)
                if key in _ROW:
                    page.table.selectRow(_ROW[key])  # type: ignore[attr-defined]
                settle(qt)
                window.grab().save(str(folder / f"{key}-{language}-{'dark' if dark else 'light'}.png"))
            for name, dialog in dialogs(desk, window).items():
                settle(qt)
                dialog.grab().save(str(folder / f"{name}-{language}-{'dark' if dark else 'light'}.png"))
                dialog.close()
            window.close()
            desk.close()
            for name, shown in chain(judging.shown(), assessing.shown()):
                settle(qt)
                shown.grab().save(str(folder / f"{name}-{language}-{'dark' if dark else 'light'}.png"))
    office.close()
    judging.office.close()
    assessing.office.close()


def dialogs(desk: Desk, window: MainWindow) -> dict[str, QWidget]:
    """What comes before and beside the tabs, each on the screen."""
    start, details = StartWindow(desk.notices), OfficeDialog(desk, *desk.do(ReadSettings()), window)
    with as_file(files("cmsdesk.resources") / "example" / "voorbeeldleden.csv") as listed:
        preview = window.import_list(listed)
        while not preview.columns_button.isEnabled():
            QCoreApplication.processEvents()
        preview.columns_button.click()
    for shown in (start, details):
        shown.show()
    return {"start": start, "office": details, "import": preview}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
