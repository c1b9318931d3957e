"""Reading internships: one placement with its days, and the day that a student is in."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from trellis.community.models import Link, Role, Tie
from trellis.community.viewer import Viewer, active

from .models import Concern, DayEntry, InternshipDay, Placement


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
