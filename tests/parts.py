"""Parts in a journey of several computers: `python -m tests.parts PART …`, each a process with a home folder of its own.

The real program runs in it, without a screen, and is driven by clicks and keys. With CMSDESK_CUT in the environment
whoever opens a connection or asks for an address ends with an error.
"""

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import json
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cmsdesk.app import App
from cmsdesk.domain.decisions import DecisionOutcome
from cmsdesk.exchange.packages.fingerprints import spoken
from cmsdesk.exchange.packages.keys import LARGEST_TEXT, read_public_text
from cmsdesk.services.applications import AdmitApplication, ReceiveApplication, StartApplication
from cmsdesk.services.appointments import Appoint
from cmsdesk.services.assignments import AssignPerson
from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.services.editions import AddScheme, PublishEdition
from cmsdesk.services.office import make_office
from cmsdesk.services.people import AddPerson, PersonDetails
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.settings import FoundOffice, OfficeDetails
from cmsdesk.ui.applications_page import ApplicationsPage
from cmsdesk.ui.assessor.entrance import BeginPage, UnlockPage
from cmsdesk.ui.assessor.keys_dialog import EnrolDialog, KeysDialog
from cmsdesk.ui.assessor.package_page import PackagePage
from cmsdesk.ui.assessor.packages_page import PackagesPage
from cmsdesk.ui.assessor.window import AssessorWindow
from cmsdesk.ui.decision_dialog import DecisionDialog
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.packages.enrol_dialog import EnrolDialog as EnrolAssessor
from cmsdesk.ui.packages.make_dialog import MakeDialog
from cmsdesk.ui.packages.office_keys import OfficeKeyDialog, PassphraseDialog
from cmsdesk.ui.packages.result_dialog import ResultDialog
from cmsdesk.ui.packages.section import PackagesSection
from cmsdesk.ui.qt_application import make_qt
from cmsdesk.ui.review.finishing import FinishDialog
from tests.driving import answer, choose, dialog, drop, press, words

PASSPHRASE = "een paard in de wei"
PATIENCE = 30  # seconds
_SCHEME = Path(__file__).parent / "data" / "schemes" / "judging.toml"
_NETWORK = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")


class Hand:
    """Mouse and keyboard, as the helpers in driving.py want them."""

    def mouseClick(self, *what: Any) -> None:
        QTest.mouseClick(*what)

    def keyClick(self, *what: Any) -> None:
        QTest.keyClick(*what)

    def keyClicks(self, *what: Any) -> None:
        QTest.keyClicks(*what)

    def waitUntil(self, so: Callable[[], bool], timeout: int = PATIENCE * 1000) -> None:
        until = time.monotonic() + timeout / 1000
        while not so():
            QApplication.processEvents()
            time.sleep(0.01)
            if time.monotonic() > until:
                raise TimeoutError(so)


HAND: Any = Hand()


def cut_network() -> None:
    """From now on nothing in this process reaches another computer; trying ends it."""

    def hear(event: str, _what: tuple[Any, ...]) -> None:
        if event in _NETWORK:
            sys.stderr.write(f"network: {event}\n")
            os._exit(99)

    sys.addaudithook(hear)


def the_program() -> App:
    qt = make_qt(["cmsdesk"])
    qt.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    QSettings().setValue("language", "en")
    make_qt(["cmsdesk"])
    return App(qt)


def shown(window: AssessorWindow, kind: type) -> Any:
    HAND.waitUntil(lambda: isinstance(window.page, kind))
    return window.page


def found_office(office: str, papers: str) -> None:
    """An office with a scheme of its own, a dossier that was admitted, two assessors and a decider."""
    folder = Path(papers)
    made = make_office(Path(office), user="bureau")
    made.do(FoundOffice(OfficeDetails("Testbureau", signatory_name="A. Signer", contact_email="office@example.org")))
    made.do(PublishEdition(made.do(AddScheme(_SCHEME))))
    person = made.do(AddPerson(PersonDetails("Kandidaat", given_name="Karin"), date(2020, 1, 1)))
    application = made.do(StartApplication(person, "proefhof", "apart"))
    for name, proves in (("essay.pdf", "essay"), ("cv.pdf", "proof.cv")):
        path = folder / name
        path.write_bytes(b"%PDF-1.7\n% " + name.encode())
        made.do(AddEvidence(application, path, (proves,)))
    made.do(ReceiveApplication(application, made.today))
    made.do(AdmitApplication(application))
    people = {}
    for name, role in (("Eerste", "assessor"), ("Tweede", "assessor"), ("Beslisser", "decider")):
        one = made.do(AddPerson(PersonDetails(name, given_name="P.", email=f"{name.lower()}@example.org"), date(2020, 1, 1)))
        made.do(Appoint(one, "proefhof", role, date(2020, 1, 1)))
        people[name] = one
    for name in ("Eerste", "Tweede"):
        made.do(AssignPerson(application, people[name], "assessor", "apart"))
    made.close()


