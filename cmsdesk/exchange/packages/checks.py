"""Whether a package may be accepted, given what this side knows; pure, so that every way of taking one in asks the same."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto

from cmsdesk.exchange.packages.faults import Fault, PackageRefused
from cmsdesk.exchange.packages.keys import EnrolledKey
from cmsdesk.exchange.packages.manifest import Head, Kind, Manifest, Subject


@dataclass(frozen=True)
class KnownPackage:
    """What this side keeps about a package it sent or took in.

    `partner` is the key id of the other side, `expires_on` the last day in this side's own books (it may have given more
    time since), `last_sequence` and `last_digest` say what came in last, `decided` that nothing may come in any more.
    """

    subject: Subject
    partner: str
    expires_on: date
    last_sequence: int = 0
    last_digest: str = ""
    decided: bool = False


@dataclass(frozen=True)
class Known:
    """What this side knows: its own key id, what kind it takes in, whose keys it trusts, which packages there are (by id).

    `schema` is the newest layout of the content that it can read.
    """

    me: str
    takes: Kind
    senders: Mapping[str, EnrolledKey] = field(default_factory=dict)
    packages: Mapping[str, KnownPackage] = field(default_factory=dict)
    schema: int = 1


class Arrival(Enum):
    """What taking a package in would mean."""

    NEW = auto()
    REPEATED = auto()  # the very same came in before; taking it in again changes nothing


def check(head: Head, known: Known, today: date) -> Arrival:
    """Refuse with the first fault there is; until the signature holds nothing else is believed."""
    manifest = head.manifest
    sender = known.senders.get(manifest.sender)
    if not sender:
        raise PackageRefused(Fault.UNKNOWN_SENDER)
    if not sender.key.has_signed(manifest.encode(), head.signature):
        raise PackageRefused(Fault.WRONG_SIGNATURE)
    if sender.revoked_on:
        raise PackageRefused(Fault.REVOKED_SENDER, day=sender.revoked_on)
    if manifest.recipient != known.me:
        raise PackageRefused(Fault.FOR_SOMEBODY_ELSE)
    if manifest.cover.kind != known.takes:
        raise PackageRefused(Fault.WRONG_KIND)
    if manifest.cover.schema > known.schema:
        raise PackageRefused(Fault.NEWER_VERSION)
    before = known.packages.get(manifest.cover.subject.package)
    if before and manifest.sender != before.partner:
        raise PackageRefused(Fault.OTHER_SENDER)
    if manifest.cover.kind is Kind.REVIEW:
        return _check_review(manifest, before, today)
    return _check_dossier(manifest, before, today)


def check_subject(subject: Subject, before: KnownPackage | None) -> KnownPackage:
    """Whether an answer, be it a package or a form filled in by hand, is about what this office gave out."""
    if not before:
        raise PackageRefused(Fault.UNKNOWN_PACKAGE)
    if subject.dossier != before.subject.dossier:
        raise PackageRefused(Fault.OTHER_DOSSIER)
    if subject.revision != before.subject.revision:
        raise PackageRefused(Fault.OTHER_REVISION, found=subject.revision, wanted=before.subject.revision)
    return before


def check_still_open(before: KnownPackage, today: date) -> None:
    """Whether the office still waits for an answer."""
    if before.decided:
        raise PackageRefused(Fault.DECIDED)
    if today > before.expires_on:
        raise PackageRefused(Fault.EXPIRED, day=before.expires_on)


def digest(manifest: Manifest) -> str:
    """Tells two packages apart: SHA-256 over the manifest, hence over all that is in them."""
    return hashlib.sha256(manifest.encode()).hexdigest()


def _check_review(manifest: Manifest, before: KnownPackage | None, today: date) -> Arrival:
    """What came in before may come again after the deadline or the decision: it changes nothing."""
    before = check_subject(manifest.cover.subject, before)
    arrival = _in_order(manifest, before)
    if arrival is Arrival.NEW:
        check_still_open(before, today)
    return arrival


def _check_dossier(manifest: Manifest, before: KnownPackage | None, today: date) -> Arrival:
    """Given out a second time, a newer revision is welcome and an older one is not; after its last day it never opens."""
    subject = manifest.cover.subject
    if today > manifest.cover.expires_on:
        raise PackageRefused(Fault.EXPIRED, day=manifest.cover.expires_on)
    if not before:
        return Arrival.NEW
    if subject.dossier != before.subject.dossier:
        raise PackageRefused(Fault.OTHER_DOSSIER)
    if subject.revision < before.subject.revision:
        raise PackageRefused(Fault.OTHER_REVISION, found=subject.revision, wanted=before.subject.revision)
    return _in_order(manifest, before)


def _in_order(manifest: Manifest, before: KnownPackage) -> Arrival:
    if manifest.cover.sequence < before.last_sequence:
        raise PackageRefused(Fault.OLDER_SEQUENCE, found=manifest.cover.sequence, last=before.last_sequence)
    if manifest.cover.sequence > before.last_sequence:
        return Arrival.NEW
    if digest(manifest) != before.last_digest:
        raise PackageRefused(Fault.SECOND_ANSWER, found=manifest.cover.sequence)
    return Arrival.REPEATED
