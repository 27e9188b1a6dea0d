"""Dossiers that go out and come back, in the real window: making packages, enrolling keys, and dropping what came."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QInputDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from cmsdesk.domain.applications import State
from cmsdesk.domain.assessments import Verdict
from cmsdesk.exchange.packages.key_files import take_key
from cmsdesk.exchange.packages.keys import new_keys, public_text
from cmsdesk.services.assessor_keys import KeysOf
from cmsdesk.services.office import Office
from cmsdesk.services.office_keys import keys_file, make_keys, unlock_keys
from cmsdesk.services.packages import SaveForm
from cmsdesk.services.people import EditPerson, ReadPerson
from cmsdesk.services.schemes import work_with
from cmsdesk.services.sent_packages import PackagesOf
from cmsdesk.services.staging import staging_folder
from cmsdesk.ui.applications_page import ApplicationsPage
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.import_dialog import ImportDialog
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.packages.enrol_dialog import EnrolDialog
from cmsdesk.ui.packages.extend_dialog import ExtendDialog
from cmsdesk.ui.packages.keys_section import KeysSection
from cmsdesk.ui.packages.make_dialog import MakeDialog
from cmsdesk.ui.packages.office_keys import OfficeKeyDialog, PassphraseDialog
from cmsdesk.ui.packages.result_dialog import ResultDialog
from cmsdesk.ui.packages.section import PackagesSection
from tests.driving import answer, button, choose, dialog, drop, press, words
from tests.packages import DAY, Post, a_dossier, a_post, filled
from tests.services.test_permission_matrix import PutInState
from tests.situations import Clock, office_at

PASSPHRASE = "four wooden horses sing"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "office").mkdir()
    made = office_at(tmp_path / "office", Clock(DAY))
    yield made
    made.close()
    work_with({})


@pytest.fixture
def post(office: Office, desk: Desk, tmp_path: Path) -> Post:
    """The office's keys are open already, as after the first package of the day."""
    made = a_post(office, tmp_path)
    desk.package_keys = made.keys
    QSettings().setValue("packages/folder", str(tmp_path))
    return made


def section(window: MainWindow, application: int) -> PackagesSection:
    """The part of the record that tells who has the dossier."""
    window.go("application", application, "")
    page = window.pages["applications"]
    assert isinstance(page, ApplicationsPage)
    page._choose(3)
    return page.findChildren(PackagesSection)[-1]


def test_the_record_tells_who_has_the_dossier(window: MainWindow, post: Post) -> None:
    application = a_dossier(post)
    anne, bram = post.far_assessor(application, "Akker"), post.far_assessor(application, "Boom")
    assert "The dossier is with nobody." in words(section(window, application))
    post.send(anne)
    post.send(bram)
    post.take(bram.answer(on=DAY))
    said = words(section(window, application))
    assert "Two assessors: sent 21-11-2026, back on 02-01-2027" in said
    assert "Two assessors: sent 21-11-2026, came back 21-11-2026" in said


def test_a_closed_application_of_which_nothing_was_sent_says_nothing_of_packages(window: MainWindow, post: Post) -> None:
    application = a_dossier(post)
    post.far_assessor(application, "Akker")
    post.office.do(PutInState(application, State.REFUSED))
    window.go("application", application, "")
    page = window.pages["applications"]
    assert isinstance(page, ApplicationsPage)
    page._choose(3)
    assert "P. Akker" in words(page)
    assert "Sent to assessors" not in words(page)


def test_packages_are_made_for_the_chosen_assessors(window: MainWindow, post: Post, qtbot: QtBot, tmp_path: Path) -> None:
    application = a_dossier(post)
    anne = post.far_assessor(application, "Akker")
    post.far_assessor(application, "Boom", enrolled=False)
    person = post.office.do(ReadPerson(anne.person_id))
    post.office.do(EditPerson(person.id, person.version, replace(person.details, email="akker@example.org")))
    press(section(window, application), "Make packages…", qtbot)
    asked = dialog(qtbot, MakeDialog)
    assert [(box.isChecked(), box.isEnabled()) for box in asked.boxes] == [(True, True), (False, False)]
    assert "P. Boom has no key that holds." in words(asked)
    press(asked, "Make packages", qtbot)
    result = dialog(qtbot, ResultDialog)
    [line] = result.lines
    [package], [draft] = tmp_path.glob("*.dossier"), tmp_path.glob("*.eml")
    assert line.done
    assert package.name in line.sentence
    assert draft.name in line.sentence
    press(result, "Close", qtbot)
    anne.open(package, DAY)
    assert anne.dossier


