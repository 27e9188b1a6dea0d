"""The window of an assessor, by mouse and keys: from the first start to a dossier that was sent back and wiped."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from cmsdesk.app import App
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import use_language
from cmsdesk.exchange.packages.fingerprints import spoken
from cmsdesk.exchange.packages.key_files import give_key, take_key
from cmsdesk.exchange.packages.keys import new_keys
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.assessor.books import Closed, slips
from cmsdesk.services.assessor.dossier_office import open_dossier
from cmsdesk.services.assessor.home import Home
from cmsdesk.services.assessor.offices import enrol_office, offices, revoke_office
from cmsdesk.services.assessor.packages import Stage, list_packages, open_file
from cmsdesk.services.assessor.returning import declare_independent, make_review
from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.services.office import Office
from cmsdesk.services.schemes import work_with
from cmsdesk.ui.assessor.declaration import DeclarationPage
from cmsdesk.ui.assessor.entrance import BeginPage, UnlockPage
from cmsdesk.ui.assessor.keys_dialog import EnrolDialog, KeysDialog
from cmsdesk.ui.assessor.package_page import PackagePage
from cmsdesk.ui.assessor.packages_page import PackageCard, PackagesPage
from cmsdesk.ui.assessor.passphrase_dialog import PassphraseDialog
from cmsdesk.ui.assessor.window import AssessorWindow
from cmsdesk.ui.notices import Notices
from cmsdesk.ui.review.finishing import FinishDialog
from cmsdesk.ui.review.page import ReviewPage
from cmsdesk.ui.theme import apply_theme
from tests.assessing import OFFICE_KEYS, Post, later
from tests.disks import full_disk
from tests.driving import LEFT, answer, button, choose, dialog, drop, press, words
from tests.judging import Days, a_judge, admitted, an_office
from tests.services.assessor.test_two_windows import another_window

PASSPHRASE = "een paard in de wei"
DOCUMENTS = {"essay.pdf": ("essay",), "cv.pdf": ("proof.cv",)}


@pytest.fixture
def days() -> Days:
    return Days(date(2026, 11, 21))


@pytest.fixture
def court(tmp_path: Path, days: Days) -> Iterator[Office]:
    (tmp_path / "office").mkdir()
    office = an_office(tmp_path / "office", days)
    yield office
    office.close()
    work_with({})


@pytest.fixture
def home(tmp_path: Path, days: Days) -> Home:
    return Home(tmp_path / "home", days)


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, home: Home) -> Iterator[AssessorWindow]:
    qapp.setOrganizationName("cmsdesk-tests")
    QSettings().clear()
    apply_theme(qapp, dark=False)
    made = AssessorWindow(home, Notices())
    made.show()
    yield made
    while box := QApplication.activeModalWidget():
        box.close()
    made.close()
    made.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def inside(window: AssessorWindow, home: Home) -> AssessorWindow:
    """Keys were made, and the office is enrolled."""
    workplace = home.begin("Anne de Vries", PASSPHRASE)
    enrol_office(workplace, OFFICE_KEYS.public)
    window._entered(workplace)
    return window


@pytest.fixture
def post(court: Office, inside: AssessorWindow, tmp_path: Path) -> Post:
    application = admitted(court, tmp_path, "apart", documents=DOCUMENTS)
    judge = a_judge(court, application, "Beoordelaar", "assessor", "apart", declared=False)
    assert inside.workplace
    return Post(court, application, judge, inside.workplace.keys, tmp_path / "post")


def page(window: AssessorWindow, kind: type, qtbot: QtBot) -> object:
    qtbot.waitUntil(lambda: isinstance(window.page, kind), timeout=10_000)
    return window.page


def package_page(window: AssessorWindow, qtbot: QtBot) -> PackagePage:
    found = page(window, PackagePage, qtbot)
    assert isinstance(found, PackagePage)
    return found


def with_work(window: AssessorWindow, post: Post, *, finish: bool) -> None:
    """A package that was opened and judged before, partly or to the end."""
    assert window.workplace
    slip = open_file(window.workplace, post.send())
    with closing(open_dossier(window.workplace, slip)) as office:
        declare_independent(office)
        office.do(JudgeRequirement(post.application, "essay", Verdict.MET, "Seen."))
        if finish:
            office.do(JudgeRequirement(post.application, "proof.cv", Verdict.MET, "Seen."))
            office.do(FinishReview(post.application))


def finish(review: ReviewPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(review.left.finish_button, LEFT)
    qtbot.mouseClick(dialog(qtbot, FinishDialog).ok_button, LEFT)


def stage(window: AssessorWindow) -> Stage:
    assert window.workplace
    return list_packages(window.workplace)[0].stage


def test_at_the_first_start_keys_are_made_and_the_key_file_is_at_hand(
    window: AssessorWindow, home: Home, qtbot: QtBot, tmp_path: Path
) -> None:
    begin = page(window, BeginPage, qtbot)
    assert isinstance(begin, BeginPage)
    qtbot.keyClicks(begin.name, "Anne de Vries")
    qtbot.keyClicks(begin.passphrase, PASSPHRASE)
    qtbot.keyClicks(begin.again, "een koe in de wei!")
    press(begin, "Make my keys", qtbot)
    assert "differ" in words(begin)
    assert not home.has_keys
    begin.again.setText(PASSPHRASE)
    qtbot.keyClick(begin.again, Qt.Key.Key_Return)
    keys = dialog(qtbot, KeysDialog)
    assert window.workplace
    assert all(word in words(keys) for word in spoken(window.workplace.keys.public))
    press(keys, "Save key file…", qtbot)
    choose(qtbot, tmp_path / "anne.cmsdesk-key")
    assert take_key(tmp_path / "anne.cmsdesk-key") == window.workplace.keys.public
    press(keys, "Mail draft…", qtbot)
    choose(qtbot, tmp_path / "draft.eml")
    mail = message_from_bytes((tmp_path / "draft.eml").read_bytes(), policy=policy.default)
    [attached] = mail.iter_attachments()
    assert (attached.get_filename(), mail["X-Unsent"]) == ("Anne-de-Vries.cmsdesk-key", "1")
    press(keys, "Close", qtbot)
    assert isinstance(window.page, PackagesPage)


def test_a_short_passphrase_is_refused_beside_the_fields(window: AssessorWindow, qtbot: QtBot) -> None:
    begin = page(window, BeginPage, qtbot)
    assert isinstance(begin, BeginPage)
    for line, text in ((begin.name, "Anne"), (begin.passphrase, "kort"), (begin.again, "kort")):
        line.setText(text)
    press(begin, "Make my keys", qtbot)
    qtbot.waitUntil(lambda: "at least 12 letters" in words(begin))
    assert begin.isEnabled()


def test_a_wrong_passphrase_keeps_the_door_shut_and_the_right_one_opens_it(inside: AssessorWindow, qtbot: QtBot) -> None:
    inside.lock()
    unlock = page(inside, UnlockPage, qtbot)
    assert isinstance(unlock, UnlockPage)
    qtbot.keyClicks(unlock.passphrase, "een koe in de wei")
    press(unlock, "Open", qtbot)
    qtbot.waitUntil(lambda: "passphrase is not right" in words(unlock), timeout=10_000)
    assert inside.workplace is None
    unlock.passphrase.setText(PASSPHRASE)
    qtbot.keyClick(unlock.passphrase, Qt.Key.Key_Return)
    page(inside, PackagesPage, qtbot)


def test_the_passphrase_is_changed_and_only_the_new_one_opens(inside: AssessorWindow, home: Home, qtbot: QtBot) -> None:
    inside.change_passphrase()
    asked = dialog(qtbot, PassphraseDialog)
    for before, after, again, said in (
        (PASSPHRASE, "een geit op het dak", "een ander dier", "are not the same"),
        ("een paard op de gang", "een geit op het dak", "een geit op het dak", "passphrase"),
        (PASSPHRASE, "kort", "kort", "12"),
    ):
        for field, words_ in ((asked.before, before), (asked.after, after), (asked.again, again)):
            field.setText(words_)
        press(asked, "Change", qtbot)
        qtbot.waitUntil(asked.ok_button.isEnabled, timeout=10_000)
        assert said in asked.error_label.text()
    asked.after.setText("een geit op het dak")
    asked.again.setText("een geit op het dak")
    with qtbot.waitSignal(inside.notices.told, timeout=10_000):
        press(asked, "Change", qtbot)
    with pytest.raises(RuleBroken):
        home.unlock(PASSPHRASE)
    assert home.unlock("een geit op het dak").keys == inside.workplace.keys  # type: ignore[union-attr]


def test_what_is_typed_is_hidden_unless_asked(inside: AssessorWindow, qtbot: QtBot) -> None:
    inside.lock()
    unlock = page(inside, UnlockPage, qtbot)
    assert isinstance(unlock, UnlockPage)
    assert unlock.passphrase.echoMode() is unlock.passphrase.EchoMode.Password
    unlock.seen.click()
    assert unlock.passphrase.echoMode() is unlock.passphrase.EchoMode.Normal


def test_who_forgot_the_passphrase_can_only_start_over(inside: AssessorWindow, post: Post, qtbot: QtBot) -> None:
    with_work(inside, post, finish=False)
    inside.lock()
    press(inside.page, "I forgot it…", qtbot)
    assert "every dossier on this computer is removed" in answer(qtbot, "Remove everything")
    page(inside, BeginPage, qtbot)
    assert not inside.home.folder.exists()


def test_an_office_is_enrolled_only_after_its_words_were_compared(inside: AssessorWindow, qtbot: QtBot, tmp_path: Path) -> None:
    other = new_keys("Bureau Zuid", date(2026, 11, 1))
    give_key(tmp_path / "zuid.cmsdesk-key", other)
    assert inside.workplace
    press(inside.page, "Keys and offices…", qtbot)
    keys = dialog(qtbot, KeysDialog)
    press(keys, "Enrol an office…", qtbot)
    choose(qtbot, tmp_path / "zuid.cmsdesk-key")
    enrol = dialog(qtbot, EnrolDialog)
    shown = words(enrol)
    assert all(word in shown for word in (*spoken(other.public), *spoken(inside.workplace.keys.public)))
    assert not enrol.ok_button.isEnabled()
    assert not enrol.instead.isVisible()
    enrol.compared.click()
    press(enrol, "Enrol", qtbot)
    assert offices(inside.workplace)[other.public.id].name == "Bureau Zuid"
    assert "Bureau Zuid" in words(keys)


def test_new_keys_of_an_office_take_the_place_of_its_former_ones(inside: AssessorWindow, qtbot: QtBot, tmp_path: Path) -> None:
    newer = new_keys(OFFICE_KEYS.name, date(2026, 11, 20))
    give_key(tmp_path / "newer.cmsdesk-key", newer)
    inside.open_paths([tmp_path / "newer.cmsdesk-key"])
    enrol = dialog(qtbot, EnrolDialog)
    assert "which is revoked" in enrol.instead.text()
    assert enrol.instead.isVisible()
    enrol.compared.click()
    press(enrol, "Enrol", qtbot)
    assert inside.workplace
    assert [bool(offices(inside.workplace)[keys.public.id].revoked_on) for keys in (OFFICE_KEYS, newer)] == [True, False]


def test_a_revoked_key_of_an_office_is_shown_as_such(inside: AssessorWindow, qtbot: QtBot) -> None:
    press(inside.page, "Keys and offices…", qtbot)
    keys = dialog(qtbot, KeysDialog)
    press(keys, "Revoke…", qtbot)
    answer(qtbot, "Revoke")
    assert "Revoked on 21-11-2026" in words(keys)


def test_a_dossier_is_reviewed_and_sent_back_from_the_first_click_to_the_last(
    inside: AssessorWindow, post: Post, qtbot: QtBot, tmp_path: Path
) -> None:
    drop(inside, post.send())
    found = package_page(inside, qtbot)
    assert "K. Kandidaat" in words(found)
    assert "essay.pdf" not in words(found)
    press(found, "Yes, I am independent", qtbot)
    review = found.review
    assert review
    qtbot.keyClick(review, Qt.Key.Key_1)
    qtbot.keyClick(review, Qt.Key.Key_J)
    qtbot.keyClick(review, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: "2 of 2 judged" in words(found))
    assert "Two assessors: sealed until all reports are in at the office." in words(review)
    assert "of 2 reports" not in words(review)  # how many came in, this computer cannot know
    finish(review, qtbot)
    qtbot.waitUntil(lambda: "Your review is finished." in words(found))
    press(found, "Make the file…", qtbot)
    choose(qtbot, tmp_path)
    assert "Shall a mail draft" in answer(qtbot, "Save mail draft")
    mail = message_from_bytes((tmp_path / f"{post.package}.eml").read_bytes(), policy=policy.default)
    [attached] = mail.iter_attachments()
    assert attached.get_content() == (tmp_path / f"{post.package}.review").read_bytes()
    assert mail["To"] == "Test office <office@example.org>"
    qtbot.waitUntil(lambda: "The file for the office was made." in words(found))
    press(found, "I have sent it…", qtbot)
    assert "removed from this computer" in answer(qtbot, "Sent; remove it")
    assert isinstance(inside.page, PackagesPage)
    assert "A-2026-0001: returned; removed from this computer on 21-11-2026." in words(inside.page)
    assert "Kandidaat" not in words(inside.page)


def test_a_no_needs_its_reason_and_gives_the_dossier_back(
    inside: AssessorWindow, post: Post, qtbot: QtBot, tmp_path: Path
) -> None:
    drop(inside, post.send())
    found = package_page(inside, qtbot)
    declaration = found.findChild(DeclarationPage)
    assert declaration
    press(found, "No, give it back…", qtbot)
    assert "say why you cannot judge" in words(found)
    qtbot.keyClicks(declaration.words, "We are cousins.")
    press(found, "No, give it back…", qtbot)
    choose(qtbot, tmp_path)
    assert "was removed from this computer" in answer(qtbot, "Close")
    assert (tmp_path / f"{post.package}.review").exists()
    assert inside.workplace
    assert slips(inside.workplace)[post.package].closed is Closed.DECLINED
    assert "given back unjudged" in words(inside.page)


def test_a_refusal_that_could_not_be_written_is_made_later(
    inside: AssessorWindow, post: Post, qtbot: QtBot, tmp_path: Path
) -> None:
    drop(inside, post.send())
    package_page(inside, qtbot).declined.emit("We are cousins.", tmp_path / "nowhere")
    assert "could not be written" in answer(qtbot, "Close")
    press(inside.page, "Open", qtbot)
    found = package_page(inside, qtbot)
    declaration = found.findChild(DeclarationPage)
    assert declaration
    assert (declaration.words.toPlainText(), declaration.yes_button.isEnabled()) == ("We are cousins.", False)
    press(found, "No, give it back…", qtbot)
    choose(qtbot, tmp_path)
    answer(qtbot, "Close")
    assert "given back unjudged" in words(inside.page)


def test_the_list_says_how_far_each_is_and_opens_it_where_one_was(inside: AssessorWindow, post: Post, qtbot: QtBot) -> None:
    with_work(inside, post, finish=False)
    inside._show_list()
    assert "1 of 2 judged" in words(inside.page)
    [card] = inside.page.findChildren(PackageCard)
    press(card, "Go on", qtbot)
    found = package_page(inside, qtbot)
    assert found.review
    assert found.review.items[found.review.place].requirement_id == "proof.cv"
    press(found, "Dossiers", qtbot)
    assert isinstance(inside.page, PackagesPage)
    assert inside.desk is None


def test_after_finishing_one_can_go_on_and_send_it_once_more(
    inside: AssessorWindow, post: Post, qtbot: QtBot, tmp_path: Path
) -> None:
    with_work(inside, post, finish=True)
    assert inside.workplace
    make_review(inside.workplace, post.package, tmp_path)
    inside.show_package(post.package)
    found = package_page(inside, qtbot)
    press(found, "Go on reviewing", qtbot)
    qtbot.waitUntil(lambda: not found.banner.isVisible())
    assert stage(inside) is Stage.JUDGE
    assert found.review
    finish(found.review, qtbot)
    qtbot.waitUntil(
        lambda: "Make the file again" in "".join(b.text() for b in found.banner.findChildren(type(button(found, "Dossiers"))))
    )


def test_a_newer_package_says_what_changed(inside: AssessorWindow, post: Post, qtbot: QtBot) -> None:
    with_work(inside, post, finish=False)
    drop(inside, post.send(days=40))
    found = package_page(inside, qtbot)
    assert "There is time until 31-12-2026 now." in words(found)


def test_a_package_that_is_refused_says_why_and_the_list_stays(
    inside: AssessorWindow, post: Post, qtbot: QtBot, tmp_path: Path
) -> None:
    assert inside.workplace
    revoke_office(inside.workplace, OFFICE_KEYS.public.id)
    drop(inside, post.send())
    assert "was revoked" in answer(qtbot, "Close")
    assert isinstance(inside.page, PackagesPage)
    (tmp_path / "junk.dossier").write_bytes(b"junk")
    drop(inside, tmp_path / "junk.dossier")
    assert "not a package" in answer(qtbot, "Close")
    qtbot.waitUntil(inside.page.isEnabled)


def test_a_package_given_before_the_passphrase_opens_after_it(inside: AssessorWindow, post: Post, qtbot: QtBot) -> None:
    inside.lock()
    inside.open_paths([post.send()])
    unlock = page(inside, UnlockPage, qtbot)
    assert isinstance(unlock, UnlockPage)
    unlock.passphrase.setText(PASSPHRASE)
    press(unlock, "Open", qtbot)
    package_page(inside, qtbot)


def test_what_expired_is_gone_at_the_next_start(inside: AssessorWindow, post: Post, days: Days, home: Home) -> None:
    with_work(inside, post, finish=False)
    inside.lock()
    later(days, 31)
    inside._entered(home.unlock(PASSPHRASE))
    assert "its time ended; removed from this computer on 22-12-2026" in words(inside.page)


@pytest.mark.parametrize("open_", [True, False])
def test_what_expires_while_the_window_stays_open_goes_that_day(
    inside: AssessorWindow, post: Post, days: Days, qtbot: QtBot, open_: bool
) -> None:
    with_work(inside, post, finish=False)
    inside._show_list()
    if open_:
        inside.show_package(post.package)
    before = inside.page
    later(days, 30)
    inside.look_at_the_day()
    assert inside.page is before
    later(days, 1)
    inside.look_at_the_day()
    assert "its time ended" in words(page(inside, PackagesPage, qtbot))  # type: ignore[arg-type]
    assert inside.workplace
    assert [path.name for path in (inside.workplace.packages / post.package).iterdir()] == ["slip"]


def test_a_window_that_is_locked_while_a_package_opens_stays_locked(inside: AssessorWindow, post: Post, qtbot: QtBot) -> None:
    drop(inside, post.send())
    inside.lock()
    workplace = inside.home.unlock(PASSPHRASE)
    qtbot.waitUntil(lambda: not inside._jobs and bool(list_packages(workplace)))
    assert isinstance(inside.page, UnlockPage)
    assert inside.desk is None


def test_what_a_fall_left_while_opening_is_swept_before_the_passphrase_is_given(home: Home, qtbot: QtBot) -> None:
    left = home.folder / "staging" / "999999999" / "package-x"
    left.mkdir(parents=True)
    (left / "content").write_text("a dossier in the clear", encoding="utf-8")
    window = AssessorWindow(home, Notices())
    assert not left.exists()
    window.close()


@pytest.mark.parametrize(
    ("part", "said", "cards"),
    [
        ("slip", "1 package on this computer is damaged.", 1),
        ("*/dossier.cmsdesk", "Damaged; open the file that the office sent once more", 2),
    ],
)
def test_a_damaged_package_is_told_and_the_others_stay(
    inside: AssessorWindow, post: Post, tmp_path: Path, part: str, said: str, cards: int
) -> None:
    with_work(inside, post, finish=False)
    assert inside.workplace
    next((inside.workplace.packages / post.package).glob(part)).write_bytes(b"noise")
    open_file(inside.workplace, Post(post.office, post.application, post.judge, inside.workplace.keys, tmp_path / "other").send())
    inside._show_list()
    assert said in words(inside.page)
    assert len(inside.page.findChildren(PackageCard)) == cards


def test_the_form_of_the_office_can_be_saved(inside: AssessorWindow, post: Post, qtbot: QtBot, tmp_path: Path) -> None:
    post.form = b"PK a workbook"
    with_work(inside, post, finish=False)
    inside.show_package(post.package)
    press(inside.page, "Save Excel form…", qtbot)
    choose(qtbot, tmp_path / "form.xlsx")
    assert (tmp_path / "form.xlsx").read_bytes() == b"PK a workbook"


def test_another_language_and_other_colours_keep_the_package_open(
    inside: AssessorWindow, post: Post, qapp: QApplication, qtbot: QtBot
) -> None:
    with_work(inside, post, finish=False)
    inside.show_package(post.package)
    desk = inside.desk
    use_language("nl")
    apply_theme(qapp, dark=True)
    inside.dress()
    found = package_page(inside, qtbot)
    assert inside.desk is desk
    assert "1 van 2 beoordeeld" in words(found)
    assert [action.text() for action in inside.menuBar().actions()] == ["&Bestand", "Bee&ld"]


def test_everything_in_the_menus_can_be_reached(inside: AssessorWindow, post: Post, qtbot: QtBot) -> None:
    with_work(inside, post, finish=False)
    inside.show_package(post.package)
    texts = {
        action.text(): action
        for menu in inside.menuBar().actions()
        for action in menu.menu().actions()  # type: ignore[attr-defined]
        if action.text()
    }
    texts["Back to the list"].trigger()
    assert isinstance(inside.page, PackagesPage)
    heard: list[str] = []
    inside.theme_wanted.connect(heard.append)
    inside.language_wanted.connect(heard.append)
    for name in ("Dark", "Nederlands"):
        next(a for m in inside.menuBar().actions() for a in m.menu().actions() if a.text() == name).trigger()  # type: ignore[attr-defined]
    assert heard == ["dark", "nl"]
    next(a for m in inside.menuBar().actions() for a in m.menu().actions() if a.text() == "Lock").trigger()  # type: ignore[attr-defined]
    assert isinstance(inside.page, UnlockPage)


def test_the_start_window_leads_to_the_assessors_and_back(
    app: App, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    app.show_start()
    assert app.start
    press(app.start, "I review dossiers for an office…", qtbot)
    assert isinstance(app.assessor, AssessorWindow)
    assert app.start is None
    press(app.assessor.page, "Back", qtbot)
    assert app.start is not None
    assert app.assessor is None


def test_a_dossier_on_the_command_line_opens_the_window_of_an_assessor(
    app: App, post: Post, inside: AssessorWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside.leave()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "data" / "cmsdesk").mkdir(parents=True)
    inside.home.folder.rename(tmp_path / "data" / "cmsdesk" / "assessor")
    app.open(post.send())
    assert isinstance(app.assessor, AssessorWindow)
    unlock = page(app.assessor, UnlockPage, qtbot)
    assert isinstance(unlock, UnlockPage)
    unlock.passphrase.setText(PASSPHRASE)
    press(unlock, "Open", qtbot)
    package_page(app.assessor, qtbot)
    assert QApplication.activeModalWidget() is None or not isinstance(QApplication.activeModalWidget(), QMessageBox)


def test_a_dossier_that_another_window_has_open_is_not_opened_a_second_time(
    inside: AssessorWindow, post: Post, qtbot: QtBot
) -> None:
    with_work(inside, post, finish=False)
    assert inside.workplace
    inside._show_list()
    with another_window(inside.workplace, post.package):
        inside.show_package(post.package)
        assert "open in another window" in answer(qtbot, "Close")
        assert inside.desk is None
    inside.show_package(post.package)
    package_page(inside, qtbot)


def typed(inside: AssessorWindow, post: Post, qtbot: QtBot, text: str) -> PackagePage:
    """A comment on the requirement that has no verdict yet, typed this very moment."""
    with_work(inside, post, finish=False)
    inside.show_package(post.package)
    found = package_page(inside, qtbot)
    assert found.review
    found.review.comment.setFocus()
    qtbot.keyClicks(found.review.comment, text)
    return found


def comment_kept(inside: AssessorWindow, post: Post, qtbot: QtBot) -> str:
    inside.show_package(post.package)
    found = package_page(inside, qtbot)
    assert found.review
    return found.review.comment.toPlainText()


@pytest.mark.parametrize("away", ["lock", "another package", "start window"])
def test_words_typed_this_moment_are_kept_whatever_comes_next(
    inside: AssessorWindow, post: Post, qtbot: QtBot, away: str
) -> None:
    typed(inside, post, qtbot, "A year is miss")
    workplace = inside.workplace
    if away == "lock":
        inside.lock()
        inside._entered(workplace)  # type: ignore[arg-type]
    elif away == "another package":
        drop(inside, post.send(days=40))
        qtbot.waitUntil(lambda: inside.desk is not None and isinstance(inside.page, PackagePage))
    else:
        inside.leave()
        inside._show_list()
    assert comment_kept(inside, post, qtbot) == "A year is miss"


@pytest.mark.parametrize("way", ["close", "lock", "another package"])
def test_on_a_full_disk_nobody_leaves_words_behind_without_being_asked(
    inside: AssessorWindow, post: Post, qtbot: QtBot, way: str
) -> None:
    path = post.send(days=40)
    found = typed(inside, post, qtbot, "A year is miss")
    with full_disk(100):
        if way == "close":
            assert not inside.close()
        elif way == "lock":
            inside.lock()
        else:
            drop(inside, path)
        assert "cannot be saved; closing drops it" in answer(qtbot, "Cancel")
        assert inside.page is found
    inside.back()
    assert comment_kept(inside, post, qtbot) == "A year is miss"


def test_a_document_that_cannot_be_shown_is_asked_for_and_never_copied_in_the_clear(
    inside: AssessorWindow, post: Post, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "old.doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"words")
    post.office.do(AddEvidence(post.application, tmp_path / "old.doc", ("essay",)))
    with_work(inside, post, finish=False)
    inside.show_package(post.package)
    found = package_page(inside, qtbot)
    assert found.review
    assert found.review.sheet
    old = next(one for one in found.review.sheet.application.evidence if one.name == "old.doc")
    found.review.middle.open(old)
    qtbot.waitUntil(lambda: "Please ask for a PDF or a .docx file" in words(found))
    assert "your own program" not in words(found)
