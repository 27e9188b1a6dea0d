"""Importing a member list: look first, then do it in one act that can be taken back."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import text
from sqlmodel import col, select

from cmsdesk.domain.certificates import Certificate, CertificateEvent, Status
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.names import name_key
from cmsdesk.domain.people import Membership, Person
from cmsdesk.domain.records import new_uuid
from cmsdesk.domain.words import N_, _
from cmsdesk.exchange.certificates import PlannedCertificate, plan_certificates
from cmsdesk.exchange.columns import Recognised, find_certificates, find_members
from cmsdesk.exchange.members import Draft, Known, MemberPlan, PlannedRow, plan_members
from cmsdesk.exchange.workbooks import Workbook, read_workbook
from cmsdesk.services.finding import fetch
from cmsdesk.services.numbers import reserve
from cmsdesk.services.office import Act
from cmsdesk.services.organisations import association, known_association
from cmsdesk.services.people import PEOPLE, highest_number
from cmsdesk.services.schemes import known_schemes
from cmsdesk.store.session import OfficeSession

Report = Callable[[int, int], None]
_AT_ONCE = 500
_PERSON = tuple(name for name in Draft.__dataclass_fields__ if name != "member_since")


@dataclass(frozen=True)
class ImportPlan:
    """What a list would do: its people, its certificates, and how it was understood."""

    listed: Recognised
    members: MemberPlan
    certificates: tuple[PlannedCertificate, ...]

    @property
    def changes_nothing(self) -> bool:
        """Everything in the list is already in the office."""
        useful = {"imported", "warning", "duplicate", "completed"}
        return not (
            any(row.outcome in useful for row in self.members.rows) or any(c.outcome == "imported" for c in self.certificates)
        )


def open_list(path: Path, *, report: Report | None = None) -> Workbook:
    """Read the file that holds the list; takes a while for a long one."""
    return read_workbook(path, report=report)


def understand(workbook: Workbook, *, sheet: str = "", columns: Mapping[int, str] | None = None) -> Recognised:
    """The member list in a workbook, as recognised or as the user says."""
    if sheet:
        chosen = tuple(found for found in workbook.sheets if found.name == sheet)
        if not chosen:
            names = ", ".join(found.name for found in workbook.sheets)
            raise RuleBroken(_("There is no sheet “{sheet}”; the sheets are: {names}.").format(sheet=sheet, names=names))
        workbook = replace(workbook, sheets=chosen)
    listed = find_members(workbook)
    return replace(listed, columns=dict(columns)) if columns is not None else listed


@dataclass(frozen=True)
class PlanImport:
    """What importing a list would do to this office."""

    workbook: Workbook
    listed: Recognised
    report: Report | None = field(default=None, compare=False)

    def run(self, session: OfficeSession) -> ImportPlan:
        """Changes nothing."""
        known = _everybody(session)
        members = plan_members(self.listed, known, session.today, highest=highest_number(session), report=self.report)
        numbers = {person.draft.number for person in known} | {row.number for row in members.rows if row.outcome != "refused"}
        titles = {title.id: scheme.id for scheme in known_schemes().values() for title in scheme.titles}
        found = find_certificates(self.workbook)
        existing = set(session.exec(select(Certificate.number)))
        certificates = plan_certificates(found, members=numbers, titles=titles, existing=existing) if found else ()
        return ImportPlan(self.listed, members, certificates)


@dataclass(frozen=True)
class ImportResult:
    """What an import did."""

    people: int
    merged: int
    completed: int
    certificates: int


@dataclass(frozen=True)
class ImportMembers(Act):
    """Do what the plan says; rows in `apart` are likely duplicates that the user keeps as people of their own.

    That cannot be for a row that repeats also the number: a number is one person.
    """

    plan: ImportPlan
    apart: frozenset[int] = frozenset()
    report: Report | None = field(default=None, compare=False)
    act: ClassVar[str] = N_("Imported a member list")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> ImportResult:
        """All or nothing; the whole import is one entry in the journal."""
        rows = self.plan.members.rows
        total = len(rows) + len(self.plan.certificates)
        apart = self.apart - {row.row for row in rows if row.number == row.same_as}
        new = [row for row in rows if row.outcome in {"imported", "warning"} or (row.outcome == "duplicate" and row.row in apart)]
        merged = [row for row in rows if row.outcome == "duplicate" and row.row not in apart]
        self._check_still_true(session, new, merged)
        ids = self._add_people(session, new, total)
        self._merge(session, merged, ids)
        completed = [row for row in rows if row.outcome == "completed"]
        for row in completed:
            _fill(session, fetch(session, Person, row.known_id or 0), row.draft)
        if self.report:
            self.report(len(rows), total)
        certificates = self._add_certificates(session, ids)
        reserve(session, PEOPLE, highest_number(session))
        return ImportResult(len(new), len(merged), len(completed), certificates)

    def _check_still_true(self, session: OfficeSession, new: list[PlannedRow], merged: list[PlannedRow]) -> None:
        """Refuse when somebody changed the office after the preview in a way that the plan does not know of."""
        there = dict(session.exec(select(Person.number, Person.id)).all())
        issued = set(session.exec(select(Certificate.number)))
        certificates = [row for row in self.plan.certificates if row.outcome == "imported"]
        coming = {row.number for row in (*new, *merged)}
        taken = coming & there.keys() or any(row.certificate in issued for row in certificates)
        known = {row.known_id for row in self.plan.members.rows if row.known_id}
        wanted = {row.same_as for row in merged} | {row.number for row in certificates}
        if taken or known - set(there.values()) or wanted - there.keys() - coming:
            raise RuleBroken(
                _("The office was changed after this list was looked at. Please open the list again; nothing was imported.")
            )

    def _add_people(self, session: OfficeSession, rows: list[PlannedRow], total: int) -> dict[str, int]:
        """Insert the people and their memberships; returns every id by number."""
        first, membership = _next_id(session, "person"), _next_id(session, "membership")
        organisation = association(session)
        for done in range(0, len(rows), _AT_ONCE):
            if self.report:
                self.report(done, total)
            people = enumerate(rows[done : done + _AT_ONCE], start=first + done)
            session.add_many(Person, [_person(person_id, row.draft) for person_id, row in people])
        session.add_many(
            Membership,
            [
                {
                    "id": membership + place,
                    "person_id": first + place,
                    "organisation_id": organisation,
                    "from_on": row.draft.member_since,
                    "until_on": None,
                }
                for place, row in enumerate(rows)
                if row.draft.member_since
            ],
        )
        return {person.number: person.merged_into_id or person.id or 0 for person in session.exec(select(Person))}

    def _merge(self, session: OfficeSession, rows: list[PlannedRow], ids: dict[str, int]) -> None:
        """A person entered twice: fill what was empty, and keep the second number as a pointer to the first."""
        for row in rows:
            keep = fetch(session, Person, ids[row.same_as or ""])
            _fill(session, keep, row.draft)
            if row.number == row.same_as:
                continue
            pointer = Person(**{name: getattr(row.draft, name) for name in _PERSON}, merged_into_id=keep.id)
            pointer.settle_name()
            session.add(pointer)
            ids[row.number] = ids[row.same_as or ""]
        session.flush()

    def _add_certificates(self, session: OfficeSession, ids: dict[str, int]) -> int:
        schemes = {title.id: scheme for scheme in known_schemes().values() for title in scheme.titles}
        first, event = _next_id(session, "certificate"), _next_id(session, "certificateevent")
        planned = [row for row in self.plan.certificates if row.outcome == "imported"]
        session.add_many(
            Certificate,
            [
                {
                    "id": first + place,
                    "uuid": new_uuid(),
                    "number": row.certificate,
                    "person_id": ids[row.number],
                    "application_id": None,
                    "scheme_id": schemes[row.title].id,
                    "title_id": row.title,
                    "issuer": schemes[row.title].certificate.issuer,
                    "granted_on": row.granted_on,
                    "until_on": row.until_on,
                    "standing": Status.ACTIVE.value,
                    "sha256": "",
                    "token": "",
                }
                for place, row in enumerate(planned)
            ],
        )
        session.add_many(
            CertificateEvent,
            [
                {
                    "id": event + place,
                    "certificate_id": first + place,
                    "on": row.granted_on,
                    "standing": Status.ACTIVE.value,
                    "reason": "",
                }
                for place, row in enumerate(planned)
            ],
        )
        return len(planned)


def _person(person_id: int, draft: Draft) -> dict[str, Any]:
    values = {name: value for name, value in asdict(draft).items() if name in _PERSON}
    return values | {
        "id": person_id,
        "uuid": new_uuid(),
        "name_key": name_key(draft.surname, draft.prefix, draft.given_name or draft.initials),
        "merged_into_id": None,
        "version": 1,
    }


def _fill(session: OfficeSession, person: Person, draft: Draft) -> None:
    """Fill what the office did not know yet; what it knows is never overwritten."""
    for name in _PERSON:
        if not getattr(person, name):
            setattr(person, name, getattr(draft, name))
    person.settle_name()
    session.add(person)
    own = association(session)
    mine = select(Membership).where(Membership.person_id == person.id, Membership.organisation_id == own)
    if draft.member_since and person.id and session.exec(mine).first() is None:
        session.add(Membership(person_id=person.id, organisation_id=own, from_on=draft.member_since))


def _everybody(session: OfficeSession) -> list[Known]:
    since: dict[int, Any] = {}
    mine = select(Membership).where(Membership.organisation_id == known_association(session))
    for membership in session.exec(mine.order_by(col(Membership.from_on).desc())):
        since[membership.person_id] = membership.from_on
    columns = [getattr(Person, name) for name in ("id", "merged_into_id", *_PERSON)]
    return [
        Known(
            row[0], Draft(**dict(zip(_PERSON, row[2:], strict=True)), member_since=since.get(row[0])), merged=row[1] is not None
        )
        for row in session.connection().execute(select(*columns))
    ]


def _next_id(session: OfficeSession, table: str) -> int:
    return int(session.connection().execute(text(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")).scalar_one())