def test_a_folder_that_is_not_there_and_nobody_chosen_are_refused_in_the_dialog(
    window: MainWindow, post: Post, qtbot: QtBot, tmp_path: Path
) -> None:
    application = a_dossier(post)
    post.far_assessor(application, "Akker")
    press(section(window, application), "Make packages…", qtbot)
    asked = dialog(qtbot, MakeDialog)
    asked.folder.setText(str(tmp_path / "absent"))
    press(asked, "Make packages", qtbot)
    assert "does not exist" in words(asked)
    asked.until.setText("")
    press(asked, "Make packages", qtbot)
    assert "until when" in words(asked)
    asked.boxes[0].setChecked(False)
    press(asked, "Make packages", qtbot)
    assert "Please choose for whom." in words(asked)
    asked.close()


def test_the_first_package_makes_the_keys_of_the_office(window: MainWindow, post: Post, desk: Desk, qtbot: QtBot) -> None:
    desk.package_keys = None
    application = a_dossier(post)
    post.far_assessor(application, "Akker")
    press(section(window, application), "Key of the office…", qtbot)
    asked = dialog(qtbot, PassphraseDialog)
    asked.first.setText(PASSPHRASE)
    press(asked, "Make keys", qtbot)
    assert "not the same" in words(asked)
    asked.second.setText(PASSPHRASE)
    press(asked, "Make keys", qtbot)
    shown = dialog(qtbot, OfficeKeyDialog)
    press(shown, "Save key file…", qtbot)
    path = post.folder / "office.cmsdesk-key"
    choose(qtbot, path)
    shown.close()
    assert desk.package_keys
    assert take_key(path) == desk.package_keys.public == unlock_keys(post.office, PASSPHRASE).public
    assert keys_file(post.office.path).exists()


def test_who_forgot_the_passphrase_of_the_office_makes_new_keys(window: MainWindow, post: Post, desk: Desk, qtbot: QtBot) -> None:
    make_keys(desk.office, PASSPHRASE)
    former = keys_file(desk.office.path).read_bytes()
    desk.package_keys = None
    application = a_dossier(post)
    post.far_assessor(application, "Akker")
    press(section(window, application), "Key of the office…", qtbot)
    press(dialog(qtbot, PassphraseDialog), "I forgot it…", qtbot)
    assert "every assessor enrols the new key file" in answer(qtbot, "Make new keys")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PassphraseDialog))
    asking = dialog(qtbot, PassphraseDialog)
    asking.first.setText("een geit op het dak")
    asking.second.setText("een geit op het dak")
    press(asking, "Make keys", qtbot)
    dialog(qtbot, OfficeKeyDialog).reject()
    assert unlock_keys(desk.office, "een geit op het dak") == desk.package_keys
    aside = keys_file(desk.office.path)
    assert aside.with_name(f"{aside.name}.former").read_bytes() == former


def test_a_wrong_passphrase_is_said_and_can_be_typed_again(window: MainWindow, post: Post, desk: Desk, qtbot: QtBot) -> None:
    make_keys(post.office, PASSPHRASE)
    desk.package_keys = None
    application = a_dossier(post)
    post.far_assessor(application, "Akker")
    press(section(window, application), "Key of the office…", qtbot)
    asked = dialog(qtbot, PassphraseDialog)
    asked.first.setText("something else entirely")
    press(asked, "Open", qtbot)
    qtbot.waitUntil(lambda: "passphrase is not right" in words(asked))
    asked.first.setText(PASSPHRASE)
    press(asked, "Open", qtbot)
    dialog(qtbot, OfficeKeyDialog).close()


