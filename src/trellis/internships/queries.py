"""Reading internships: one placement with its days, and the day that a student is in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from trellis.community.models import Link, Person, Role, Tie
from trellis.community.viewer import Viewer, active

from .models import Concern, DayEntry, Hold, InternshipDay, Placement, Search, Site


def placement_or_404(viewer: Viewer, placement_id: UUID) -> Placement:
    """A placement of a student whom a tie lets this viewer see."""
    found = Placement.objects.seen_by(viewer).select_related("student", "site", "mentor")
    return get_object_or_404(found, pk=placement_id)


def own_placement(viewer: Viewer, today: date) -> Placement | None:
    """The viewer's own placement under way, or else the next to start."""
    own = Placement.objects.seen_by(viewer).filter(
        Q(ends=None) | Q(ends__gte=today), student=viewer.person_id
    )
    found = list(own.select_related("student", "site", "mentor").order_by("starts"))
    under_way = [one for one in found if one.starts <= today]
    return under_way[-1] if under_way else found[0] if found else None


def waiting_in(viewer: Viewer, group_id: UUID) -> list[Placement]:
    """Placements of a group's students where days wait for a mentor, by the student's name."""
    members = Tie.objects.seen_by(viewer).filter(active(viewer.now), to_group=group_id, role=Role.STUDENT)
    waits = InternshipDay.objects.seen_by(viewer).filter(minutes__gt=0, confirmed_at=None)
    found = Placement.objects.seen_by(viewer).filter(
        student__in=members.values("person"), pk__in=waits.values("placement"), mentor__isnull=False
    )
    return list(found.select_related("student", "site", "mentor").order_by("student__given_name", "pk"))


def days_of(viewer: Viewer, placement: Placement) -> list[InternshipDay]:
    """The days of a placement, the newest first."""
    days = InternshipDay.objects.seen_by(viewer).filter(placement=placement).select_related("confirmed_by")
    return list(days.order_by("-date"))


def files_of(viewer: Viewer, placement: Placement) -> list[DayEntry]:
    """Photos and voice notes of a placement, the newest first."""
    entries = DayEntry.objects.seen_by(viewer).filter(placement=placement).exclude(file="")
    return list(entries.order_by("-date", "-created"))


def concerns_of(viewer: Viewer, placement: Placement) -> list[Concern]:
    """What the mentor wanted the school to hear, the newest first."""
    found = Concern.objects.seen_by(viewer).filter(placement=placement)
    return list(found.select_related("raised_by", "heard_by").order_by("-created"))


def of_link(link: Link) -> Placement:
    """The placement that a link is about: what its holder may see of it is for the page to keep small."""
    placements = Placement.objects.unscoped("what a link is about").filter(deleted_at=None)
    return get_object_or_404(placements.select_related("student", "site", "mentor"), pk=link.about_id)


def searches_of(viewer: Viewer, student: Person) -> list[Search]:
    """The student's ways to a placement, the newest first; an open one before all."""
    found = Search.objects.seen_by(viewer).filter(student=student).select_related("placement")
    return sorted(found.order_by("-created"), key=lambda one: one.closed_at is not None)


def hold_of(viewer: Viewer, search: Search, today: date) -> Hold | None:
    """The place held for a search; None when it was let go or has run out."""
    held = Hold.objects.seen_by(viewer).filter(search=search, let_go_at=None)
    still = held.filter(Q(until__gte=today) | Q(approved_at__isnull=False))
    return still.select_related("site", "approved_by").first()


@dataclass(frozen=True)
class SiteNow:
    """A site as somebody who looks for a place sees it."""

    site: Site
    free: int
    fits: bool  # its field is the one that was asked for


def sites_for(viewer: Viewer, student: Person, field: str, today: date, city: str) -> list[SiteNow]:
    """Sites of the network: in the school's city first, then of the field, with free places, by distance."""
    sites = Site.objects.seen_by(viewer).filter(network=student.network_id)
    full = Placement.objects.unscoped("how full each site is: numbers, nobody's name").filter(
        Q(ends=None) | Q(ends__gte=today), site__network=student.network_id, deleted_at=None
    )
    held = Hold.objects.unscoped("how full each site is: numbers, nobody's name").filter(
        Q(until__gte=today) | Q(approved_at__isnull=False),
        site__network=student.network_id,
        let_go_at=None,
        search__placement=None,
    )
    gone: Counter[UUID] = Counter(full.values_list("site", flat=True))
    gone.update(held.values_list("site", flat=True))
    told = [
        SiteNow(one, max(0, one.capacity - gone[one.pk]), bool(field) and one.field.lower() == field.lower())
        for one in sites
    ]
    far = 10_000
    return sorted(
        told,
        key=lambda one: (
            one.site.city != city,
            not one.fits,
            not one.free,
            one.site.minutes_away or far,
            one.site.name,
        ),
    )


def mentors_at(site: Site) -> list[Person]:
    """People who have mentored at a site, by name."""
    of_site = Placement.objects.unscoped("who mentors at a site").filter(site=site, mentor__isnull=False)
    known = Person.objects.unscoped("who mentors at a site").filter(
        pk__in=of_site.values("mentor"), deleted_at=None
    )
    return list(known.order_by("given_name", "family_name"))
