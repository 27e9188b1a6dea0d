"""Which version of a document is shown, and the way to the others."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.words import _
from cmsdesk.services.dossiers import EvidenceRow
from cmsdesk.services.versions import VersionRow


class VersionButton(QPushButton):
    """Hidden while there is one version only."""

    wanted = Signal(object)  # an EvidenceRow

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMenu(QMenu(self))
        self.hide()

    def show_versions(self, versions: tuple[VersionRow, ...], shown: int) -> str:
        """Offer these, `shown` is the id of the one on the screen; returns what to know about it, or nothing."""
        menu = self.menu()
        menu.clear()
        self.setVisible(len(versions) > 1)
        told = ""
        for version in versions:
            act = menu.addAction(_line(version).replace("&", "&&"))
            act.setCheckable(True)
            act.setChecked(version.document.id == shown)
            document: EvidenceRow = version.document
            act.triggered.connect(lambda _checked=False, document=document: self.wanted.emit(document))
            if version.document.id == shown:
                self.setText(_("Version {number} of {count}").format(number=version.number, count=len(versions)))
                told = _about(version)
        return told


def _line(version: VersionRow) -> str:
    named = _("Version {number}: {name}").format(number=version.number, name=version.document.name)
    judged = _judged(version)
    return f"{named} · {judged}" if judged else named


def _judged(version: VersionRow) -> str:
    """By which rounds, and what the last of them made of it."""
    if not version.judged:
        return ""
    rounds = ", ".join(str(one.round) for one in version.judged)
    return _("judged in round {rounds}: {standing}").format(rounds=rounds, standing=version.judged[-1].standing.label)


def _about(version: VersionRow) -> str:
    """What whoever looks at a former version must know."""
    if version.document.is_current:
        return ""
    if not version.judged:
        return _("This is a former version; a newer one came in its place before it was judged.")
    last = version.judged[-1]
    return _("This is a former version, judged in round {round} on {date}: {standing}.").format(
        round=last.round, date=show_date(last.closed_on), standing=last.standing.label
    )
