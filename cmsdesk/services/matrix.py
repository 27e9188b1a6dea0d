"""The exemption matrix: topics by documents, with the state of each cell and where each topic stands."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from cmsdesk.domain.answers import TopicAnswer
from cmsdesk.domain.applications import Application
from cmsdesk.domain.dossiers import Evidence, Standing
from cmsdesk.domain.schemes.evaluate import evaluate_route, leaves_of
from cmsdesk.domain.schemes.proofs import open_topics, topics_asked
from cmsdesk.domain.schemes.requirements import Topics
from cmsdesk.domain.words import N_, _, language
from cmsdesk.services.finding import fetch
from cmsdesk.services.plans import lines_of_plan
from cmsdesk.services.review_items import documents_of
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.verdicts import facts_of
from cmsdesk.store.session import OfficeSession


class Cell(StrEnum):
    """What a document does for a topic."""

    NONE = "none"
    TIED = "tied"
    ACCEPTED = "accepted"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The state in the reader's words."""
        return _(_CELLS[self])


_CELLS = {
    Cell.NONE: N_("nothing"),
    Cell.TIED: N_("tied, to be judged"),
    Cell.ACCEPTED: N_("accepted"),
    Cell.REFUSED: N_("not accepted"),
}
_BY_STANDING = {Standing.PENDING: Cell.TIED, Standing.ACCEPTED: Cell.ACCEPTED, Standing.REFUSED: Cell.REFUSED}


@dataclass(frozen=True)
class Column:
    """A document that counts; `round` is the one it came in for."""

    evidence_id: int
    name: str
    standing: Standing
    round: int


@dataclass(frozen=True)
class MatrixRow:
    """One topic: where it stands, on what it rests, a cell for each column, and whether the plan covers it."""

    key: str
    title: str
    standing: Standing
    basis: tuple[str, ...]
    cells: tuple[Cell, ...]
    is_open: bool
    planned: bool


@dataclass(frozen=True)
class Matrix:
    """Topics by documents."""

    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class ReadMatrix:
    """The exemption matrix of an application; a document tied to all topics counts for each."""

    application_id: int

    def run(self, session: OfficeSession) -> Matrix:
        """In the order of the scheme and of the dossier; without rows where the route asks no topics."""
        application = fetch(session, Application, self.application_id)
        documents = documents_of(session, application)
        columns = tuple(Column(one.id or 0, one.name, Standing(one.standing), one.round) for one, _ties in documents)
        return Matrix(columns, tuple(_rows(session, application, documents)))


def _rows(
    session: OfficeSession, application: Application, documents: Collection[tuple[Evidence, Collection[str]]]
) -> list[MatrixRow]:
    scheme = scheme_of(application.scheme_id)
    facts = facts_of(session, scheme, application.person_id, application.id, session.today)
    planned = {key for line in lines_of_plan(session, application) for key in line.covered}
    verdict = evaluate_route(scheme, application.route_id, facts, session.today)
    rules = [scheme.requirement(leaf.requirement_id) for leaf in leaves_of(verdict)]
    rows = []
    for rule in rules:
        if not isinstance(rule, Topics):
            continue
        open_ = open_topics(scheme, rule, facts)
        for topic in topics_asked(scheme, rule):
            key = f"{rule.id}/{topic.id}"
            answer = session.get(TopicAnswer, (application.id, topic.id))
            rows.append(
                MatrixRow(
                    key=key,
                    title=topic.name.in_language(language()),
                    standing=Standing(answer.standing) if answer else Standing.PENDING,
                    basis=tuple(scheme.basis_name(one, language()) for one in answer.basis.split()) if answer else (),
                    cells=tuple(
                        _BY_STANDING[Standing(one.standing)] if {key, rule.id}.intersection(ties) else Cell.NONE
                        for one, ties in documents
                    ),
                    is_open=topic in open_,
                    planned=key in planned,
                )
            )
    return rows