def begin(name: str, key: str, office_key: str, office_words: str) -> None:
    """The first start at an assessor's computer: make keys, save the key file, enrol the office."""
    app = the_program()
    app.show_start()
    assert app.start
    press(app.start, "I review dossiers for an office…", HAND)
    assert app.assessor
    page: BeginPage = shown(app.assessor, BeginPage)
    HAND.keyClicks(page.name, name)
    HAND.keyClicks(page.passphrase, PASSPHRASE)
    HAND.keyClicks(page.again, PASSPHRASE)
    press(page, "Make my keys", HAND)
    keys: KeysDialog = dialog(HAND, KeysDialog)
    press(keys, "Save key file…", HAND)
    choose(HAND, Path(key))
    press(keys, "Close", HAND)
    drop(app.assessor, Path(office_key))
    enrol: EnrolDialog = dialog(HAND, EnrolDialog)
    assert all(word in words(enrol) for word in office_words.split())
    enrol.compared.click()
    press(enrol, "Enrol", HAND)
    own = read_public_text(Path(key).read_bytes()[:LARGEST_TEXT])
    print(" ".join(spoken(own)))  # noqa: T201 - what is read aloud over the telephone
    app.assessor.close()


def at_the_package(dossier: str) -> tuple[AssessorWindow, PackagePage]:
    """Double-click on a package, and the passphrase."""
    app = the_program()
    app.open(Path(dossier))
    assert app.assessor
    unlock: UnlockPage = shown(app.assessor, UnlockPage)
    HAND.keyClicks(unlock.passphrase, PASSPHRASE)
    HAND.keyClick(unlock.passphrase, Qt.Key.Key_Return)
    page: PackagePage = shown(app.assessor, PackagePage)
    page._app = app  # type: ignore[attr-defined]
    return app.assessor, page


def review(dossier: str, to: str, verdict: str) -> None:
    """A whole review in one sitting, from the declaration to a computer on which nothing is left."""
    window, page = at_the_package(dossier)
    press(page, "Yes, I am independent", HAND)
    judge_all(page, verdict)
    assert page.review
    press(page.review, page.review.left.finish_button.text(), HAND)
    dialog(HAND, FinishDialog).ok_button.click()
    press(page, "Make the file…", HAND)
    choose(HAND, Path(to))
    answer(HAND, "Cancel")
    press(page, "I have sent it…", HAND)
    answer(HAND, "Sent; remove it")
    assert "returned; removed from this computer" in words(shown(window, PackagesPage))
    window.close()


def judge_all(page: PackagePage, verdict: str) -> None:
    """Every requirement by keyboard: the comment, then the verdict."""
    review = page.review
    assert review
    for _item in review.items:
        review.comment.setFocus()
        HAND.keyClicks(review.comment, "Seen and weighed.")
        review.setFocus()
        HAND.keyClick(review, {"met": Qt.Key.Key_1, "not_met": Qt.Key.Key_2}[verdict])
        HAND.keyClick(review, Qt.Key.Key_J)


def begin_typing(dossier: str, text: str, marker: str) -> None:
    """Declare, judge the first requirement, type a comment on the next, which has no verdict yet; then wait to be killed."""
    _window, page = at_the_package(dossier)
    press(page, "Yes, I am independent", HAND)
    review = page.review
    assert review
    HAND.keyClick(review, Qt.Key.Key_1)
    review.go(1)
    review.comment.setFocus()
    HAND.keyClicks(review.comment, text)
    Path(marker).write_text("typed", encoding="utf-8")
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.01)


