"""From nothing to a window that is drawn and idle, beside a bare window of Qt."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measuring import Compared, compare

_BARE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
qt = QApplication([])
window = QMainWindow()
window.show()
QTimer.singleShot(0, lambda: QTimer.singleShot(50, qt.closeAllWindows))
qt.exec()
"""


def measure(office: Path) -> Iterator[Compared]:
    """Processes of their own, as a user starts them; the office holds all its members."""
    environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}

    def run(*words: str) -> None:
        subprocess.run([sys.executable, *words], env=environment, check=True, stderr=subprocess.DEVNULL)

    yield compare(
        "start to the window with its list",
        lambda: run("-c", _BARE),
        lambda: run("-m", "cmsdesk", str(office), "--quit-when-idle"),
        goal=4,
        rounds=5,
    )
