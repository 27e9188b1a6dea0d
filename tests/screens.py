"""Pictures of every tab, light and dark, Dutch and English: `python -m tests.screens DIR`."""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp()

from PySide6.QtCore import QCoreApplication

from cmsdesk.app import make_qt
from cmsdesk.demo import settle
from cmsdesk.domain.words import LANGUAGES, use_language
from cmsdesk.services.example import make_example
from cmsdesk.services.office import office_today
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.notices import Notices
from cmsdesk.ui.theme import apply_theme
from cmsdesk.ui.translation import install_translators

# In the middle of each list there is something to see.
_ROW = {"applications": 14, "members": 3, "register": 1}


def main(folder: Path) -> None:
    """Draw the example office in every dress."""
    folder.mkdir(parents=True, exist_ok=True)
    qt = make_qt(sys.argv[:1])
    office = make_example(Path(tempfile.mkdtemp()) / "Voorbeeldbureau.cmsdesk", office_today(), say=lambda _what: None)
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
            window.close()
            desk.close()
    office.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
