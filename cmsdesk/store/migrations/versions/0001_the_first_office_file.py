"""The first office file."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# Words are folded by unicode61; name_key adds what it does not fold (o-slash, l-stroke).
_PERSON_WORDS = " || ' ' || ".join(
    f"new.{column}"
    for column in ("number", "given_name", "initials", "prefix", "surname", "name_key", "email", "city", "employer", "function")
)
_INDEX = "USING fts5(words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"


def upgrade() -> None:
    op.create_table(
        "journalentry",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("user", AutoString(), nullable=False),
        sa.Column("act", AutoString(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("undoable", sa.Boolean(), nullable=False),
        sa.Column("commitment", AutoString(), nullable=False),
        sa.Column("previous", AutoString(), nullable=False),
        sa.Column("hash", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journalentry")),
    )
    with op.batch_alter_table("journalentry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journalentry_undoes"), ["undoes"], unique=False)

    op.create_table(
        "numberseries",
        sa.Column("series", AutoString(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_numberseries")),
    )
    op.create_table(
        "officesettings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("contact_name", AutoString(), nullable=False),
        sa.Column("contact_email", AutoString(), nullable=False),
        sa.Column("contact_phone", AutoString(), nullable=False),
        sa.Column("signatory_name", AutoString(), nullable=False),
        sa.Column("signatory_role", AutoString(), nullable=False),
        sa.Column("backup_folder", AutoString(), nullable=False),
        sa.Column("certificate_layout", AutoString(), nullable=False),
        sa.Column("association", AutoString(), nullable=False),
        sa.Column("signing_key", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officesettings")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", AutoString(), nullable=False),
        sa.Column("number", AutoString(), nullable=False),
        sa.Column("initials", AutoString(), nullable=False),
        sa.Column("given_name", AutoString(), nullable=False),
        sa.Column("prefix", AutoString(), nullable=False),
        sa.Column("surname", AutoString(), nullable=False),
        sa.Column("name_key", AutoString(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("email", AutoString(), nullable=False),
        sa.Column("phone", AutoString(), nullable=False),
        sa.Column("street", AutoString(), nullable=False),
        sa.Column("postcode", AutoString(), nullable=False),
        sa.Column("city", AutoString(), nullable=False),
        sa.Column("employer", AutoString(), nullable=False),
        sa.Column("function", AutoString(), nullable=False),
        sa.Column("note", AutoString(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["merged_into_id"], ["person.id"], name=op.f("fk_person_merged_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("number", name=op.f("uq_person_number")),
        sa.UniqueConstraint("uuid", name=op.f("uq_person_uuid")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_city"), ["city"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_employer"), ["employer"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_function"), ["function"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_name_key"), ["name_key"], unique=False)

    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", AutoString(), nullable=False),
        sa.Column("number", AutoString(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", AutoString(), nullable=False),
        sa.Column("version_id", AutoString(), nullable=False),
        sa.Column("route_id", AutoString(), nullable=False),
        sa.Column("title_id", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("waits_for", AutoString(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_application_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("number", name=op.f("uq_application_number")),
        sa.UniqueConstraint("uuid", name=op.f("uq_application_uuid")),
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_application_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_received_on"), ["received_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_scheme_id"), ["scheme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_title_id"), ["title_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_application_waits_for"), ["waits_for"], unique=False)

    op.create_table(
        "journaldetail",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("salt", AutoString(), nullable=False),
        sa.Column("data", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["journalentry.seq"], name=op.f("fk_journaldetail_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journaldetail")),
    )
    op.create_table(
        "journalsubject",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["journalentry.seq"], name=op.f("fk_journalsubject_seq")),
        sa.PrimaryKeyConstraint("seq", "kind", "ref", name=op.f("pk_journalsubject")),
    )
    with op.batch_alter_table("journalsubject", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journalsubject_ref"), ["ref"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_from_on"), ["from_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_person_id"), ["person_id"], unique=False)

    op.create_table(
        "pointsentry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", AutoString(), nullable=False),
        sa.Column("ledger", AutoString(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("description", AutoString(), nullable=False),
        sa.Column("amount_hundredths", sa.Integer(), nullable=True),
        sa.Column("hours_hundredths", sa.Integer(), nullable=True),
        sa.Column("marks", AutoString(), nullable=False),
        sa.Column("used_for", AutoString(), nullable=False),
        sa.Column("standing", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pointsentry_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pointsentry")),
    )
    with op.batch_alter_table("pointsentry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pointsentry_person_id"), ["person_id"], unique=False)

    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", AutoString(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("step_id", AutoString(), nullable=False),
        sa.Column("assessor", AutoString(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("comment", AutoString(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_assessment_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("uuid", name=op.f("uq_assessment_uuid")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_application_id"), ["application_id"], unique=False)

    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", AutoString(), nullable=False),
        sa.Column("number", AutoString(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("scheme_id", AutoString(), nullable=False),
        sa.Column("title_id", AutoString(), nullable=False),
        sa.Column("issuer", AutoString(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("standing", AutoString(), nullable=False),
        sa.Column("sha256", AutoString(), nullable=False),
        sa.Column("token", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_certificate_application_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_certificate_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("number", name=op.f("uq_certificate_number")),
        sa.UniqueConstraint("uuid", name=op.f("uq_certificate_uuid")),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_granted_on"), ["granted_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_scheme_id"), ["scheme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_standing"), ["standing"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_title_id"), ["title_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_until_on"), ["until_on"], unique=False)

    op.create_table(
        "checkanswer",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", AutoString(), nullable=False),
        sa.Column("answer", AutoString(), nullable=False),
        sa.Column("note", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_checkanswer_application_id")),
        sa.PrimaryKeyConstraint("application_id", "requirement_id", name=op.f("pk_checkanswer")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("body", AutoString(), nullable=False),
        sa.Column("decider", AutoString(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("reference", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("ground", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_decision_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("application_id", name=op.f("uq_decision_application_id")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_decided_on"), ["decided_on"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", AutoString(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("media_type", AutoString(), nullable=False),
        sa.Column("sha256", AutoString(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("standing", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_evidence_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("uuid", name=op.f("uq_evidence_uuid")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_sha256"), ["sha256"], unique=False)

    op.create_table(
        "certificateevent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("standing", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_certificateevent_certificate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificateevent")),
    )
    with op.batch_alter_table("certificateevent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificateevent_certificate_id"), ["certificate_id"], unique=False)

    op.create_table(
        "evidencetie",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidencetie_evidence_id")),
        sa.PrimaryKeyConstraint("evidence_id", "requirement_id", name=op.f("pk_evidencetie")),
    )
    op.create_table(
        "judgement",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", AutoString(), nullable=False),
        sa.Column("verdict", AutoString(), nullable=False),
        sa.Column("comment", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_judgement_assessment_id")),
        sa.PrimaryKeyConstraint("assessment_id", "requirement_id", name=op.f("pk_judgement")),
    )
    for column in ("name_key", "number", "city", "employer", "function"):
        op.execute(f"CREATE INDEX ix_person_list_{column} ON person ({column}, id) WHERE merged_into_id IS NULL")
    search("person", _PERSON_WORDS)
    search("application", "new.number")
    search("certificate", "new.number")


def search(table: str, words: str) -> None:
    """Keep an index of words beside a table, without a copy of the words themselves."""
    index = f"search_{table}"
    op.execute(f"CREATE VIRTUAL TABLE {index} {_INDEX}")
    op.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('secure-delete', 1)")
    add = f"INSERT INTO {index} (rowid, words) VALUES (new.id, {words});"
    remove = f"DELETE FROM {index} WHERE rowid = old.id;"
    op.execute(f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {add} END")
    op.execute(f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {remove} END")
    op.execute(f"CREATE TRIGGER {index}_update AFTER UPDATE ON {table} BEGIN {remove} {add} END")
