"""Mail drafts of an assessor: one's key to the office, and a review to the office. They are sent by hand."""

from contextlib import closing
from pathlib import Path

from cmsdesk.documents.letters import LetterText, letter_mail
from cmsdesk.documents.saving import save_whole
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.key_files import key_file_name
from cmsdesk.exchange.packages.keys import public_text
from cmsdesk.services.assessor.books import slip_of
from cmsdesk.services.assessor.dossier_office import open_dossier
from cmsdesk.services.assessor.home import Workplace
from cmsdesk.services.settings import ReadSettings


def draft_key(workplace: Workplace, path: Path) -> None:
    """A mail with one's key file, to whichever office."""
    body = _(
        "Attached is my key file, so that you can send me dossiers to review.\n\n"
        "Before you enrol it, please call me: we compare the ten words that belong to it, and those of your own key.\n\n{name}"
    ).format(name=workplace.keys.name)
    attached = {key_file_name(workplace.keys.name): public_text(workplace.keys)}
    _save(path, _("My key for reviewing dossiers"), body, "", "", attached)


def draft_review(workplace: Workplace, package: str, review: Path, path: Path) -> None:
    """A mail to the office with a review that was made."""
    slip = slip_of(workplace, package)
    with closing(open_dossier(workplace, slip)) as office:
        said = office.do(ReadSettings())[0]
    body = _("Attached is my review of {number}. Only your office can open it.\n\n{name}")
    try:
        attached = {review.name: review.read_bytes()}
    except OSError as error:
        raise RuleBroken(_("{file} is not there or cannot be read.").format(file=review)) from error
    _save(
        path,
        _("Review of {number}").format(number=slip.number),
        body.format(number=slip.number, name=workplace.keys.name),
        said.contact_name or said.name,
        said.contact_email,
        attached,
    )


def _save(path: Path, subject: str, body: str, to_name: str, to_address: str, attached: dict[str, bytes]) -> None:
    mail = letter_mail(LetterText(subject, body), sender="", to_name=to_name, to_address=to_address, attached=attached)
    save_whole(path, lambda target: target.write(mail))
