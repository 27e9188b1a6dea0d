"""Use cases about editions of a scheme: a concept to change, the publish rule, the documents of the norm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from sqlmodel import col, select

from cmsdesk.domain.editions import EditionState, NormDocument, SchemeEdition
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes import publishing
from cmsdesk.domain.schemes.examples import check_examples
from cmsdesk.domain.schemes.loader import load_scheme, shipped_schemes, shipped_text
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.schemes.publishing import Papers, why_not_publish, why_not_replace
from cmsdesk.domain.words import N_, _, language
from cmsdesk.exchange.scheme_text import with_new_version, with_published
from cmsdesk.services.finding import check_version, fetch
from cmsdesk.services.office import Act
from cmsdesk.services.schemes import file_name, known_schemes, why_not_beside
from cmsdesk.store.session import OfficeSession

LARGEST = 2 * 1024 * 1024


@dataclass(frozen=True)
class MakeConcept(Act):
    """Copy the scheme that holds now, to change it; with a new version of its rules where one is named."""

    scheme_id: str
    reason: str
    copy_of: str = ""
    new_version: str = ""
    from_on: date | None = None
    act: ClassVar[str] = N_("Made a concept of a scheme")

    def run(self, session: OfficeSession) -> int:
        """Returns the id; a scheme has one concept at a time."""
        if not self.reason.strip():
            raise RuleBroken(_("Please say why the scheme changes; it stays with the edition."))
        _check_no_concept(session, self.scheme_id)
        text = current_text(session, self.scheme_id)
        if self.copy_of:
            if not self.new_version.strip() or self.from_on is None:
                raise RuleBroken(_("Please fill in a name for the new version, and its first day."))
            text = with_new_version(text, self.copy_of, self.new_version.strip(), self.from_on)
            load_scheme(text, file_name(self.scheme_id))
        return _add(session, self.scheme_id, text, self.reason)


@dataclass(frozen=True)
class AddScheme(Act):
    """Take in the file of a scheme of the office's own, as a concept."""

    path: Path
    reason: str = ""
    act: ClassVar[str] = N_("Added a scheme")

    def run(self, session: OfficeSession) -> int:
        """Returns the id of the concept; what is wrong in the file is said by table and key."""
        try:
            if self.path.stat().st_size > LARGEST:
                raise RuleBroken(_("“{name}” is too large for a scheme file.").format(name=self.path.name))
            text = self.path.read_bytes().decode()
        except (OSError, UnicodeDecodeError) as error:
            raise RuleBroken(_("“{name}” cannot be read as text.").format(name=self.path.name)) from error
        scheme = load_scheme(text, self.path.name)
        _check_no_concept(session, scheme.id)
        return _add(session, scheme.id, text, self.reason.strip() or self.path.name)


@dataclass(frozen=True)
class ChangeConcept(Act):
    """Put another text in a concept; `version` is what the editor saw."""

    edition_id: int
    version: int
    text: str
    act: ClassVar[str] = N_("Changed a concept of a scheme")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """The text must be a whole scheme of the same id."""
        edition = fetch(session, SchemeEdition, self.edition_id)
        check_version(edition.version, self.version)
        scheme = load_scheme(self.text, file_name(edition.scheme_id))
        if scheme.id != edition.scheme_id:
            raise RuleBroken(_("The id of a scheme cannot change; make a new scheme of it."))
        edition.change(self.text)
        session.add(edition)


@dataclass(frozen=True)
class PublishEdition(Act):
    """Let a concept hold from now on, with the new versions of the rules that are named."""

    edition_id: int
    versions: tuple[str, ...] = ()
    act: ClassVar[str] = N_("Published an edition of a scheme")

    def run(self, session: OfficeSession) -> None:
        """Refuses with every obstacle: examples that fail, documents of the norm that are missing, rules that are frozen."""
        edition = fetch(session, SchemeEdition, self.edition_id)
        edition.publish(session.today, obstacles=obstacles(session, edition, self.versions))
        edition.text = with_published(edition.text, self.versions)
        session.add(edition)


@dataclass(frozen=True)
class WithdrawEdition(Act):
    """Put a concept away."""

    edition_id: int
    act: ClassVar[str] = N_("Put away a concept of a scheme")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """What was published stays."""
        edition = fetch(session, SchemeEdition, self.edition_id)
        edition.withdraw()
        session.add(edition)


@dataclass(frozen=True)
class AddNormDocument(Act):
    """Keep an approved document of the norm; without a part it is the statement of conformity."""

    scheme_id: str
    name: str
    dated_on: date
    approved_by: str
    part_id: str = ""
    edition: str = ""
    path: Path | None = None
    act: ClassVar[str] = N_("Added a document of the norm")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id."""
        made = NormDocument(
            scheme_id=self.scheme_id,
            part_id=self.part_id,
            name=self.name.strip() or self.part_id,
            edition=self.edition.strip(),
            dated_on=self.dated_on,
            approved_by=self.approved_by.strip(),
        )
        made.settle(session.today)
        if self.path:
            try:
                with self.path.open("rb") as stream:
                    made.sha256 = session.files.put(stream).sha256
            except OSError as error:
                raise RuleBroken(
                    _("“{name}” cannot be read. Perhaps another program has it open.").format(name=self.path.name)
                ) from error
        session.add(made)
        session.flush()
        assert made.id is not None
        return made.id


@dataclass(frozen=True)
class ListSchemes:
    """Every scheme, also one of which there is only a concept yet: id and name in the reader's words."""

    def run(self, session: OfficeSession) -> list[tuple[str, str]]:
        """What holds now first."""
        found = {scheme.id: scheme.name.in_language(language()) for scheme in known_schemes().values()}
        concepts = select(SchemeEdition).where(SchemeEdition.state == EditionState.CONCEPT.value)
        for edition in session.exec(concepts):
            scheme = load_scheme(edition.text, file_name(edition.scheme_id))
            found.setdefault(scheme.id, scheme.name.in_language(language()))
        return list(found.items())


