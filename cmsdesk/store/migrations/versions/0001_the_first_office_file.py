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
        "normdocument",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", AutoString(), nullable=False),
        sa.Column("part_id", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("edition", AutoString(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("approved_by", AutoString(), nullable=False),
        sa.Column("sha256", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_normdocument")),
    )
    with op.batch_alter_table("normdocument", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_normdocument_scheme_id"), ["scheme_id"], unique=False)

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
        sa.Column("erased_on", sa.Date(), nullable=True),
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
        batch_op.create_index("ix_person_list_city", ["city", "id"], unique=False, sqlite_where=sa.text("merged_into_id IS NULL"))
        batch_op.create_index(
            "ix_person_list_employer", ["employer", "id"], unique=False, sqlite_where=sa.text("merged_into_id IS NULL")
        )
        batch_op.create_index(
            "ix_person_list_function", ["function", "id"], unique=False, sqlite_where=sa.text("merged_into_id IS NULL")
        )
        batch_op.create_index(
            "ix_person_list_name_key", ["name_key", "id"], unique=False, sqlite_where=sa.text("merged_into_id IS NULL")
        )
        batch_op.create_index(
            "ix_person_list_number", ["number", "id"], unique=False, sqlite_where=sa.text("merged_into_id IS NULL")
        )
        batch_op.create_index(batch_op.f("ix_person_name_key"), ["name_key"], unique=False)

    op.create_table(
        "schemeedition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schemeedition")),
    )
    with op.batch_alter_table("schemeedition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_schemeedition_scheme_id"), ["scheme_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_schemeedition_state"), ["state"], unique=False)

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
        sa.Column("paused_on", sa.Date(), nullable=True),
        sa.Column("complete_on", sa.Date(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("special_needs", AutoString(), nullable=False),
        sa.Column("accommodation", AutoString(), nullable=False),
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
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", AutoString(), nullable=False),
        sa.Column("role", AutoString(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("approved_by", AutoString(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("organisation", AutoString(), nullable=False),
        sa.Column("note", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appointment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_role"), ["role"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_scheme_id"), ["scheme_id"], unique=False)

    op.create_table(
        "assessorkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key_id", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("reading", AutoString(), nullable=False),
        sa.Column("signing", AutoString(), nullable=False),
        sa.Column("enrolled_on", sa.Date(), nullable=False),
        sa.Column("enrolled_by", AutoString(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoked_reason", AutoString(), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assessorkey_person_id")),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["assessorkey.id"], name=op.f("fk_assessorkey_replaced_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessorkey")),
        sa.UniqueConstraint("key_id", name=op.f("uq_assessorkey_key_id")),
    )
    with op.batch_alter_table("assessorkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessorkey_person_id"), ["person_id"], unique=False)

    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", AutoString(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_erasure_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("person_id", name=op.f("uq_erasure_person_id")),
        sa.UniqueConstraint("uuid", name=op.f("uq_erasure_uuid")),
    )
    op.create_table(
        "heldcredential",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("issuer", AutoString(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("years", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_heldcredential_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heldcredential")),
    )
    with op.batch_alter_table("heldcredential", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_heldcredential_person_id"), ["person_id"], unique=False)

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
        sa.Column("category", AutoString(), nullable=False),
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
        "relation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("note", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_relation_other_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_relation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation")),
    )
    with op.batch_alter_table("relation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_relation_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_relation_person_id"), ["person_id"], unique=False)

    op.create_table(
        "workperiod",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", AutoString(), nullable=False),
        sa.Column("ledger", AutoString(), nullable=False),
        sa.Column("description", AutoString(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_workperiod_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workperiod")),
    )
    with op.batch_alter_table("workperiod", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workperiod_person_id"), ["person_id"], unique=False)

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
        sa.Column("legacy_level", AutoString(), nullable=False),
        sa.Column("scope", AutoString(), nullable=False),
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
        "circumstance",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_circumstance_application_id")),
        sa.PrimaryKeyConstraint("application_id", "name", name=op.f("pk_circumstance")),
    )
    op.create_table(
        "correctionrequest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", AutoString(), nullable=False),
        sa.Column("fault", AutoString(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_correctionrequest_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correctionrequest")),
    )
    with op.batch_alter_table("correctionrequest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correctionrequest_application_id"), ["application_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("body", AutoString(), nullable=False),
        sa.Column("decider", AutoString(), nullable=False),
        sa.Column("decider_id", sa.Integer(), nullable=True),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("reference", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("override", AutoString(), nullable=False),
        sa.Column("override_agreed_by", AutoString(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("replaced_on", sa.Date(), nullable=True),
        sa.Column("ground", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_decision_application_id")),
        sa.ForeignKeyConstraint(["decider_id"], ["person.id"], name=op.f("fk_decision_decider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_decided_on"), ["decided_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_decider_id"), ["decider_id"], unique=False)

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
        sa.Column("issuer", AutoString(), nullable=False),
        sa.Column("exception_by", AutoString(), nullable=False),
        sa.Column("exception_on", sa.Date(), nullable=True),
        sa.Column("exception_reason", AutoString(), nullable=False),
        sa.Column("ticked", AutoString(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_evidence_application_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["evidence.id"], name=op.f("fk_evidence_replaces_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("uuid", name=op.f("uq_evidence_uuid")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_replaces_id"), ["replaces_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_sha256"), ["sha256"], unique=False)

    op.create_table(
        "hearing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", AutoString(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("step_id", AutoString(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", AutoString(), nullable=False),
        sa.Column("minutes_long", sa.Integer(), nullable=False),
        sa.Column("place", AutoString(), nullable=False),
        sa.Column("minutes", AutoString(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_hearing_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing")),
        sa.UniqueConstraint("uuid", name=op.f("uq_hearing_uuid")),
    )
    with op.batch_alter_table("hearing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hearing_on"), ["on"], unique=False)

    op.create_table(
        "planline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("covers", AutoString(), nullable=False),
        sa.Column("action", AutoString(), nullable=False),
        sa.Column("by_whom", AutoString(), nullable=False),
        sa.Column("by_when", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_planline_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planline")),
    )
    with op.batch_alter_table("planline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_planline_application_id"), ["application_id"], unique=False)

    op.create_table(
        "proof",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", AutoString(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("points_id", sa.Integer(), nullable=True),
        sa.Column("period_id", sa.Integer(), nullable=True),
        sa.Column("credential_id", sa.Integer(), nullable=True),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("media_type", AutoString(), nullable=False),
        sa.Column("sha256", AutoString(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["credential_id"], ["heldcredential.id"], name=op.f("fk_proof_credential_id")),
        sa.ForeignKeyConstraint(["period_id"], ["workperiod.id"], name=op.f("fk_proof_period_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_proof_person_id")),
        sa.ForeignKeyConstraint(["points_id"], ["pointsentry.id"], name=op.f("fk_proof_points_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof")),
        sa.UniqueConstraint("uuid", name=op.f("uq_proof_uuid")),
    )
    with op.batch_alter_table("proof", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proof_credential_id"), ["credential_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proof_period_id"), ["period_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proof_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proof_points_id"), ["points_id"], unique=False)

    op.create_table(
        "protocol",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", AutoString(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("step_id", AutoString(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("dissent_by", AutoString(), nullable=False),
        sa.Column("dissent", AutoString(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_protocol_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol")),
        sa.UniqueConstraint("uuid", name=op.f("uq_protocol_uuid")),
    )
    with op.batch_alter_table("protocol", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_protocol_application_id"), ["application_id"], unique=False)

    op.create_table(
        "round",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("snapshot", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_round_application_id")),
        sa.PrimaryKeyConstraint("application_id", "number", name=op.f("pk_round")),
    )
    op.create_table(
        "signedstatement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", AutoString(), nullable=False),
        sa.Column("role", AutoString(), nullable=False),
        sa.Column("signer", AutoString(), nullable=False),
        sa.Column("signer_id", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("standing", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_signedstatement_application_id")),
        sa.ForeignKeyConstraint(["signer_id"], ["person.id"], name=op.f("fk_signedstatement_signer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signedstatement")),
    )
    with op.batch_alter_table("signedstatement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signedstatement_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_signedstatement_signer_id"), ["signer_id"], unique=False)

    op.create_table(
        "topicanswer",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", AutoString(), nullable=False),
        sa.Column("standing", AutoString(), nullable=False),
        sa.Column("basis", AutoString(), nullable=False),
        sa.Column("note", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_topicanswer_application_id")),
        sa.PrimaryKeyConstraint("application_id", "topic_id", name=op.f("pk_topicanswer")),
    )
    op.create_table(
        "waivedrequirement",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", AutoString(), nullable=False),
        sa.Column("role", AutoString(), nullable=False),
        sa.Column("by", AutoString(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_waivedrequirement_application_id")),
        sa.PrimaryKeyConstraint("application_id", "requirement_id", name=op.f("pk_waivedrequirement")),
    )
    op.create_table(
        "certificateevent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("standing", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("body", AutoString(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("scope", AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_certificateevent_certificate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificateevent")),
    )
    with op.batch_alter_table("certificateevent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificateevent_certificate_id"), ["certificate_id"], unique=False)

    op.create_table(
        "certificatepaper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("language", AutoString(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("sha256", AutoString(), nullable=False),
        sa.Column("voided_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_certificatepaper_certificate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificatepaper")),
    )
    with op.batch_alter_table("certificatepaper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificatepaper_certificate_id"), ["certificate_id"], unique=False)

    op.create_table(
        "dispute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", AutoString(), nullable=False),
        sa.Column("number", AutoString(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("certificate_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("brought_by", AutoString(), nullable=False),
        sa.Column("grounds", AutoString(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("in_time", sa.Boolean(), nullable=False),
        sa.Column("handled_by", AutoString(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("answer", AutoString(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_dispute_application_id")),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_dispute_certificate_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_dispute_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sa.UniqueConstraint("number", name=op.f("uq_dispute_number")),
        sa.UniqueConstraint("uuid", name=op.f("uq_dispute_uuid")),
    )
    with op.batch_alter_table("dispute", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispute_answer_due_on"), ["answer_due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispute_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispute_certificate_id"), ["certificate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispute_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispute_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispute_outcome"), ["outcome"], unique=False)

    op.create_table(
        "evidencetie",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidencetie_evidence_id")),
        sa.PrimaryKeyConstraint("evidence_id", "requirement_id", name=op.f("pk_evidencetie")),
    )
    op.create_table(
        "protocolline",
        sa.Column("protocol_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", AutoString(), nullable=False),
        sa.Column("verdict", AutoString(), nullable=False),
        sa.Column("comment", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["protocol_id"], ["protocol.id"], name=op.f("fk_protocolline_protocol_id")),
        sa.PrimaryKeyConstraint("protocol_id", "requirement_id", name=op.f("pk_protocolline")),
    )
    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", AutoString(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("given_by", AutoString(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("response", AutoString(), nullable=False),
        sa.Column("responded_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_remark_application_id")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_remark_evidence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
        sa.UniqueConstraint("uuid", name=op.f("uq_remark_uuid")),
    )
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remark_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_remark_evidence_id"), ["evidence_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", AutoString(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", AutoString(), nullable=False),
        sa.Column("step_id", AutoString(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=True),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("declared_on", sa.Date(), nullable=True),
        sa.Column("independent", sa.Boolean(), nullable=True),
        sa.Column("declaration", AutoString(), nullable=False),
        sa.Column("waiver", AutoString(), nullable=False),
        sa.Column("waived_by", AutoString(), nullable=False),
        sa.Column("agreed_by", AutoString(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_reason", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_assignment_application_id")),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_assignment_dispute_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("uuid", name=op.f("uq_assignment_uuid")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_dispute_id"), ["dispute_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_person_id"), ["person_id"], unique=False)

    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", AutoString(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("step_id", AutoString(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("assessor", AutoString(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("comment", AutoString(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_assessment_application_id")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_assessment_assignment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("uuid", name=op.f("uq_assessment_uuid")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_assignment_id"), ["assignment_id"], unique=False)

    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("author", AutoString(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("about", AutoString(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("kept_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_draft_application_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_draft_assignment_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_assignment_id"), ["assignment_id"], unique=False)

    op.create_table(
        "sentpackage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", AutoString(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("judged", AutoString(), nullable=False),
        sa.Column("written", AutoString(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("head", AutoString(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("returned_sequence", sa.Integer(), nullable=False),
        sa.Column("returned_head", AutoString(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_whole", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_sentpackage_application_id")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_sentpackage_assignment_id")),
        sa.ForeignKeyConstraint(["key_id"], ["assessorkey.id"], name=op.f("fk_sentpackage_key_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sentpackage")),
        sa.UniqueConstraint("uuid", name=op.f("uq_sentpackage_uuid")),
    )
    with op.batch_alter_table("sentpackage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sentpackage_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sentpackage_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sentpackage_expires_on"), ["expires_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_sentpackage_key_id"), ["key_id"], unique=False)

    op.create_table(
        "judgement",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", AutoString(), nullable=False),
        sa.Column("verdict", AutoString(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("basis", AutoString(), nullable=False),
        sa.Column("comment", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_judgement_assessment_id")),
        sa.PrimaryKeyConstraint("assessment_id", "requirement_id", name=op.f("pk_judgement")),
    )
    op.create_table(
        "pagenote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", AutoString(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("sha256", AutoString(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("x", sa.Float(), nullable=False),
        sa.Column("y", sa.Float(), nullable=False),
        sa.Column("width", sa.Float(), nullable=False),
        sa.Column("height", sa.Float(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("by", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_pagenote_assessment_id")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_pagenote_evidence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pagenote")),
        sa.UniqueConstraint("uuid", name=op.f("uq_pagenote_uuid")),
    )
    with op.batch_alter_table("pagenote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pagenote_assessment_id"), ["assessment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pagenote_evidence_id"), ["evidence_id"], unique=False)

    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", AutoString(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("requirement_id", AutoString(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("asked_by", AutoString(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answer", AutoString(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_question_application_id")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_question_assessment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("uuid", name=op.f("uq_question_uuid")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_assessment_id"), ["assessment_id"], unique=False)

    op.create_table(
        "scorechange",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", AutoString(), nullable=False),
        sa.Column("verdict", AutoString(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("comment", AutoString(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_scorechange_assessment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorechange")),
    )
    with op.batch_alter_table("scorechange", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scorechange_assessment_id"), ["assessment_id"], unique=False)
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
