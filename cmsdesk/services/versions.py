"""The versions of a document: what came in the place of what, and which round judged which."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from cmsdesk.domain.dossiers import Evidence, Standing
from cmsdesk.domain.rounds import Round
from cmsdesk.services.dossiers import EvidenceRow, ListEvidence
from cmsdesk.services.finding import fetch
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class JudgedIn:
    """What a closed round made of a version; the bytes are those it was judged on."""

    round: int
    closed_on: date
    standing: Standing
    reason: str


@dataclass(frozen=True)
class VersionRow:
    """One version of a document, with the rounds that judged it; `number` 1 is the first that came in."""

    number: int
    document: EvidenceRow
    judged: tuple[JudgedIn, ...]


@dataclass(frozen=True)
class ReadVersions:
    """Every version of the document that this one is a version of."""

    evidence_id: int

    def run(self, session: OfficeSession) -> tuple[VersionRow, ...]:
        """Oldest first; the last one counts."""
        evidence = fetch(session, Evidence, self.evidence_id)
        rows = {row.id: row for row in ListEvidence(evidence.application_id).run(session)}
        first = [evidence, *former_versions(session, evidence)][-1]
        judged = _judged(session, evidence.application_id)
        found: list[VersionRow] = []
        following: int | None = first.id
        while following is not None:
            found.append(VersionRow(len(found) + 1, rows[following], tuple(judged.get(following, ()))))
            following = rows[following].replaced_by_id
        return tuple(found)


def former_versions(session: OfficeSession, evidence: Evidence) -> Iterator[Evidence]:
    """What a document came in the place of, newest first."""
    while evidence.replaces_id is not None:
        evidence = fetch(session, Evidence, evidence.replaces_id)
        yield evidence


def successor_of(session: OfficeSession, evidence: Evidence) -> Evidence | None:
    """The document that came in the place of this one."""
    return session.exec(select(Evidence).where(Evidence.replaces_id == evidence.id)).first()


def _judged(session: OfficeSession, application_id: int) -> dict[int, list[JudgedIn]]:
    """By document, what each closed round wrote down about it."""
    found: dict[int, list[JudgedIn]] = {}
    for one in session.exec(select(Round).where(Round.application_id == application_id).order_by(col(Round.number))):
        if one.closed_on is not None:
            for document in json.loads(one.snapshot)["documents"]:
                judged = JudgedIn(one.number, one.closed_on, Standing(document["standing"]), document["reason"])
                found.setdefault(document["id"], []).append(judged)
    return found