@dataclass(frozen=True)
class EditionRow:
    """One edition; id None is the scheme as it was shipped."""

    id: int | None
    version: int
    number: int
    state: EditionState
    reason: str
    made_on: date | None
    published_on: date | None


@dataclass(frozen=True)
class ListEditions:
    """The editions of a scheme, the newest first, the shipped one last."""

    scheme_id: str

    def run(self, session: OfficeSession) -> list[EditionRow]:
        """A scheme of the office's own was never shipped."""
        rows = [
            EditionRow(e.id, e.version, e.number, EditionState(e.state), e.reason, e.made_on, e.published_on)
            for e in _editions(session, self.scheme_id)
        ]
        if self.scheme_id in shipped_schemes():
            rows.append(EditionRow(None, 1, 0, EditionState.PUBLISHED, _("As it was shipped."), None, None))
        return rows


@dataclass(frozen=True)
class ReadEdition:
    """One edition whole: its text, and what the text says."""

    scheme_id: str
    edition_id: int | None = None

    def run(self, session: OfficeSession) -> tuple[str, Scheme]:
        """Without an edition, as it was shipped."""
        chosen = self.edition_id
        text = shipped_text(self.scheme_id) if chosen is None else fetch(session, SchemeEdition, chosen).text
        return text, load_scheme(text, file_name(self.scheme_id))


@dataclass(frozen=True)
class ListNormDocuments:
    """The documents of a scheme's norm that the office keeps, the newest first."""

    scheme_id: str

    def run(self, session: OfficeSession) -> Sequence[NormDocument]:
        """Detached from the office."""
        mine = select(NormDocument).where(NormDocument.scheme_id == self.scheme_id).order_by(col(NormDocument.dated_on).desc())
        return session.exec(mine).all()


@dataclass(frozen=True)
class WhyNotPublish:
    """Everything that stands in the way of publishing an edition with some new versions, in words."""

    edition_id: int
    versions: tuple[str, ...] = ()

    def run(self, session: OfficeSession) -> list[str]:
        """Nothing where it may be published."""
        return obstacles(session, fetch(session, SchemeEdition, self.edition_id), self.versions)


def obstacles(session: OfficeSession, edition: SchemeEdition, versions: Sequence[str]) -> list[str]:
    """Why an edition cannot be published with these new versions; nothing where it can."""
    new = load_scheme(edition.text, file_name(edition.scheme_id))
    found = list(why_not_beside(new))
    if old := known_schemes().get(edition.scheme_id):
        found += why_not_replace(old, new)
    papers = _papers(ListNormDocuments(new.id).run(session), new)
    for version in versions:
        found += why_not_publish(new, version, papers)
    if not versions:
        failed = [result.example_id for result in check_examples(new) if not result.passed]
        found += [_("The worked example “{example}” fails.").format(example=example) for example in failed]
    return found


def _papers(documents: Sequence[NormDocument], scheme: Scheme) -> Papers:
    body = scheme.governance.conformity_statement_by if scheme.governance else ""
    statements = [one for one in documents if not one.part_id and one.approved_by.casefold() == body.casefold()]
    return Papers(
        norm=tuple(
            publishing.NormDocument(one.part_id, one.name, one.edition, one.dated_on, one.approved_by)
            for one in documents
            if one.part_id
        ),
        conformity_by=body if statements else "",
        conformity_on=statements[0].dated_on if statements else None,
    )


def current_text(session: OfficeSession, scheme_id: str) -> str:
    """The scheme file that holds now: the newest published edition, or what was shipped."""
    published = [edition for edition in _editions(session, scheme_id) if edition.state == EditionState.PUBLISHED]
    return published[0].text if published else shipped_text(scheme_id)


def _editions(session: OfficeSession, scheme_id: str) -> Sequence[SchemeEdition]:
    mine = select(SchemeEdition).where(SchemeEdition.scheme_id == scheme_id).order_by(col(SchemeEdition.number).desc())
    return session.exec(mine).all()


def _check_no_concept(session: OfficeSession, scheme_id: str) -> None:
    if any(edition.state == EditionState.CONCEPT for edition in _editions(session, scheme_id)):
        raise RuleBroken(_("There is a concept of this scheme already. Publish it or put it away first."))


def _add(session: OfficeSession, scheme_id: str, text: str, reason: str) -> int:
    numbers = [edition.number for edition in _editions(session, scheme_id)]
    made = SchemeEdition(
        scheme_id=scheme_id, number=max(numbers, default=0) + 1, text=text, reason=reason.strip(), made_on=session.today
    )
    session.add(made)
    session.flush()
    assert made.id is not None
    return made.id
