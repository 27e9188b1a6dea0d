"""When a version of a scheme may be published, and what may still happen to it before and after.

A version begins as a concept, mostly a copy of an earlier one. Once published it is frozen: applications stand on it.
A change is a new version. Only a value that nobody had confirmed may still be settled, and lists may grow.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.coherence import problems
from cmsdesk.domain.schemes.compare import version_differences
from cmsdesk.domain.schemes.examples import check_examples
from cmsdesk.domain.schemes.model import Scheme, Version
from cmsdesk.domain.schemes.sentences import place
from cmsdesk.domain.words import _, language


@dataclass(frozen=True)
class NormDocument:
    """The document that is one part of the norm, in the edition that was approved."""

    part: str
    document: str
    edition: str
    dated: date | None
    approved_by: str

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is left open."""
        return all((self.document.strip(), self.edition.strip(), self.dated, self.approved_by.strip()))


@dataclass(frozen=True)
class Papers:
    """What lies on the table when a version is to be published."""

    norm: tuple[NormDocument, ...] = ()
    conformity_by: str = ""
    conformity_on: date | None = None


def copied(scheme: Scheme, version_id: str, new_id: str, from_on: date) -> Scheme:
    """The scheme with a concept that says what a version says, to be changed."""
    fresh = {"id": new_id, "from_on": from_on, "until_on": None, "concept": True, "reason": None, "src": ""}
    return _with_versions(scheme, (*scheme.versions, scheme.version(version_id).model_copy(update=fresh)))


def withdrawn(scheme: Scheme, version_id: str) -> Scheme:
    """The scheme without a concept; what was published stays."""
    version = scheme.version(version_id)
    if not version.concept:
        raise RuleBroken(
            _("Version “{version}” was published and stays; let a new version follow it.").format(version=version_id)
        )
    return _with_versions(scheme, tuple(other for other in scheme.versions if other is not version))


def published(scheme: Scheme, version_id: str, papers: Papers) -> Scheme:
    """The scheme with a version published; refuses with every reason."""
    if reasons := why_not_publish(scheme, version_id, papers):
        raise RuleBroken(" ".join(reasons))
    return _as_published(scheme, version_id)


def why_not_publish(scheme: Scheme, version_id: str, papers: Papers) -> tuple[str, ...]:
    """Every reason why a version cannot be published: a part of the norm, a statement, an example that fails."""
    if not scheme.version(version_id).concept:
        return (_("Version “{version}” was published already; a change is a new version.").format(version=version_id),)
    return (*_lacking_norm(scheme, papers), *_lacking_statement(scheme, papers), *_wrong_when_published(scheme, version_id))


def why_not_replace(old: Scheme, new: Scheme) -> tuple[str, ...]:
    """Every reason why a changed copy of a scheme cannot take its place: what was published is frozen."""
    return tuple(_changes_of_published(old, new))


def _lacking_norm(scheme: Scheme, papers: Papers) -> Iterator[str]:
    parts = scheme.governance.norm_parts if scheme.governance else ()
    for part in parts:
        documents = [document for document in papers.norm if document.part == part.id]
        name = part.name.in_language(language())
        if not documents:
            yield _("There is no document yet for the part “{part}” of the norm.").format(part=name)
        elif not any(document.is_whole for document in documents):
            yield _(
                "The part “{part}” of the norm needs a document, its edition, its date and the name of who approved it."
            ).format(part=name)


def _lacking_statement(scheme: Scheme, papers: Papers) -> Iterator[str]:
    body = scheme.governance.conformity_statement_by if scheme.governance else ""
    if body and (papers.conformity_by != body or papers.conformity_on is None):
        yield _("There is no statement by {body} that the scheme conforms to the standard.").format(body=body)


def _wrong_when_published(scheme: Scheme, version_id: str) -> Iterator[str]:
    try:
        whole = _as_published(scheme, version_id)
    except RuleBroken as refusal:
        yield str(refusal)
        return
    for result in check_examples(whole):
        for what, expected, found in result.differences:
            yield _("The worked example “{example}” fails: {what} is {found} and should be {expected}.").format(
                example=result.example_id, what=what, found=found or _("nothing"), expected=expected
            )


def _changes_of_published(old: Scheme, new: Scheme) -> Iterator[str]:
    kept = {version.id for version in new.versions if not version.concept}
    for version in old.versions:
        if version.concept:
            continue
        if version.id not in kept:
            yield _("Version “{version}” of {date} was published and must stay.").format(
                version=version.id, date=show_date(version.from_on)
            )
            continue
        for difference in version_differences(old, version.id, new, version.id):
            if not difference.example:
                yield _("Version “{version}” was published and cannot change: {change}").format(
                    version=version.id, change=difference.sentence
                )


def _as_published(scheme: Scheme, version_id: str) -> Scheme:
    return _with_versions(
        scheme,
        tuple(
            version.model_copy(update={"concept": False}) if version.id == version_id else version for version in scheme.versions
        ),
    )


def _with_versions(scheme: Scheme, versions: tuple[Version, ...]) -> Scheme:
    """The scheme with other versions, if it still hangs together."""
    changed = scheme.model_copy(update={"versions": versions})
    if problem := next(problems(changed), None):
        raise RuleBroken(place(scheme.id, problem.table, problem.key, problem.sentence))
    return changed
