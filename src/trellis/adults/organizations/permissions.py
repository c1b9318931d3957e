"""Who sees organizations: the staff of the network's schools, and who works for the network. Contacts and agreements
are for the school that has them. A shared commitment is for everybody of its school, once it can be signed."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from trellis.core.community.models import Role
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.permissions import NOBODY, register

from .models import (
    CommitmentPromise,
    CommitmentSignature,
    DistinctPair,
    Organization,
    OrganizationMerge,
    PanelMember,
    PartnerLink,
    PartnerPromise,
    Party,
    Relationship,
    SharedCommitment,
    SiteLink,
)

PARTNER_ROLES = (Role.LEADER, Role.COUNSELOR, Role.ADVISOR)
"""Who writes down what a school has with an organization: those who place students and lead."""


def _organizations(viewer: Viewer, path: str = "") -> Q:
    """The organizations of the networks at whose schools or for which the viewer works."""
    if not (viewer.staff_schools or viewer.networks):
        return NOBODY
    return Q(**{f"{path}network__in": viewer.home_networks})


def _relationships(viewer: Viewer, path: str = "") -> Q:
    return Q(**{f"{path}school__in": viewer.staff_schools}) | Q(
        **{f"{path}organization__network__in": viewer.networks}
    )


def commitment_staff(viewer: Viewer, path: str = "") -> Q:
    """The commitments of the schools that the viewer works at, looks after or has in a network."""
    schools = viewer.staff_schools | viewer.overseen_schools
    return Q(**{f"{path}school__in": schools}) | Q(**{f"{path}school__network__in": viewer.networks})


def _commitments(viewer: Viewer, path: str = "") -> Q:
    signable = Q(**{f"{path}school__in": viewer.schools, f"{path}asked_at__isnull": False})
    return commitment_staff(viewer, path) | signable


register(Organization, rows=_organizations, shows=("network",))
register(Relationship, rows=_relationships, shows=("organization", "school"))
register(
    PartnerPromise,
    rows=lambda v: _relationships(v, "relationship__"),
    shows=("relationship", "relationship__organization", "relationship__school"),
)
register(SiteLink, rows=lambda v: _organizations(v, "organization__"), shows=("site", "organization"))
register(
    PartnerLink,
    rows=lambda v: Q(relationship__school__in=v.staff_schools),
    shows=("partner", "relationship", "relationship__school", "relationship__organization"),
)
register(
    PanelMember, rows=lambda v: Q(school__in=v.staff_schools), shows=("organization", "school", "person")
)
register(
    OrganizationMerge,
    rows=lambda v: _organizations(v, "target__"),
    shows=("target", "target__network", "merged"),
)
register(
    DistinctPair, rows=lambda v: _organizations(v, "first__"), shows=("first", "first__network", "second")
)
register(SharedCommitment, rows=_commitments, shows=("school",))
register(
    CommitmentPromise,
    rows=lambda v: _commitments(v, "commitment__"),
    shows=("commitment", "commitment__school"),
)
register(
    CommitmentSignature,
    rows=lambda v: (
        Q(person=v.person_id)
        | commitment_staff(v, "commitment__") & ~Q(party__in=(Party.FAMILIES, Party.STUDENTS))
    ),
    shows=("commitment", "commitment__school", "person", "relationship", "relationship__organization"),
)


def partner_schools(viewer: Viewer) -> set[UUID]:
    """The schools whose relationships the viewer writes."""
    groups = viewer.to("group", *PARTNER_ROLES)
    led = viewer.to("school", *PARTNER_ROLES)
    return led | (viewer.staff_schools if groups else set())


def may_change_organization(viewer: Viewer, organization: Organization, schools: Iterable[UUID]) -> bool:
    """Whether the viewer may correct what is known of an organization: who works for its network, and the staff of a
    school while no other school works with it. schools: those that do."""
    if organization.network_id in viewer.networks:
        return True
    return bool(partner_schools(viewer)) and set(schools) <= partner_schools(viewer)


def may_merge_organizations(viewer: Viewer, network: UUID, schools_of_each: Iterable[set[UUID]]) -> bool:
    """Whether the viewer may merge organizations of a network: who works for it, and the staff of a school
    that works with each of them that any school works with."""
    mine = partner_schools(viewer)
    return network in viewer.networks or (
        bool(mine) and all(not schools or schools & mine for schools in schools_of_each)
    )
