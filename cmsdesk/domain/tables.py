"""Every table of the office file, in one place."""

from sqlmodel import SQLModel

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment, Judgement
from cmsdesk.domain.certificates import Certificate, CertificateEvent
from cmsdesk.domain.decisions import Decision
from cmsdesk.domain.dossiers import CheckAnswer, Evidence, EvidenceTie, PointsEntry
from cmsdesk.domain.journal import JournalDetail, JournalEntry, JournalSubject
from cmsdesk.domain.numbering import NumberSeries
from cmsdesk.domain.office import OfficeSettings
from cmsdesk.domain.people import Membership, Organisation, Person
from cmsdesk.domain.records import Record

METADATA = SQLModel.metadata

# Parents before children: the order in which rows can be put back.
TABLES: tuple[type[Record], ...] = (
    OfficeSettings,
    NumberSeries,
    Person,
    Organisation,
    Membership,
    Application,
    Evidence,
    EvidenceTie,
    PointsEntry,
    CheckAnswer,
    Assessment,
    Judgement,
    Decision,
    Certificate,
    CertificateEvent,
    JournalEntry,
    JournalDetail,
    JournalSubject,
)
