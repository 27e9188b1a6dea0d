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
from cmsdesk.services.numbers import reserve
from cmsdesk.services.office import Act
from cmsdesk.services.organisations import association
from cmsdesk.services.people import PEOPLE
from cmsdesk.services.schemes import known_schemes
from cmsdesk.store.session import OfficeSession

Report = Callable[[int, int], None]
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

    def run(self, session: OfficeSession) -> ImportPlan:
        """Changes nothing."""
        known = _everybody(session)
        members = plan_members(self.listed, known, session.today)
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
    """Do what the plan says; rows in `apart` are likely duplicates that the user keeps as people of their own."""

    plan: ImportPlan
    apart: frozenset[int] = frozenset()
    report: Report | None = field(default=None, compare=False)
    act: ClassVar[str] = N_("Imported a member list")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> ImportResult:
        """All or nothing; the whole import is one entry in the journal."""
        rows = self.plan.members.rows
        total = len(rows) + len(self.plan.certificates)
        new = [
            row
            for row in rows
            if row.outcome in {"imported", "warning"} or (row.outcome == "duplicate" and row.row in self.apart)
        ]
        ids = self._add_people(session, new)
        if self.report:
            self.report(len(new), total)
        merged = [row for row in rows if row.outcome == "duplicate" and row.row not in self.apart]
        self._merge(session, merged, ids)
        completed = [row for row in rows if row.outcome == "completed"]
        for row in completed:
            _complete(session, row)
        if self.report:
            self.report(len(rows), total)
        certificates = self._add_certificates(session, ids)
        highest = max((int(row.number) for row in rows if row.number.isdigit()), default=0)
        reserve(session, PEOPLE, highest if highest < 10**9 else 0)
        return ImportResult(len(new), len(merged), len(completed), certificates)

    def _add_people(self, session: OfficeSession, rows: list[PlannedRow]) -> dict[str, int]:
        """Insert the people and their memberships; returns every id by number."""
        first, membership = _next_id(session, "person"), _next_id(session, "membership")
        organisation = association(session)
        people = [_person(first + place, row.draft) for place, row in enumerate(rows)]
        session.add_many(Person, people)
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
            keep = session.get(Person, ids[row.same_as or ""])
            assert keep is not None
            assert keep.id is not None
            for name in _PERSON:
                if not getattr(keep, name):
                    setattr(keep, name, getattr(row.draft, name))
            keep.settle_name()
            pointer = Person(**{name: getattr(row.draft, name) for name in _PERSON}, merged_into_id=keep.id)
            pointer.settle_name()
            session.add_all([keep, pointer])
            ids[row.number] = keep.id
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


def _complete(session: OfficeSession, row: PlannedRow) -> None:
    """Fill what the office did not know yet; what it knows is never overwritten."""
    person = session.get(Person, row.known_id)
    assert person is not None
    for name in row.fills:
        if name == "member_since":
            assert row.draft.member_since is not None
            session.add(
                Membership(person_id=person.id or 0, organisation_id=association(session), from_on=row.draft.member_since)
            )
        else:
            setattr(person, name, getattr(row.draft, name))
    person.settle_name()
    session.add(person)


def _everybody(session: OfficeSession) -> list[Known]:
    since: dict[int, Any] = {}
    for membership in session.exec(select(Membership).order_by(col(Membership.from_on).desc())):
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
