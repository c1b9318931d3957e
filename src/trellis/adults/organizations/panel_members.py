"""Adults from outside on a school's panels: which organization each comes from, once a person has confirmed it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from trellis.assessment.exhibitions.models import Panelist
from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.search import fold_name

from .models import Organization, PanelMember
from .school_students import students_between

REASON = "count the panels that an organization's people sat on"


class PanelSeat(NamedTuple):
    """One seat of an adult from outside: whose, and when."""

    identity: str
    exhibition: UUID
    starts: datetime


@dataclass(frozen=True)
class OutsideAdult:
    """An adult from outside who sat on panels of a school. identity: what tells them from others."""

    identity: str
    person: UUID | None
    name: str
    email: str
    panels: int


def identity_of(person: UUID | None, name: str, email: str) -> str:
    """Who somebody on a panel is: a person, else an email address, else a name."""
    return str(person) if person else email.casefold() or fold_name(name)


def outside_adults(viewer: Viewer, school: School, first: date, last: date) -> list[OutsideAdult]:
    """Adults from outside on panels between two days whose organization nobody has confirmed yet, by name."""
    seats = (
        Panelist.objects.seen_by(viewer)
        .filter(part=Panelist.Part.OUTSIDE, declined_at=None, exhibition__deleted_at=None)
        .filter(exhibition__starts__date__range=(first, last))
        .filter(exhibition__student__in=students_between(school.pk, first, last, REASON))
        .select_related("person")
        .order_by("created", "pk")
    )
    linked = {
        identity_of(member.person_id, member.name, member.email)
        for member in PanelMember.objects.seen_by(viewer).filter(school=school)
    }
    adults: dict[str, OutsideAdult] = {}
    for seat in seats:
        identity = identity_of(seat.person_id, seat.name, seat.email)
        if identity and identity not in linked:
            panels = adults[identity].panels + 1 if identity in adults else 1
            adults[identity] = OutsideAdult(identity, seat.person_id, seat.display_name, seat.email, panels)
    return sorted(adults.values(), key=lambda adult: (adult.name, adult.identity))


def link_panel_member(
    organization: Organization, school: School, adult: OutsideAdult, by: UUID
) -> PanelMember:
    """Confirm that an adult on the school's panels comes from an organization. Confirming again moves them there."""
    key: dict[str, object] = {"school": school, "person_id": adult.person}
    if adult.person is None:
        key |= {"name": adult.name[:120], "email": adult.email}
    with ledger.act("link a panelist to an organization", by=by, about=organization.pk):
        member, _created = PanelMember.objects.unscoped(
            "keep one organization of a panelist"
        ).update_or_create(**key, defaults={"organization": organization, "deleted_at": None})
    return member


def unlink_panel_member(member: PanelMember, by: UUID) -> None:
    """Take back that somebody comes from an organization."""
    with ledger.act("remove a panelist from an organization", by=by, about=member.organization_id):
        member.delete()


def coming_panels(organization: UUID, school: UUID, now: datetime) -> list[datetime]:
    """When an organization's people are on panels of a school next: days and times, and no student."""
    members = PanelMember.objects.unscoped(REASON).filter(
        organization=organization, school=school, deleted_at=None
    )
    identities = {identity_of(member.person_id, member.name, member.email) for member in members}
    rows = Panelist.objects.unscoped(REASON).filter(
        part=Panelist.Part.OUTSIDE,
        declined_at=None,
        deleted_at=None,
        exhibition__starts__gte=now,
        exhibition__deleted_at=None,
        exhibition__term__school=school,
    )
    columns = rows.order_by("exhibition__starts").values_list("person", "name", "email", "exhibition__starts")
    return [
        starts for person, name, email, starts in columns if identity_of(person, name, email) in identities
    ]


def panel_seats(school: UUID, members: Iterable[PanelMember], first: date, last: date) -> list[PanelSeat]:
    """The seats of an organization's people on panels of a school that took place between two days."""
    identities = {identity_of(member.person_id, member.name, member.email) for member in members}
    if not identities:
        return []
    rows = Panelist.objects.unscoped(REASON).filter(
        Q(exhibition__held_at__isnull=False) | Q(scored_at__isnull=False),
        part=Panelist.Part.OUTSIDE,
        declined_at=None,
        exhibition__student__in=students_between(school, first, last, REASON),
        exhibition__starts__date__range=(first, last),
        exhibition__deleted_at=None,
        deleted_at=None,
    )
    columns = rows.values_list("person", "name", "email", "exhibition", "exhibition__starts")
    return [
        PanelSeat(identity, exhibition, starts)
        for person, name, email, exhibition, starts in columns
        if (identity := identity_of(person, name, email)) in identities
    ]
