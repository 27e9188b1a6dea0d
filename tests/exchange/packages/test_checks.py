"""What the office and the assessor know decides what they accept, in every order and with every repeat."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import reduce
from itertools import permutations

import pytest

from cmsdesk.exchange.packages.checks import Arrival, Known, KnownPackage, check, check_still_open, check_subject, digest
from cmsdesk.exchange.packages.faults import Fault, PackageRefused
from cmsdesk.exchange.packages.keys import KeyPair
from cmsdesk.exchange.packages.manifest import Cover, Head, Kind, Manifest
from tests.exchange.packages.given import (
    ASSESSOR,
    COLLEAGUE,
    OFFICE,
    STRANGER,
    SUBJECT,
    TODAY,
    assessor_knows,
    cover,
    enrolled,
    manifest_of,
    office_knows,
)

OTHER = "00000000-0000-4000-8000-000000000000"


def head_of(manifest: Manifest, by: KeyPair) -> Head:
    return Head(manifest, by.sign(manifest.encode()))


def dossier(package: Cover | None = None, sender: KeyPair = OFFICE, recipient: KeyPair = ASSESSOR) -> Head:
    return head_of(manifest_of(b"{}", package=package or cover(), sender=sender, recipient=recipient), sender)


def review(sequence: int = 1, body: bytes = b"{}", sender: KeyPair = ASSESSOR, **changes: object) -> Head:
    subject = replace(SUBJECT, **changes)  # type: ignore[arg-type]
    package = cover(Kind.REVIEW, subject, sequence)
    return head_of(manifest_of(body, package=package, sender=sender, recipient=OFFICE), sender)


def given_out(**changes: object) -> Known:
    """What an assessor knows who already has the dossier, number 2 of revision 3."""
    before = KnownPackage(SUBJECT, OFFICE.public.id, TODAY, last_sequence=2, last_digest="")
    return assessor_knows(packages={SUBJECT.package: replace(before, **changes)})  # type: ignore[arg-type]


def test_a_dossier_from_the_office_is_accepted() -> None:
    assert check(dossier(), assessor_knows(), TODAY) is Arrival.NEW


def test_a_review_from_the_assessor_is_accepted() -> None:
    assert check(review(), office_knows(), TODAY) is Arrival.NEW


def test_the_last_day_still_counts() -> None:
    last = TODAY + timedelta(days=30)
    assert check(dossier(), assessor_knows(), last) is Arrival.NEW
    assert check(review(), office_knows(), last) is Arrival.NEW


def test_the_office_may_give_more_time_than_the_package_says() -> None:
    late = TODAY + timedelta(days=40)
    assert check(review(), office_knows(expires_on=late), late) is Arrival.NEW


def test_a_newer_revision_of_a_dossier_is_welcome() -> None:
    assert check(dossier(cover(subject=replace(SUBJECT, revision=4), sequence=3)), given_out(), TODAY) is Arrival.NEW


FAULTS: dict[str, tuple[Fault, Callable[[], tuple[Head, Known]]]] = {
    "a stranger's": (Fault.UNKNOWN_SENDER, lambda: (dossier(sender=STRANGER), assessor_knows())),
    "signed by another than it says": (
        Fault.WRONG_SIGNATURE,
        lambda: (head_of(dossier().manifest, STRANGER), assessor_knows(senders=enrolled(OFFICE, STRANGER))),
    ),
    "signed for another text": (
        Fault.WRONG_SIGNATURE,
        lambda: (Head(dossier(cover(sequence=2)).manifest, dossier().signature), assessor_knows()),
    ),
    "signed with a revoked key": (Fault.REVOKED_SENDER, lambda: (dossier(), assessor_knows(senders=enrolled(revoked=(OFFICE,))))),
    "meant for a colleague": (Fault.FOR_SOMEBODY_ELSE, lambda: (dossier(recipient=COLLEAGUE), assessor_knows())),
    "a later layout of the content": (
        Fault.NEWER_VERSION,
        lambda: (dossier(replace(cover(), schema=2)), assessor_knows()),
    ),
    "a review for the assessor": (
        Fault.WRONG_KIND,
        lambda: (dossier(cover(Kind.REVIEW)), assessor_knows()),
    ),
    "an answer to nothing": (Fault.UNKNOWN_PACKAGE, lambda: (review(package=OTHER), office_knows())),
    "an answer by a colleague": (Fault.OTHER_SENDER, lambda: (review(sender=COLLEAGUE), office_knows())),
    "about another dossier": (Fault.OTHER_DOSSIER, lambda: (review(dossier=OTHER), office_knows())),
    "about an older revision": (Fault.OTHER_REVISION, lambda: (review(revision=2), office_knows())),
    "about a revision that is not there yet": (Fault.OTHER_REVISION, lambda: (review(revision=4), office_knows())),
    "an older review": (Fault.OLDER_SEQUENCE, lambda: (review(1), office_knows(last_sequence=2))),
    "a second review with one number": (
        Fault.SECOND_ANSWER,
        lambda: (review(2, b"[]"), office_knows(last_sequence=2, last_digest=digest(review(2).manifest))),
    ),
    "after the deadline": (Fault.EXPIRED, lambda: (review(), office_knows(expires_on=TODAY - timedelta(days=1)))),
    "after the decision": (Fault.DECIDED, lambda: (review(), office_knows(decided=True))),
    "an expired dossier": (Fault.EXPIRED, lambda: (dossier(cover(expires_on=TODAY - timedelta(days=1))), assessor_knows())),
    "an older dossier": (Fault.OLDER_SEQUENCE, lambda: (dossier(), given_out())),
    "an older revision of a dossier": (
        Fault.OTHER_REVISION,
        lambda: (dossier(cover(subject=replace(SUBJECT, revision=2), sequence=3)), given_out()),
    ),
    "a dossier under a number in use": (
        Fault.OTHER_DOSSIER,
        lambda: (dossier(cover(subject=replace(SUBJECT, dossier=OTHER), sequence=3)), given_out()),
    ),
    "a dossier from another office under a number in use": (
        Fault.OTHER_SENDER,
        lambda: (dossier(cover(sequence=3)), given_out(partner=COLLEAGUE.public.id)),
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_whatever_is_wrong_has_its_own_answer(case: str) -> None:
    fault, make = FAULTS[case]
    head, known = make()
    with pytest.raises(PackageRefused) as refused:
        check(head, known, TODAY)
    assert refused.value.fault is fault


def test_every_answer_is_a_sentence_of_its_own() -> None:
    fields = {"day": TODAY, "found": 1, "wanted": 2, "last": 3, "limit": 4}
    sentences = {str(PackageRefused(fault, **fields)) for fault in Fault}
    assert len(sentences) == len(Fault)
    assert [sentence for sentence in sentences if "{" in sentence or sentence[-1] not in ".?"] == []


def test_the_same_review_again_changes_nothing_not_even_after_the_decision() -> None:
    merged = {"last_sequence": 1, "last_digest": digest(review().manifest)}
    assert check(review(), office_knows(**merged), TODAY) is Arrival.REPEATED
    assert check(review(), office_knows(**merged, decided=True), TODAY + timedelta(days=99)) is Arrival.REPEATED


def test_a_dossier_that_is_already_there_opens_again_until_it_expires() -> None:
    known = given_out(last_sequence=1, last_digest=digest(dossier().manifest))
    assert check(dossier(), known, TODAY) is Arrival.REPEATED
    with pytest.raises(PackageRefused, match="time for this ended on 21-12-2026"):
        check(dossier(), known, TODAY + timedelta(days=31))


def taken_in(head: Head, known: Known) -> Known:
    """What the office knows after a review was dropped on it, newer, older or the same."""
    with suppress_older():
        if check(head, known, TODAY) is Arrival.NEW:
            return office_knows(last_sequence=head.manifest.cover.sequence, last_digest=digest(head.manifest))
    return known


@contextmanager
def suppress_older() -> Iterator[None]:
    try:
        yield
    except PackageRefused as refused:
        if refused.fault is not Fault.OLDER_SEQUENCE:
            raise


def test_every_order_of_reviews_with_repeats_leaves_the_newest() -> None:
    reviews = [review(number, b"%d" % number) for number in (1, 2, 3)]
    for order in permutations([*reviews, reviews[0], reviews[2]]):
        known = reduce(lambda knows, head: taken_in(head, knows), order, office_knows())
        assert known.packages[SUBJECT.package].last_digest == digest(reviews[2].manifest)


def test_a_form_filled_in_by_hand_is_held_against_the_same_books() -> None:
    before = check_subject(SUBJECT, office_knows().packages[SUBJECT.package])
    check_still_open(before, TODAY)
    with pytest.raises(PackageRefused, match="not in the books of this office"):
        check_subject(SUBJECT, None)
