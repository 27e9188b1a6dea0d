"""The keys of one person, on the record: with which packages are made for them and their reviews are known."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.permissions import BUREAU
from cmsdesk.domain.words import _, language
from cmsdesk.ui.cards import ChipLabel, ElidedLabel, PlainLabel, button, column, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.tables import Chip

if TYPE_CHECKING:
    from cmsdesk.services.assessor_keys import KeyRow


class KeysSection(QWidget):
    """Enrol a key file whose words were compared, and revoke one that is no longer to be trusted."""

    def __init__(self, desk: Desk, person_id: int, name: str, parent: QWidget | None = None) -> None:
        from cmsdesk.services.assessor_keys import KeysOf  # noqa: PLC0415 - age costs start-up time, and most records stay shut

        super().__init__(parent)
        self._desk, self._person_id, self._name = desk, person_id, name
        self._why_not = desk.office.actor.why_not(BUREAU)
        layout = column(8)
        self.setLayout(layout)
        head = row(10)
        head.addWidget(PlainLabel(_("Keys for packages"), strong=True), 1)
        enrol = button(_("Enrol key…"), self._enrol, symbol="shield-check", tip=self._why_not)
        enrol.setEnabled(not self._why_not)
        head.addWidget(enrol)
        layout.addLayout(head)
        keys = desk.do(KeysOf(person_id))
        for key in keys:
            layout.addLayout(self._line(key))
        if not keys:
            layout.addWidget(PlainLabel(_("None: no package can be made for this person."), role="muted", wrap=True))

    def _line(self, key: "KeyRow") -> QVBoxLayout:
        block = column(2)
        line = row(10)
        words = column(0)
        words.addWidget(ElidedLabel(key.name))
        said = _("enrolled on {date} by {user}").format(date=show_date(key.enrolled_on), user=key.enrolled_by)
        words.addWidget(ElidedLabel(said, role="muted"))
        line.addLayout(words, 1)
        if key.revoked_on:
            line.addWidget(ChipLabel(Chip(_("revoked"), "ban", "stop")))
        else:
            line.addWidget(ChipLabel(Chip(_("trusted"), "shield-check", "ok")))
            revoke = button(_("Revoke…"), partial(self._revoke, key.id), tip=self._why_not)
            revoke.setEnabled(not self._why_not)
            line.addWidget(revoke)
        block.addLayout(line)
        below = " ".join(key.words[language()])
        if key.revoked_on:
            below = _("Revoked on {date}: {reason}").format(date=show_date(key.revoked_on), reason=key.revoked_reason)
        block.addWidget(PlainLabel(below, size=12, role="muted", wrap=True))
        return block

    def _enrol(self) -> None:
        from cmsdesk.ui.packages.enrol_dialog import choose_key  # noqa: PLC0415 - as above

        choose_key(self._desk, self._person_id, self.window())

    def _revoke(self, key_id: int) -> None:
        from cmsdesk.services.assessor_keys import RevokeKey  # noqa: PLC0415 - as above

        self._desk.notices.ask_text(
            _("Revoke the key"),
            _("Reviews that are signed with it are refused from now on, and this cannot be taken back. Why is it revoked?"),
            _("Revoke"),
            lambda reason: self._desk.attempt(RevokeKey(key_id, reason)),
        )