def look(dossier: str) -> None:
    """What the screen shows after the next start, as JSON: each requirement with its verdict and the words in the field."""
    window, page = at_the_package(dossier)
    review = page.review
    assert review
    found = []
    for place, item in enumerate(review.items):
        review.go(place)
        found.append([item.requirement_id, item.verdict, review.comment.toPlainText()])
    print(json.dumps(found))  # noqa: T201
    window.close()


def at_the_office(office: str) -> tuple[App, MainWindow]:
    app = the_program()
    app.open(Path(office))
    assert app.window
    return app, app.window


def packages_of(window: MainWindow) -> PackagesSection:
    """On the record of the application: who has the dossier."""
    window.go("application", 1, "")
    page = window.pages["applications"]
    assert isinstance(page, ApplicationsPage)
    page._choose(3)
    return page.findChildren(PackagesSection)[-1]


def office_key(office: str, key: str) -> None:
    """The office makes its keys and its key file; prints the words to read aloud."""
    _app, window = at_the_office(office)
    press(packages_of(window), "Key of the office…", HAND)
    asked: PassphraseDialog = dialog(HAND, PassphraseDialog)
    HAND.keyClicks(asked.first, PASSPHRASE)
    HAND.keyClicks(asked.second, PASSPHRASE)
    press(asked, "Make keys", HAND)
    shown_key: OfficeKeyDialog = dialog(HAND, OfficeKeyDialog)
    press(shown_key, "Save key file…", HAND)
    choose(HAND, Path(key))
    own = read_public_text(Path(key).read_bytes()[:LARGEST_TEXT])
    assert all(word in words(shown_key) for word in spoken(own))
    print(" ".join(spoken(own)))  # noqa: T201


def enrol_and_send(office: str, to: str, *keys_and_words: str) -> None:
    """The office enrols the assessors after calling them, and makes their packages; prints whose is which, as JSON."""
    _app, window = at_the_office(office)
    for key, said in zip(keys_and_words[::2], keys_and_words[1::2], strict=True):
        drop(window, Path(key))
        enrol: EnrolAssessor = dialog(HAND, EnrolAssessor)
        assert all(word in words(enrol) for word in said.split())
        enrol.compared.click()
        press(enrol, "Enrol", HAND)
        HAND.waitUntil(lambda: QApplication.activeModalWidget() is None)
    press(packages_of(window), "Make packages…", HAND)
    asked: MakeDialog = dialog(HAND, MakeDialog)
    asked.folder.setText(to)
    asked.mail.setChecked(False)
    press(asked, "Make packages", HAND)
    _open_office_keys()
    result: ResultDialog = dialog(HAND, ResultDialog)
    print(json.dumps({line.name: line.sentence.split(",")[0] for line in result.lines if line.done}))  # noqa: T201


def take_in(office: str, *reviews: str) -> None:
    """Drop what came back on the office's window; prints what was said of each, as JSON."""
    _app, window = at_the_office(office)
    drop(window, *map(Path, reviews))
    _open_office_keys()
    result: ResultDialog = dialog(HAND, ResultDialog)
    print(json.dumps([[line.done, line.sentence] for line in result.lines]))  # noqa: T201


def _open_office_keys() -> None:
    opening: PassphraseDialog = dialog(HAND, PassphraseDialog)
    HAND.keyClicks(opening.first, PASSPHRASE)
    press(opening, "Open", HAND)


def decide(office: str) -> None:
    """The decision in the office's window; prints the state of the application after it."""
    app, window = at_the_office(office)
    page: Any = window.show_tab("applications")
    page.go_to(1, "")
    press(page, "Record decision", HAND)
    form: DecisionDialog = dialog(HAND, DecisionDialog)
    form.outcome.setCurrentIndex(form.outcome.findData(DecisionOutcome.GRANT))
    form.decider_person.setCurrentIndex(form.decider_person.count() - 1)
    form.reason.setPlainText("Both assessors found that all is met.")
    form.ok_button.click()
    HAND.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert app.office
    print(app.office.do(ReadApplication(1)).state.value)  # noqa: T201


PARTS: dict[str, Callable[..., None]] = {
    part.__name__: part for part in (found_office, office_key, begin, enrol_and_send, review, begin_typing, look, take_in, decide)
}

if __name__ == "__main__":
    if os.environ.get("CMSDESK_CUT"):
        cut_network()
    PARTS[sys.argv[1]](*sys.argv[2:])
    QApplication.processEvents()
    sys.stdout.flush()
    os._exit(0)  # the windows of a part need no taking apart
