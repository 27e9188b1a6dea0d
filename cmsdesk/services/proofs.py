"""Use cases about the documents behind what a person brings along: points, periods of work, credentials."""

import io
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from sqlmodel import col, select

from cmsdesk.domain.dossiers import PointsEntry
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.proofs import Fact, Proof
from cmsdesk.domain.qualifications import HeldCredential, WorkPeriod
from cmsdesk.domain.words import N_, _
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act
from cmsdesk.services.taking_in import take_in, whole_document
from cmsdesk.store.session import OfficeSession

_TABLES: Mapping[Fact, Any] = {Fact.POINTS: PointsEntry, Fact.PERIOD: WorkPeriod, Fact.CREDENTIAL: HeldCredential}


@dataclass(frozen=True)
class AddProof(Act):
    """Put a document behind a fact."""

    fact: Fact
    fact_id: int
    path: Path
    act: ClassVar[str] = N_("Added a proof")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id; the same document twice behind one fact is refused."""
        proven = fetch(session, _TABLES[self.fact], self.fact_id)
        taken = take_in(session, self.path)
        for other in proofs_behind(session, self.fact, self.fact_id):
            if other.sha256 == taken.sha256:
                raise RuleBroken(_("This document is already there, as “{name}”.").format(name=other.name))
        proof = Proof(
            person_id=proven.person_id,
            name=taken.name,
            media_type=taken.media_type,
            sha256=taken.sha256,
            size=taken.size,
            added_at=session.now,
        )
        setattr(proof, f"{self.fact}_id", self.fact_id)
        session.add(proof)
        session.flush()
        assert proof.id is not None
        return proof.id


@dataclass(frozen=True)
class RemoveProof(Act):
    """Take away a document that was put there by mistake."""

    proof_id: int
    act: ClassVar[str] = N_("Removed a proof")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """The journal keeps what it was."""
        session.delete(fetch(session, Proof, self.proof_id))


@dataclass(frozen=True)
class ProofRow:
    """One document behind a fact."""

    id: int
    name: str


@dataclass(frozen=True)
class ProofsOf:
    """Every proof of a person, by what it proves."""

    person_id: int

    def run(self, session: OfficeSession) -> Mapping[tuple[Fact, int], list[ProofRow]]:
        """Oldest first; a fact without proof has an empty list."""
        found: dict[tuple[Fact, int], list[ProofRow]] = defaultdict(list)
        for proof in session.exec(select(Proof).where(Proof.person_id == self.person_id).order_by(col(Proof.id))):
            fact, fact_id = next((fact, number) for fact in Fact if (number := getattr(proof, f"{fact}_id")))
            found[fact, fact_id].append(ProofRow(proof.id or 0, proof.name))
        return found


@dataclass(frozen=True)
class ReadProof:
    """The bytes of a proof, with its name and media type."""

    proof_id: int

    def run(self, session: OfficeSession) -> tuple[str, str, BinaryIO]:
        """Refuses a document that is no longer what was handed in."""
        proof = fetch(session, Proof, self.proof_id)
        return proof.name, proof.media_type, io.BytesIO(whole_document(session, proof.name, proof.sha256))


def proofs_behind(session: OfficeSession, fact: Fact, fact_id: int) -> list[Proof]:
    """The proofs of one fact."""
    return list(session.exec(select(Proof).where(getattr(Proof, f"{fact}_id") == fact_id).order_by(col(Proof.id))))
