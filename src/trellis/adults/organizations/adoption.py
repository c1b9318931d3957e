"""Every internship site and every support partner belongs to an organization: those that do not yet get one.

Nothing is guessed: two rows of the same name become two organizations, and a person decides whether they are one
(`duplicates.py`, `merging.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from trellis.core.community.models import Network, Role, Tie
from trellis.core.foundation import ledger
from trellis.learning.internships.models import Placement, Site
from trellis.learning.supports.models import Partner

from .models import Organization, PartnerLink, Relationship, SiteLink

REASON = "give each site and partner of a network an organization"


def adopt_network(network_id: UUID) -> int:
    """As `adopt_new_rows`, and give each school whose students are at a site a relationship with its organization."""
    with ledger.act("list organizations", about=network_id):
        added = adopt_new_rows(network_id)
        _add_relationships_of_sites(network_id)
    return added


def adopt_new_rows(network_id: UUID) -> int:
    """Give every site and partner of a network that has none an organization. Return how many were added. Doing it
    twice is doing it once."""
    networks = Network.objects.unscoped(REASON)
    with ledger.act("list organizations", about=network_id):
        list(networks.select_for_update().filter(pk=network_id))
        return _adopt_sites(network_id) + _adopt_partners(network_id)


def _adopt_sites(network_id: UUID) -> int:
    sites = Site.objects.unscoped(REASON).filter(network=network_id, organization_link=None, deleted_at=None)
    links = [
        SiteLink(
            site=site,
            organization=Organization(
                network_id=network_id,
                name=site.name,
                city=site.city,
                address=site.address,
                email=site.email,
                phone=site.phone,
                languages=site.languages,
            ),
        )
        for site in sites.order_by("created", "pk")
    ]
    Organization.objects.bulk_create(link.organization for link in links)
    SiteLink.objects.bulk_create(links)
    return len(links)


def _adopt_partners(network_id: UUID) -> int:
    partners = Partner.objects.unscoped(REASON).filter(
        school__network=network_id, organization_link=None, deleted_at=None
    )
    links = [_partner_link(partner, network_id) for partner in partners.order_by("created", "pk")]
    Organization.objects.bulk_create(link.relationship.organization for link in links)
    Relationship.objects.bulk_create(link.relationship for link in links)
    PartnerLink.objects.bulk_create(links)
    return len(links)


def _partner_link(partner: Partner, network_id: UUID) -> PartnerLink:
    organization = Organization(
        network_id=network_id, name=partner.name, email=partner.email, phone=partner.phone
    )
    relationship = Relationship(
        organization=organization,
        school_id=partner.school_id,
        services=list(partner.areas),
        contact=partner.contact,
        email=partner.email,
        phone=partner.phone,
        language=partner.language,
    )
    return PartnerLink(partner=partner, relationship=relationship)


def _add_relationships_of_sites(network_id: UUID) -> None:
    """A school works with the organization at whose site a student of it is or was."""
    firsts = _first_days(network_id)
    relationships = Relationship.objects.unscoped(REASON).filter(organization__network=network_id)
    existing = set(relationships.values_list("organization", "school"))
    Relationship.objects.bulk_create(
        Relationship(organization_id=organization, school_id=school, services=["internships"], since=since)
        for (organization, school), since in sorted(firsts.items(), key=lambda item: item[1])
        if (organization, school) not in existing
    )


def _first_days(network_id: UUID) -> dict[tuple[UUID, UUID], date]:
    """By organization and school, the first day on which a student of the school was at a site of it."""
    rows = Placement.objects.unscoped(REASON).filter(site__network=network_id, deleted_at=None)
    placements = list(
        rows.exclude(site__organization_link=None).values_list(
            "student", "site__organization_link__organization", "starts", "ends"
        )
    )
    schools = _stays_of_students({student for student, *_rest in placements}, network_id)
    firsts: dict[tuple[UUID, UUID], date] = {}
    for student, organization, starts, ends in placements:
        for school, came, went in schools[student]:
            if came.date() <= (ends or date.max) and (went is None or went.date() >= starts):
                key = organization, school
                firsts[key] = min(starts, firsts.get(key, starts))
    return firsts


def _stays_of_students(
    students: Iterable[UUID], network_id: UUID
) -> dict[UUID, list[tuple[UUID, datetime, datetime | None]]]:
    """By student, the schools that they went to, from when and until when."""
    ties = Tie.objects.unscoped(REASON).filter(
        role=Role.STUDENT, to_school__network=network_id, deleted_at=None
    )
    wanted_students = set(students)
    stays: dict[UUID, list[tuple[UUID, datetime, datetime | None]]] = defaultdict(list)
    for student, school, starts, ends in ties.values_list("person", "to_school", "starts", "ends"):
        if student in wanted_students:
            stays[student].append((school, starts, ends))
    return stays
