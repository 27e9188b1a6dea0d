"""Every table of the office file, in one place."""

from sqlmodel import SQLModel

from cmsdesk.domain.answers import CheckAnswer, Circumstance, SignedStatement, TopicAnswer, WaivedRequirement
from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment, Judgement, Question, ScoreChange
from cmsdesk.domain.assignments import Appointment, Assignment
from cmsdesk.domain.certificates import Certificate, CertificateEvent, CertificatePaper
from cmsdesk.domain.corrections import CorrectionRequest
from cmsdesk.domain.decisions import Decision
from cmsdesk.domain.disputes import Dispute
from cmsdesk.domain.dossiers import Evidence, EvidenceTie, PointsEntry
from cmsdesk.domain.drafts import Draft
from cmsdesk.domain.editions import NormDocument, SchemeEdition
from cmsdesk.domain.erasing import Erasure
from cmsdesk.domain.hearings import Hearing
from cmsdesk.domain.independence import Relation
from cmsdesk.domain.journal import JournalDetail, JournalEntry, JournalSubject
from cmsdesk.domain.numbering import NumberSeries
from cmsdesk.domain.office import OfficeSettings
from cmsdesk.domain.packages import AssessorKey, SentPackage
from cmsdesk.domain.page_notes import PageNote
from cmsdesk.domain.people import Membership, Organisation, Person
from cmsdesk.domain.plans import PlanLine
from cmsdesk.domain.proofs import Proof
from cmsdesk.domain.protocols import Protocol, ProtocolLine
from cmsdesk.domain.qualifications import HeldCredential, WorkPeriod
from cmsdesk.domain.records import Record
from cmsdesk.domain.rounds import Remark, Round

METADATA = SQLModel.metadata

# Parents before children: the order in which rows can be put back.
TABLES: tuple[type[Record], ...] = (
    OfficeSettings,
    NumberSeries,
    Person,
    Erasure,
    Organisation,
    Membership,
    WorkPeriod,
    HeldCredential,
    Relation,
    Appointment,
    SchemeEdition,
    NormDocument,
    Application,
    CorrectionRequest,
    Evidence,
    EvidenceTie,
    PointsEntry,
    Proof,
    CheckAnswer,
    TopicAnswer,
    SignedStatement,
    Circumstance,
    WaivedRequirement,
    Round,
    Remark,
    Decision,
    Certificate,
    CertificateEvent,
    CertificatePaper,
    Dispute,
    Assignment,
    Assessment,
    Draft,
    Judgement,
    ScoreChange,
    Question,
    PageNote,
    Protocol,
    ProtocolLine,
    Hearing,
    PlanLine,
    AssessorKey,
    SentPackage,
    JournalEntry,
    JournalDetail,
    JournalSubject,
)
