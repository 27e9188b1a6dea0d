"""What is dropped on the window and concerns packages: reviews and forms to take in, key files to enrol."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.keys import KeyPair
from cmsdesk.services.office import Office
from cmsdesk.services.office_keys import has_keys
from cmsdesk.services.returned_reviews import MergeReview, merge_form
from cmsdesk.services.staging import staging_folder
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.jobs import Report
from cmsdesk.ui.office_files import KEY, REVIEW
from cmsdesk.ui.packages.enrol_dialog import enrol
from cmsdesk.ui.packages.office_keys import with_keys
from cmsdesk.ui.packages.result_dialog import ResultDialog, ResultLine


def take_in(desk: Desk, paths: Sequence[Path], window: QWidget) -> None:
    """Take in what came back, with one line for each file; the first key file is shown to be enrolled."""
    keys = [path for path in paths if path.suffix.lower() == KEY]
    rest = [path for path in paths if path not in keys]
    ours = bool(desk.package_keys) or has_keys(desk.office)
    if ours and any(path.suffix.lower() == REVIEW for path in rest):
        with_keys(desk, window, lambda own: _start(desk, rest, own, window))
    elif rest:
        _start(desk, rest, None, window)
    if keys:
        enrol(desk, keys[0], None, window)


def _start(desk: Desk, paths: Sequence[Path], keys: KeyPair | None, window: QWidget) -> None:
    def work(report: Report) -> list[ResultLine]:
        lines = []
        for place, path in enumerate(paths):
            report(place, len(paths))
            lines.append(_taken(desk.office, path, keys))
        return lines

    job = desk.job(_("Taking in reviews"), work)
    job.succeeded.connect(lambda lines: ResultDialog(_("What came in"), lines, window).open())
    job.start()


def _taken(office: Office, path: Path, keys: KeyPair | None) -> ResultLine:
    """Each file stands for itself: a refusal leaves the others as they are."""
    try:
        if path.suffix.lower() != REVIEW:
            taken = office.do(merge_form(path))
        elif keys:
            taken = office.do(MergeReview(path, keys, staging_folder()))
        else:
            raise RuleBroken(_("This office never sent a dossier, so none can come back to it. Perhaps another office is meant."))
    except RuleBroken as error:
        return ResultLine(path.name, str(error), done=False)
    return ResultLine(path.name, taken.sentence, done=True)
