"""Reading a school's shared commitment: its promises by party, who signed, and the year before beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from trellis.core.community.models import Role, School
from trellis.core.community.viewer import Viewer

from .models import CommitmentPromise, CommitmentSignature, Party, Relationship, SharedCommitment
from .years import current_year

COUNTED_PARTIES = (Party.FAMILIES, Party.STUDENTS)


@dataclass(frozen=True)
class PartySection:
    """One party: what it promises, what it promised the year before, and who signed for it.

    count: of signatures. names: of those who are named. signed: whether the viewer has signed for it.
    """

    party: str
    label: str
    promises: list[CommitmentPromise]
    earlier: list[CommitmentPromise]
    count: int = 0
    names: list[str] = field(default_factory=list)
    signed: bool = False


def find_commitment(viewer: Viewer, school: School, school_year: int) -> SharedCommitment | None:
    """The school's commitment for a school year, where the viewer may read it."""
    rows = SharedCommitment.objects.seen_by(viewer).select_related("school")
    return rows.filter(school=school, school_year=school_year).first()


def commitment_years(viewer: Viewer, school: School) -> list[int]:
    """The years of which there is a commitment, the last one first."""
    rows = SharedCommitment.objects.seen_by(viewer).filter(school=school)
    return list(rows.order_by("-school_year").values_list("school_year", flat=True))


def party_sections(
    viewer: Viewer, commitment: SharedCommitment, earlier: SharedCommitment | None
) -> list[PartySection]:
    """Each party of a commitment, in the order of the page."""
    promises = _promises_by_party(commitment)
    promises_before = _promises_by_party(earlier) if earlier else {}
    counts = dict(_signatures(commitment).order_by().values_list("party").annotate(number=Count("pk")))
    named = CommitmentSignature.objects.seen_by(viewer).filter(commitment=commitment)
    named = named.select_related("relationship__organization").order_by("created", "pk")
    names: dict[str, list[str]] = {}
    signed: set[str] = set()
    for signature in named:
        signed |= {signature.party} if signature.person_id == viewer.person_id else set()
        if signature.party not in COUNTED_PARTIES:
            names.setdefault(signature.party, []).append(_signer_name(signature))
    return [
        PartySection(
            party.value,
            str(party.label),
            promises.get(party.value, []),
            promises_before.get(party.value, []),
            counts.get(party.value, 0),
            names.get(party.value, []),
            party.value in signed,
        )
        for party in Party
    ]


def _signer_name(signature: CommitmentSignature) -> str:
    if signature.relationship:
        return f"{signature.name}, {signature.relationship.organization.name}"
    return signature.name


def _promises_by_party(commitment: SharedCommitment) -> dict[str, list[CommitmentPromise]]:
    """The promises of a commitment that the caller may read."""
    rows = CommitmentPromise.objects.unscoped("read the promises of a commitment that the viewer sees")
    promises: dict[str, list[CommitmentPromise]] = {}
    for promise in rows.filter(commitment=commitment, deleted_at=None).order_by("created", "pk"):
        promises.setdefault(promise.party, []).append(promise)
    return promises


def _signatures(commitment: SharedCommitment) -> QuerySet[CommitmentSignature]:
    rows = CommitmentSignature.objects.unscoped("count the signatures under a commitment")
    return rows.filter(commitment=commitment, deleted_at=None)


def parties_of(viewer: Viewer, school: School) -> list[Party]:
    """The parties for which the viewer signs and reviews at a school."""
    parties = []
    if school.pk in viewer.to("school", Role.LEADER):
        parties.append(Party.SCHOOL)
    if school.district_id in viewer.to("district", Role.LEADER):
        parties.append(Party.DISTRICT)
    if viewer.to("person", Role.GUARDIAN) and school.pk in viewer.schools:
        parties.append(Party.FAMILIES)
    if school.pk in viewer.to("school", Role.STUDENT):
        parties.append(Party.STUDENTS)
    return parties


def unsigned_commitment(viewer: Viewer, school: School | None) -> SharedCommitment | None:
    """The commitment of a child's school for this year or the next that a guardian can sign and has not signed yet."""
    if school is None:
        return None
    rows = SharedCommitment.objects.seen_by(viewer).filter(school=school, asked_at__isnull=False)
    newest = rows.order_by("-school_year").first()
    if newest is None or newest.school_year < current_year(school).number:
        return None
    signed = CommitmentSignature.objects.seen_by(viewer).filter(
        commitment=newest, person=viewer.person_id, party=Party.FAMILIES
    )
    return None if signed.exists() else newest


def latest_open_commitment(school: School) -> SharedCommitment | None:
    """The commitment of a school for this year or the next that an organization can sign by its link."""
    rows = SharedCommitment.objects.unscoped("find the commitment that a school's partner may sign")
    signable = rows.filter(school=school, asked_at__isnull=False, deleted_at=None)
    this_year = current_year(school).number
    return signable.filter(school_year__gte=this_year).order_by("-school_year").first()


def commitment_by_id(key: UUID) -> SharedCommitment | None:
    """The commitment that a link is about, while it can be signed."""
    rows = SharedCommitment.objects.unscoped("find the commitment that a link is about")
    rows = rows.filter(asked_at__isnull=False, pk=key, deleted_at=None).select_related("school")
    return rows.first()


def linked_sections(commitment: SharedCommitment) -> list[PartySection]:
    """What each party promises, as the holder of the district's link reads it: no names and no counts."""
    promises = _promises_by_party(commitment)
    return [
        PartySection(party.value, str(party.label), promises[party.value], [])
        for party in Party
        if promises.get(party.value)
    ]


def district_signature(commitment: SharedCommitment) -> CommitmentSignature | None:
    """The signature that the district gave by its link."""
    rows = _signatures(commitment).filter(party=Party.DISTRICT, person=None, relationship=None, on_paper=None)
    return rows.first()


def partner_promises(commitment: SharedCommitment) -> list[CommitmentPromise]:
    """What the partners promise in a commitment, as an organization reads it on its page."""
    return _promises_by_party(commitment).get(Party.PARTNERS.value, [])


def partner_signature(commitment: SharedCommitment, relationship: Relationship) -> CommitmentSignature | None:
    """The signature of an organization under a commitment."""
    return _signatures(commitment).filter(relationship=relationship).first()


def over_sentence() -> str:
    """What a link says whose commitment is being changed."""
    return _("This commitment is being changed. You can sign it when it is ready.")
