"""The message that goes with a package, as a draft that a mail program opens; nothing is sent, and no candidate is named."""

from dataclasses import dataclass
from pathlib import Path

from cmsdesk.documents.saving import save_whole
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.packages import SentPackage
from cmsdesk.domain.people import Person
from cmsdesk.domain.words import _, language, speaking
from cmsdesk.services.finding import fetch
from cmsdesk.services.sent_packages import package_seat
from cmsdesk.services.settings import office_settings
from cmsdesk.services.steps import name_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class SavePackageMail:
    """Write the draft beside a package that was made; without a language it is the one spoken here."""

    package_id: int
    package: Path
    language: str = ""

    def run(self, session: OfficeSession) -> Path:
        """Returns the path of the draft; refuses where the office has no e-mail address of the assessor."""
        from cmsdesk.documents.letters import letter_mail, letter_text  # noqa: PLC0415 - jinja and reportlab are slow to load

        sent = fetch(session, SentPackage, self.package_id)
        seat = package_seat(session, fetch(session, Assignment, sent.assignment_id))
        assert seat.assignment is not None
        assessor, office = fetch(session, Person, seat.assignment.person_id), office_settings(session)
        if not assessor.email:
            raise RuleBroken(_("The office has no e-mail address of {name}; no draft was made.").format(name=assessor.full_name))
        code = self.language or language()
        with speaking(code):
            words = {
                "office": {"signature": "\n".join(line for line in (office.contact_name, office.name) if line)},
                "recipient": {"name": assessor.full_name},
                "application": {"number": seat.application.number},
                "step": name_of(seat.step),
                "file": self.package.name,
                "expires_on": sent.expires_on,
            }
            text = letter_text("package", seat.application.scheme_id, words, code)
        mail = letter_mail(text, sender=office.contact_email, to_name=assessor.full_name, to_address=assessor.email)
        path = self.package.with_suffix(".eml")
        save_whole(path, lambda target: target.write(mail))
        return path
