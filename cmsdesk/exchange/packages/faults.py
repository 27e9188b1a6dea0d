"""Everything that can be wrong with a package, each with its own sentence and its own code.

The codes are part of the published format: the vectors in tests/vectors/packages name the one to expect.
"""

from datetime import date
from enum import StrEnum

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import N_, _


class Fault(StrEnum):
    """Why a package is refused."""

    NOT_A_PACKAGE = "not-a-package"
    NEWER_VERSION = "newer-version"
    TOO_LARGE = "too-large"
    DAMAGED = "damaged"
    FOR_SOMEBODY_ELSE = "for-somebody-else"
    UNKNOWN_SENDER = "unknown-sender"
    WRONG_SIGNATURE = "wrong-signature"
    REVOKED_SENDER = "revoked-sender"
    WRONG_KIND = "wrong-kind"
    UNKNOWN_PACKAGE = "unknown-package"
    OTHER_SENDER = "other-sender"
    OTHER_DOSSIER = "other-dossier"
    OTHER_REVISION = "other-revision"
    OLDER_SEQUENCE = "older-sequence"
    SECOND_ANSWER = "second-answer"
    EXPIRED = "expired"
    DECIDED = "decided"


_SENTENCES = {
    Fault.NOT_A_PACKAGE: N_("This file is not a package of cmsdesk. Please ask the sender for the file that the program made."),
    Fault.NEWER_VERSION: N_(
        "This package was written by a newer version of cmsdesk. Please update the program and open it again."
    ),
    Fault.TOO_LARGE: N_("This package is larger than {limit} MB and is not opened. Please ask the sender for a smaller one."),
    Fault.DAMAGED: N_("This package is damaged, perhaps on its way. Please ask the sender to send it once more."),
    Fault.FOR_SOMEBODY_ELSE: N_(
        "This package was made for somebody else and does not open with this key. Please tell the sender."
    ),
    Fault.UNKNOWN_SENDER: N_(
        "This package was signed with a key that is not known here. Please ask the sender for their key file and enrol it first."
    ),
    Fault.WRONG_SIGNATURE: N_(
        "The signature on this package is not genuine: somebody may have changed it. Do not use it, and call the sender."
    ),
    Fault.REVOKED_SENDER: N_(
        "This package was signed with a key that was revoked on {day}. Please ask the sender for a new key; the package has to be "
        "made once more then."
    ),
    Fault.WRONG_KIND: N_("This package travels the other way: an assessor opens dossiers, the office opens reviews."),
    Fault.UNKNOWN_PACKAGE: N_(
        "This answers a package that is not in the books of this office. Was it meant for another office, or was a backup put back "
        "since? Then please make a new package."
    ),
    Fault.OTHER_SENDER: N_(
        "This comes from somebody else than the package with this number was exchanged with. Please call the sender. "
        "If the sender has new keys, please revoke the former ones; the package has to be made once more then."
    ),
    Fault.OTHER_DOSSIER: N_("This is about another dossier than the package with this number. Please call the sender."),
    Fault.OTHER_REVISION: N_(
        "This is about revision {found} of the dossier, and revision {wanted} is the one that counts. Please ask for one about that."
    ),
    Fault.OLDER_SEQUENCE: N_("This is number {found}, and number {last} has already come in. Nothing was changed."),
    Fault.SECOND_ANSWER: N_(
        "Another file with number {found} has already come in and says something else. Please call the sender and ask which one counts."
    ),
    Fault.EXPIRED: N_("By the date of this computer the time for this ended on {day}. The office can give more time."),
    Fault.DECIDED: N_("The decision on this dossier has been taken; a review can no longer be added."),
}


class PackageRefused(RuleBroken):
    """A package that is not accepted; `fault` is for programs, the sentence for people."""

    def __init__(self, fault: Fault, **fields: object) -> None:
        self.fault = fault
        shown = {name: show_date(value) if isinstance(value, date) else value for name, value in fields.items()}
        super().__init__(_(_SENTENCES[fault]).format(**shown))
