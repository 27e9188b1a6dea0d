"""What an assessor sees, for pictures: from the first start to a review that was made."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cmsdesk.domain.assessments import Verdict
from cmsdesk.services.applications import AdmitApplication, ReceiveApplication, StartApplication
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.assessor.dossier_office import open_dossier
from cmsdesk.services.assessor.home import Home, Workplace
from cmsdesk.services.assessor.offices import enrol_office
from cmsdesk.services.assessor.packages import open_file
from cmsdesk.services.assessor.returning import declare_independent, make_review
from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.services.people import AddPerson, PersonDetails
from cmsdesk.ui.assessor.keys_dialog import EnrolDialog, KeysDialog
from cmsdesk.ui.assessor.window import AssessorWindow
from cmsdesk.ui.notices import Notices
from tests import given
from tests.assessing import OFFICE_KEYS, Post
from tests.judging import SCHEME, Days, a_judge, an_office

_PASSPHRASE = "een paard in de wei"
# Who, in how many days, and how many verdicts there are; the last one is finished and was made into a file.
_DOSSIERS = (("Bakker", 1, 0), ("Wijngaarden-Oosterhuis van der Meulen tot Zwanenburg", 6, 1), ("Kandidaat", 30, 2))


class AssessorScreens:
    """An assessor with three dossiers, one not opened yet, one half-way, one made into a file."""

    def __init__(self, folder: Path, day: date) -> None:
        self._days = Days(day)
        (folder / "office").mkdir()
        self.office = an_office(folder / "office", self._days)
        self._empty = Home(folder / "empty", self._days)
        self._home = Home(folder / "home", self._days)
        workplace = self._home.begin("Anne de Vries", _PASSPHRASE)
        enrol_office(workplace, OFFICE_KEYS.public)
        self._workplace = workplace
        self._packages = [self._package(folder, *one) for one in _DOSSIERS]

    def _package(self, folder: Path, surname: str, days: int, judged: int) -> str:
        office = self.office
        person = office.do(AddPerson(PersonDetails(surname, given_name="Jan-Willem"), date(2020, 1, 1)))
        application = office.do(StartApplication(person, SCHEME, "apart"))
        for name, proves in (("essay.pdf", "essay"), ("cv.pdf", "proof.cv")):
            path = given.a_pdf(folder, name)
            path.write_bytes(path.read_bytes() + f"{surname} {name}".encode())
            office.do(AddEvidence(application, path, (proves,)))
        office.do(ReceiveApplication(application, office.today))
        office.do(AdmitApplication(application))
        judge = a_judge(office, application, f"Beoordelaar {surname}", "assessor", "apart", declared=False)
        post = Post(office, application, judge, self._workplace.keys, folder / surname, form=b"PK")
        slip = open_file(self._workplace, post.send(days=days))
        with closing(open_dossier(self._workplace, slip)) as dossier:
            if judged:
                declare_independent(dossier)
            for key in ("essay", "proof.cv")[:judged]:
                dossier.do(JudgeRequirement(application, key, Verdict.MET, "Gezien."))
            if judged == 2:
                dossier.do(FinishReview(application))
        if judged == 2:
            make_review(self._workplace, slip.package, folder)
        return slip.package

    def shown(self) -> Iterator[tuple[str, QWidget]]:
        """Each on the screen, under a name."""
        first = AssessorWindow(self._empty, Notices())
        yield "assessor-begin", _sized(first)
        first.close()
        window = AssessorWindow(self._home, Notices())
        yield "assessor-unlock", _sized(window)
        window._entered(Workplace(self._home.folder, self._workplace.keys, self._days))
        yield "assessor-list", window
        keys = KeysDialog(self._workplace, window.notices, window)
        enrol = EnrolDialog(self._workplace, OFFICE_KEYS.public, window.notices, window)
        for name, dialog in (("assessor-keys", keys), ("assessor-enrol", enrol)):
            dialog.show()
            yield name, dialog
            dialog.close()
        for name, package in zip(("declare", "review", "made"), self._packages, strict=True):
            window.show_package(package)
            yield f"assessor-{name}", window
        window.close()


def _sized(window: AssessorWindow) -> AssessorWindow:
    window.resize(1280, 820)
    window.show()
    return window
