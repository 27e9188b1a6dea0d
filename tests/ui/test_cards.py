"""The building blocks of a record, the chips and the colours."""

from dataclasses import fields

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cmsdesk.domain.applications import Act
from cmsdesk.services.next_actions import NextAction
from cmsdesk.ui.cards import ElidedLabel, FactList, NextActionBanner, PlainLabel, button
from cmsdesk.ui.icons import icon, pixmap
from cmsdesk.ui.theme import DARK, LIGHT, Colours, apply_theme, colours

TONES = ("ok", "warn", "stop", "info", "idle", "accent")


def _light(colour: QColor) -> float:
    shares = ((colour.redF(), 0.2126), (colour.greenF(), 0.7152), (colour.blueF(), 0.0722))
    return sum(weight * (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4) for part, weight in shares)


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_light(QColor(one)), _light(QColor(other))))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("tone", TONES)
def test_words_on_their_ground_can_be_read(theme: Colours, tone: str) -> None:
    strong, soft = theme.tone(tone)
    assert _contrast(strong, soft) >= 4.5
    assert _contrast(strong, theme.surface) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_role_is_a_colour_and_plain_words_can_be_read(theme: Colours) -> None:
    assert all(QColor(getattr(theme, role.name)).isValid() for role in fields(theme))
    for ground in (theme.page, theme.surface, theme.raised):
        assert _contrast(theme.text, ground) >= 7
        assert _contrast(theme.muted, ground) >= 4.5
    assert _contrast(theme.on_accent, theme.accent) >= 4.5


def test_the_theme_changes_colours_icons_and_type(qapp: QApplication) -> None:
    apply_theme(qapp, dark=True)
    assert colours() is DARK
    assert qapp.palette().window().color() == QColor(DARK.page)
    assert qapp.font().family() == "Source Sans 3"
    assert "Source Sans 3" in QFont(qapp.font()).family()
    dark = icon("check", "accent").pixmap(QSize(18, 18)).toImage()
    apply_theme(qapp, dark=False)
    assert colours() is LIGHT
    assert icon("check", "accent").pixmap(QSize(18, 18)).toImage() != dark


def test_an_icon_takes_the_colour_it_is_given(qapp: QApplication) -> None:
    assert qapp
    picture = pixmap("circle-check", "#ff0000", 18).toImage()
    seen = {picture.pixelColor(x, y).name() for x in range(18) for y in range(18) if picture.pixelColor(x, y).alpha() == 255}
    assert seen
    assert all(QColor(name).red() > 200 and QColor(name).blue() < 50 for name in seen)


def test_a_cut_line_tells_the_rest_in_its_tip_and_never_as_markup(qtbot: QtBot) -> None:
    label = ElidedLabel("Jansen <img src='x'> & Zonen " * 8)
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    qtbot.waitUntil(lambda: bool(label.toolTip()))
    assert "<img" not in label.toolTip()
    assert "&lt;img" in label.toolTip()


def test_facts_are_plain_and_can_be_copied_by_keyboard(qtbot: QtBot) -> None:
    facts = FactList([("Name", "<b>Jansen</b>"), ("Note", "")])
    qtbot.addWidget(facts)
    value = next(label for label in facts.findChildren(QLabel) if label.text() == "<b>Jansen</b>")
    assert value.textFormat() == Qt.TextFormat.PlainText
    assert value.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard
    assert value.accessibleName() == "Name"


def test_a_blocked_act_says_why_in_the_record_and_in_the_tip(qtbot: QtBot) -> None:
    acts: list[str] = []
    blocked = NextAction(Act.RECEIVE, "Waiting", "Asked on 3 November.", "Take in", blocked="The form is missing.")
    banner = NextActionBanner(blocked, acts.append)
    qtbot.addWidget(banner)
    said = [label.text() for label in banner.findChildren(PlainLabel)]
    assert said == ["Waiting", "Asked on 3 November.", "The form is missing."]
    assert banner.button.toolTip() == "The form is missing."
    qtbot.mouseClick(banner.button, Qt.MouseButton.LeftButton)
    assert acts == []


def test_an_open_act_is_done_by_its_button(qtbot: QtBot) -> None:
    acts: list[str] = []
    banner = NextActionBanner(NextAction(Act.RECEIVE, "Waiting", "All is there.", "Take in"), acts.append)
    qtbot.addWidget(banner)
    qtbot.mouseClick(banner.button, Qt.MouseButton.LeftButton)
    assert acts == [Act.RECEIVE]


def test_a_button_without_words_is_named_for_the_screen_reader(qtbot: QtBot) -> None:
    made = button("", lambda: None, symbol="trash-2", tip="Remove")
    qtbot.addWidget(made)
    assert made.accessibleName() == "Remove"


def test_a_filter_keeps_its_width_when_it_is_switched_on(qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp, dark=False)
    chip = button("voorbeeldformulier van de aanvraag.pdf", lambda: None)
    chip.setCheckable(True)
    chip.setProperty("chip", True)
    plain = QPushButton(chip.text())
    plain.setProperty("chip", True)
    for made in (chip, plain):
        qtbot.addWidget(made)
        made.show()
    assert chip.sizeHint().width() > plain.sizeHint().width()
