"""Which rows of internships are current, open or awaiting something: each condition in one place."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db.models import Q

from trellis.core.foundation.guard import GuardedQuerySet


def current_on(day: date) -> Q:
    """The condition for placements that have not ended before a day."""
    return (Q(ends=None) | Q(ends__gte=day)) & Q(deleted_at=None)


def under_way_on(first: date, last: date | None = None) -> Q:
    """The condition for placements under way on a day, or at some time from the first day to the last."""
    return current_on(first) & Q(starts__lte=last or first)


def open_on(today: date) -> Q:
    """The condition for reservations that were not released and have not expired."""
    return (Q(until__gte=today) | Q(approved_at__isnull=False)) & Q(let_go_at=None, deleted_at=None)


def awaiting_answer_on(today: date) -> Q:
    """The condition for open reservations that the school has neither approved nor declined."""
    return open_on(today) & Q(approved_at=None, search__closed_at=None)


def open_or_declined(today: date) -> Q:
    """The condition for open reservations, and those that the school declined."""
    return open_on(today) | Q(declined_at__isnull=False, deleted_at=None)


class PlacementQuerySet(GuardedQuerySet):
    """Placements."""

    def current(self, day: date) -> Self:
        """Those that have not ended before a day: under way, or still to come."""
        return self.filter(current_on(day))

    def under_way(self, first: date, last: date | None = None) -> Self:
        """Those under way on a day, or at some time from the first day to the last."""
        return self.filter(under_way_on(first, last))


class InternshipDayQuerySet(GuardedQuerySet):
    """Days at a site."""

    def awaiting_confirmation(self) -> Self:
        """Days with both times that no mentor has confirmed yet."""
        return self.filter(minutes__gt=0, confirmed_at=None, deleted_at=None)


class ConcernQuerySet(GuardedQuerySet):
    """Mentors' notes to the school."""

    def unread(self) -> Self:
        """Those that nobody at school has read yet."""
        return self.filter(heard_at=None, deleted_at=None)


class SearchQuerySet(GuardedQuerySet):
    """Students' searches for a placement."""

    def open(self) -> Self:
        """Those that have not led to a placement or ended."""
        return self.filter(closed_at=None)


class HoldQuerySet(GuardedQuerySet):
    """Reservations of a spot at a site."""

    def open(self, today: date) -> Self:
        """Those that were not released and have not expired; an approved one does not expire."""
        return self.filter(open_on(today))

    def awaiting_answer(self, today: date) -> Self:
        """Open ones that the school has neither approved nor declined."""
        return self.filter(awaiting_answer_on(today))

    def current_or_declined(self, today: date) -> Self:
        """Open ones, and those that the school declined."""
        return self.filter(open_or_declined(today))

    def taking_a_spot(self, today: date) -> Self:
        """Open ones that have not become a placement yet, which takes the spot itself."""
        return self.open(today).filter(search__placement=None)
