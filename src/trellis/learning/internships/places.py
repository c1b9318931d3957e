"""Where a placement is: the school whose clock and model it follows."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from trellis.core.community.models import School
from trellis.core.community.selectors import school_of

from .models import Placement, PlacementSearch


def school_of_placement(placement: Placement) -> School | None:
    """The school that the student goes to; of an apprenticeship, the school where the adult learns."""
    return placement.host_school if placement.host_school_id else school_of(placement.student_id)


def page_of_placement(placement: Placement) -> str:
    """The address of the page with its days."""
    if placement.host_school_id:
        search = PlacementSearch.objects.unscoped("find the page of an apprenticeship").get(
            placement=placement
        )
        return reverse("apprenticeship", args=[search.pk])
    return reverse("placement", args=[placement.pk])


def school_of_search(search: PlacementSearch) -> School | None:
    """The same for a search, before there is a placement."""
    return search.host_school if search.host_school_id else school_of(search.student_id)


def school_of_learner(person_id: UUID) -> School | None:
    """The school whose clock somebody's days at a site follow: a student's school, or where an adult learns now."""
    return school_of(person_id) or _host_school_of(person_id)


def _host_school_of(person_id: UUID) -> School | None:
    latest = (
        Placement.objects.unscoped("find the school whose clock an apprentice's days follow")
        .filter(student=person_id, host_school__isnull=False, deleted_at=None)
        .select_related("host_school")
        .order_by("-starts")
        .first()
    )
    return latest.host_school if latest else None
