"""Who can be a reviewer of a school, and who can own a commitment of it."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Person, Role, School, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, active_at
from trellis.core.foundation.formatting import format_list

from .models import SchoolReview

REASON = "list who can review a school, or do what follows, for whoever leads its review"
Choice = tuple[str, str]


def _staff_ties(school_id: UUID) -> QuerySet[Tie]:
    """Ties of who works at a school."""
    return Tie.objects.unscoped(REASON).filter(
        active_at(timezone.now()),
        Q(to_school=school_id) | Q(to_group__school=school_id),
        role__in=SCHOOL_ROLES,
    )


def _visitor_ties(school: School) -> QuerySet[Tie]:
    """Ties of the network's staff, of coaches, and of leaders of the network's other schools."""
    of_network = Q(role=Role.NETWORK_STAFF, to_network=school.network_id)
    coaches = Q(role=Role.COACH, to_school__network=school.network_id)
    leaders = Q(role=Role.LEADER, to_school__network=school.network_id) & ~Q(to_school=school.pk)
    return Tie.objects.unscoped(REASON).filter(active_at(timezone.now()), of_network | coaches | leaders)


def reviewer_ties(review: SchoolReview) -> QuerySet[Tie]:
    """Ties by which people can be reviewers: of a self-review the school's staff, of a visit people from elsewhere."""
    if review.kind == SchoolReview.Kind.SELF:
        return _staff_ties(review.school_id)
    return _visitor_ties(review.school)


def possible_reviewers(review: SchoolReview) -> QuerySet[Person]:
    """The people who can be reviewers."""
    ties = reviewer_ties(review)
    return Person.objects.unscoped(REASON).filter(pk__in=ties.values("person"), deleted_at=None)


def possible_owners(school_id: UUID) -> QuerySet[Person]:
    """The people who can own a commitment of a school: who works there."""
    ties = _staff_ties(school_id)
    return Person.objects.unscoped(REASON).filter(pk__in=ties.values("person"), deleted_at=None)


def _by_name(people: QuerySet[Person]) -> list[Person]:
    return add_distinctions(
        sorted(people, key=lambda person: (person.first_name, person.family_name, person.pk))
    )


def owner_choices(school_id: UUID) -> list[Choice]:
    """Who works at a school, by name."""
    return [(str(person.pk), person.name) for person in _by_name(possible_owners(school_id))]


def reviewer_choices(review: SchoolReview, invited: set[UUID]) -> list[Choice]:
    """Who can still be invited, by name; on a visit with where they work."""
    people = _by_name(possible_reviewers(review).exclude(pk__in=invited))
    if review.kind == SchoolReview.Kind.SELF:
        return [(str(person.pk), person.name) for person in people]
    places: dict[UUID, list[str]] = defaultdict(list)
    for tie in reviewer_ties(review).select_related("to_school", "to_network").order_by("starts", "pk"):
        place = tie.to_school or tie.to_network
        if place and place.name not in places[tie.person_id]:
            places[tie.person_id].append(place.name)
    return [(str(person.pk), f"{person.name} · {format_list(places[person.pk][:2])}") for person in people]