def test_reviews_and_forms_are_dropped_on_the_window_and_told_one_by_one(
    window: MainWindow, post: Post, qtbot: QtBot, tmp_path: Path
) -> None:
    application = a_dossier(post)
    anne, bram = post.far_assessor(application, "Akker"), post.far_assessor(application, "Boom", declared=True)
    post.send(anne)
    made = post.send(bram)
    form = filled(post.office.do(SaveForm(made.package_id, tmp_path / "form.xlsx")), Verdict.MET)
    strange = tmp_path / "strange.review"
    strange.write_bytes(b"nothing")
    drop(window, anne.answer(on=DAY), strange, form)
    result = dialog(qtbot, ResultDialog)
    assert [(line.name == "strange.review", line.done) for line in result.lines] == [(True, False), (False, True), (False, True)]
    assert "This file is not a package of cmsdesk." in result.lines[0].sentence
    press(result, "Close", qtbot)
    assert {row.state for row in post.office.do(PackagesOf(application))} == {"back"}
    assert list(staging_folder().iterdir()) == []


def test_reviews_can_also_be_chosen_from_the_menu(window: MainWindow, post: Post, qtbot: QtBot) -> None:
    application = a_dossier(post)
    anne = post.far_assessor(application, "Akker")
    post.send(anne)
    path = anne.decline("We worked together.", on=DAY)
    window.take_in_action.trigger()
    choose(qtbot, path)
    [line] = dialog(qtbot, ResultDialog).lines
    assert line.done
    assert "gave" in line.sentence


def test_a_member_list_is_still_a_member_list(window: MainWindow, post: Post, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Lidnr;Achternaam;Lid sinds\n1;Akker;01-01-2020\n", encoding="utf-8")
    drop(window, path)
    dialog(qtbot, ImportDialog).close()
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"no workbook")
    drop(window, broken)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)


def test_a_key_file_that_is_dropped_is_enrolled_once_the_words_were_heard(
    window: MainWindow, post: Post, qtbot: QtBot, tmp_path: Path
) -> None:
    anne = post.far_assessor(a_dossier(post), "Akker", enrolled=False)
    path = tmp_path / "akker.cmsdesk-key"
    path.write_bytes(public_text(new_keys("P. Akker", DAY)))
    drop(window, path)
    asked = dialog(qtbot, EnrolDialog)
    assert not button(asked, "Enrol").isEnabled()
    assert all(f"{place}  " in words(asked) for place in range(1, 11))
    asked.compared.setChecked(True)
    press(asked, "Enrol", qtbot)
    [key] = post.office.do(KeysOf(anne.person_id))
    assert key.key_id == take_key(path).id


def test_a_file_that_is_no_key_is_refused(window: MainWindow, post: Post, refusals: list[str], tmp_path: Path) -> None:
    path = tmp_path / "strange.cmsdesk-key"
    path.write_bytes(b"nothing")
    drop(window, path)
    assert "not a key file" in refusals[0]


def test_more_time_is_given_on_the_record(window: MainWindow, post: Post, qtbot: QtBot) -> None:
    application = a_dossier(post)
    post.send(post.far_assessor(application, "Akker"), expires_on=DAY)
    press(section(window, application), "More time…", qtbot)
    asked = dialog(qtbot, ExtendDialog)
    asked.until.setText("01-12-2026")
    press(asked, "Give more time", qtbot)
    page = window.pages["applications"]
    qtbot.waitUntil(lambda: "back on 01-12-2026" in words(page.findChildren(PackagesSection)[-1]))


def test_a_key_is_revoked_on_the_record_of_its_owner(window: MainWindow, post: Post, desk: Desk, qtbot: QtBot) -> None:
    anne = post.far_assessor(a_dossier(post), "Akker")
    shown = KeysSection(desk, anne.person_id, anne.name, window)
    shown.show()
    press(shown, "Revoke…", qtbot)
    asked = dialog(qtbot, QInputDialog)
    asked.findChild(QPlainTextEdit).setPlainText("The laptop was stolen.")
    press(asked, "Revoke", qtbot)
    [key] = post.office.do(KeysOf(anne.person_id))
    assert key.revoked_reason == "The laptop was stolen."
    assert "Revoked on 21-11-2026: The laptop was stolen." in words(KeysSection(desk, anne.person_id, anne.name))
