"""Reading agreements: the network's list, one agreement with its parts, and what other apps ask about a school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from trellis.core.community.models import District, Network, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at

from .models import AgreementDuty, AgreementParty, AgreementSchool, PartnerAgreement
from .permissions import party_role_of

Kind, Status = PartnerAgreement.Kind, PartnerAgreement.Status
COVERING_KINDS = {
    Kind.SERVICES: (Kind.SERVICES, Kind.BOTH),
    Kind.DATA: (Kind.DATA, Kind.BOTH),
}
"""Which kinds of agreement do for a kind that a school needs; another kind does for itself alone."""
NEEDED_KINDS = (Kind.SERVICES, Kind.DATA)
"""What every school of a network needs to have signed."""
RELATED = ("network", "district", "school", "responsible", "parent")


@dataclass
class AgreementLine:
    """An agreement of a list, with the schools that it covers and the parties that have not signed yet."""

    agreement: PartnerAgreement
    schools: list[School] = field(default_factory=list)
    unsigned: list[AgreementParty] = field(default_factory=list)
    open_duties: int = 0


def in_force(day: date) -> Q:
    """A condition for agreements that are signed and not over on a day."""
    return Q(status=Status.SIGNED, deleted_at=None) & (
        (Q(starts=None) | Q(starts__lte=day)) & (Q(ends=None) | Q(ends__gte=day))
    )


def current_agreement(school: School, kind: str, day: date | None = None) -> PartnerAgreement | None:
    """The signed agreement of a kind ("services", "data", ...) that covers a school on a day; what ends last."""
    day = day or timezone.localdate()
    reason = "check which agreements a school has; they name no student"
    covering = AgreementSchool.objects.unscoped(reason).filter(school=school, deleted_at=None)
    agreements = PartnerAgreement.objects.unscoped(reason).filter(
        in_force(day), pk__in=covering.values("agreement"), kind__in=COVERING_KINDS.get(kind, (kind,))
    )
    return agreements.order_by(F("ends").desc(nulls_first=True), "-created").first()


def visible_agreements(viewer: Viewer) -> QuerySet[PartnerAgreement]:
    """The agreements that the viewer sees: what ends next first, what has ended last."""
    agreements = PartnerAgreement.objects.seen_by(viewer).filter(deleted_at=None).select_related(*RELATED)
    return agreements.order_by(F("ends").asc(nulls_last=True), "title", "pk")


def agreements_beside(viewer: Viewer, agreement: PartnerAgreement) -> QuerySet[PartnerAgreement]:
    """What an agreement can be compared with, the newest first: others on the same things with the same district or
    school, what it amends, and its amendments."""
    kinds = {agreement.kind, Kind.BOTH} if agreement.kind in NEEDED_KINDS else {agreement.kind}
    kinds |= set(NEEDED_KINDS) if agreement.kind == Kind.BOTH else set()
    rows = visible_agreements(viewer).filter(
        Q(kind__in=kinds) | Q(pk=agreement.parent_id) | Q(parent=agreement),
        network=agreement.network_id,
        district=agreement.district_id,
        school=agreement.school_id,
    )
    return rows.exclude(pk=agreement.pk).order_by("-created")


def agreement_lines(viewer: Viewer, agreements: Iterable[PartnerAgreement]) -> list[AgreementLine]:
    """Agreements of a list; those that have ended stand at its end, with open duties first. Three queries."""
    lines = {agreement.pk: AgreementLine(agreement) for agreement in agreements}
    for row in AgreementSchool.objects.seen_by(viewer).filter(agreement__in=lines).select_related("school"):
        lines[row.agreement_id].schools.append(row.school)
    parties = AgreementParty.objects.seen_by(viewer).filter(agreement__in=lines, signed_on=None)
    for party in parties.order_by("created"):
        lines[party.agreement_id].unsigned.append(party)
    duties = AgreementDuty.objects.seen_by(viewer).filter(agreement__in=lines, done_on=None, deleted_at=None)
    for agreement_id in duties.values_list("agreement", flat=True):
        lines[agreement_id].open_duties += 1
    return sorted(lines.values(), key=_place_in_list)


def _place_in_list(line: AgreementLine) -> tuple[bool, bool]:
    is_over = line.agreement.status == Status.ENDED
    return is_over, is_over and not line.open_duties


def waiting_for_signature(viewer: Viewer) -> list[PartnerAgreement]:
    """The agreements that the viewer can sign now, and has not."""
    agreements = [
        agreement
        for agreement in visible_agreements(viewer).filter(status=Status.SENT)
        if party_role_of(viewer, agreement)
    ]
    unsigned = AgreementParty.objects.seen_by(viewer).filter(agreement__in=agreements, signed_on=None)
    roles = defaultdict(set)
    for agreement_id, role in unsigned.values_list("agreement", "role"):
        roles[agreement_id].add(role)
    return [each for each in agreements if party_role_of(viewer, each) in roles[each.pk]]


def districts_and_charters(viewer: Viewer, network: Network) -> tuple[list[District], list[School]]:
    """With whom a network can agree: its districts, and its schools that belong to none."""
    districts = District.objects.seen_by(viewer).filter(network=network, deleted_at=None).order_by("name")
    charters = School.objects.seen_by(viewer).filter(network=network, district=None, deleted_at=None)
    return list(districts), list(charters.order_by("name"))


def schools_of_partner(viewer: Viewer, agreement: PartnerAgreement) -> QuerySet[School]:
    """The schools that an agreement can cover: the district's, or the charter school itself."""
    schools = School.objects.seen_by(viewer).filter(deleted_at=None)
    if agreement.district_id:
        return schools.filter(district=agreement.district_id).order_by("name")
    return schools.filter(pk=agreement.school_id)


def responsible_people(viewer: Viewer, network_id: UUID, district_id: UUID | None) -> QuerySet[Person]:
    """Who can be responsible: the network's staff, and the people of the district."""
    reason = "list who works for the network or the district, for both"
    ties = Tie.objects.unscoped(reason).filter(
        active_at(viewer.now),
        Q(role=Role.NETWORK_STAFF, to_network=network_id)
        | Q(role__in=(Role.LEADER, Role.PARTNER), to_district=district_id, to_district__isnull=False),
    )
    people = Person.objects.unscoped(reason).filter(pk__in=ties.values("person"), deleted_at=None)
    return people.order_by("family_name", "given_name")
