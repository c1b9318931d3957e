"""Reading reviews: those of a school, what waits for a reviewer or a lead, and a network's year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.community.decisions import Decision
from trellis.core.community.models import Network, School, Term
from trellis.core.community.school_years import FIRST_MONTH
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_day
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.learning.schedules.growth_wording import school_year_title

from .models import Reviewer, SchoolReview
from .permissions import coached_schools, leads, own_seats, readable
from .services import local_day

_CONCERNED = PreparedQuery(SchoolReview, lambda rows: rows.select_related("school").order_by("ends", "pk"))


def review_title(review: SchoolReview) -> str:
    """What a review is called: "Self-review 2026–27"."""
    return _("%(kind)s %(year)s") % {
        "kind": review.get_kind_display(),
        "year": school_year_title(review.school_year),
    }


def get_review_or_404(viewer: Viewer, review_id: UUID) -> SchoolReview:
    """A review whose page the viewer reads."""
    rows = SchoolReview.objects.seen_by(viewer).filter(readable(viewer), deleted_at=None)
    return get_object_or_404(rows.select_related("school__network", "lead"), pk=review_id)


def get_school_or_404(viewer: Viewer, school_id: UUID) -> School:
    """A school whose reviews the viewer reads: where they work or coach, or of a network that they work for."""
    school = get_object_or_404(School.objects.seen_by(viewer).select_related("network"), pk=school_id)
    if school.pk not in coached_schools(viewer) and school.network_id not in viewer.networks:
        raise Http404
    return school


@dataclass(frozen=True)
class ListedReview:
    """A review in a list. is_readable: its page opens for the viewer."""

    review: SchoolReview
    title: str
    is_readable: bool


def _listed(viewer: Viewer, rows: QuerySet[SchoolReview]) -> list[ListedReview]:
    reviews = list(rows.select_related("school", "lead"))
    open_pages = SchoolReview.objects.seen_by(viewer).filter(
        readable(viewer), pk__in=[review.pk for review in reviews]
    )
    readable_ids = set(open_pages.values_list("pk", flat=True)) if reviews else set()
    return [ListedReview(review, review_title(review), review.pk in readable_ids) for review in reviews]


def reviews_of_school(viewer: Viewer, school: School) -> list[ListedReview]:
    """The reviews of a school that the viewer sees, the newest first."""
    rows = SchoolReview.objects.seen_by(viewer).filter(school=school, deleted_at=None)
    return _listed(viewer, rows.order_by("-school_year", "-starts", "-created"))


@dataclass
class SchoolLine:
    """A school with its reviews of this school year."""

    school: School
    self_reviews: list[ListedReview] = field(default_factory=list)
    visits: list[ListedReview] = field(default_factory=list)


def current_school_years(schools: Iterable[School]) -> dict[UUID, int]:
    """The school year that each school is in: the last that began by its calendar, or by August 1. One query."""
    years = {}
    for school in schools:
        today = local_day(school)
        years[school.pk] = today.year + (today.month >= FIRST_MONTH)
    terms = Term.objects.unscoped("read the schools' calendars, which name no person").filter(
        school__in=years, deleted_at=None, starts__lte=timezone.now().date()
    )
    started = terms.order_by().values_list("school").annotate(Max("school_year"))
    return years | {school: max(years[school], year) for school, year in started}


def network_lines(viewer: Viewer, schools: list[School]) -> list[SchoolLine]:
    """Schools in their order, each with its reviews of its own school year: dates and status, no level."""
    lines = {school.pk: SchoolLine(school) for school in schools}
    years = current_school_years(schools)
    rows = SchoolReview.objects.seen_by(viewer).filter(
        school__in=lines, school_year__in=set(years.values()), deleted_at=None
    )
    for listed in _listed(viewer, rows.order_by("starts", "created")):
        review = listed.review
        if review.school_year == years[review.school_id]:
            line = lines[review.school_id]
            is_visit = review.kind == SchoolReview.Kind.VISIT
            (line.visits if is_visit else line.self_reviews).append(listed)
    return list(lines.values())


def schools_in(viewer: Viewer, network: Network, query: str) -> QuerySet[School]:
    """The schools of a network by name; with a query those whose name contains it."""
    rows = School.objects.seen_by(viewer).filter(network=network, deleted_at=None)
    return (rows.filter(name__icontains=query) if query else rows).order_by("name", "pk")


@dataclass
class WaitingReviews:
    """seats: of the viewer on reviews on which they have rows to score. led: reviews that wait for the viewer to lead
    on, as all reviewers have finished, or levels can be agreed."""

    seats: list[Reviewer] = field(default_factory=list)
    led: list[SchoolReview] = field(default_factory=list)


def waiting_reviews(viewer: Viewer) -> WaitingReviews:
    """What waits for the viewer in reviews. One query where nothing does, else two."""
    waiting = WaitingReviews()
    if not (coached_schools(viewer) or viewer.networks):
        return waiting
    unfinished = Q(pk__in=own_seats(viewer, "review", Q(finished_at__isnull=True)))
    concerned = Q(lead=viewer.person_id) | (Q(status=SchoolReview.Status.OPEN) & unfinished)
    reviews = _CONCERNED.seen_by(
        viewer, concerned, ~Q(status=SchoolReview.Status.SHARED), deleted_at__isnull=True
    )
    reviews_by_id = {review.pk: review for review in reviews}
    if not reviews_by_id:
        return waiting
    reviewers: dict[UUID, list[Reviewer]] = defaultdict(list)
    for reviewer in Reviewer.objects.seen_by(viewer).filter(review__in=reviews_by_id, deleted_at=None):
        reviewer.review = reviews_by_id[reviewer.review_id]
        reviewers[reviewer.review_id].append(reviewer)
    for review in reviews_by_id.values():
        seats = reviewers[review.pk]
        is_finished = bool(seats) and all(seat.finished_at for seat in seats)
        if review.is_open:
            mine = (seat for seat in seats if seat.person_id == viewer.person_id and not seat.finished_at)
            waiting.seats.extend(mine)
        if leads(viewer, review) and (review.is_closed or is_finished):
            waiting.led.append(review)
    return waiting


def review_decisions(viewer: Viewer) -> list[Decision]:
    """What waits for the viewer in reviews, for the first page of their day."""
    waiting = waiting_reviews(viewer)
    return [
        *(_seat_decision(seat) for seat in waiting.seats),
        *(_lead_decision(review) for review in waiting.led),
    ]


def counselor_decisions(viewer: Viewer, today: date) -> list[Decision]:
    """The same, for the first page of a counselor."""
    return review_decisions(viewer)


def _seat_decision(seat: Reviewer) -> Decision:
    rows = len(seat.review.rubric["rows"])
    line = ngettext("%(n)s row to score by %(day)s", "%(n)s rows to score by %(day)s", rows)
    return Decision(
        review_line(seat.review),
        line % {"n": rows, "day": format_day(seat.review.ends)},
        reverse("school-review", args=[seat.review_id]),
        _("Score"),
    )


def _lead_decision(review: SchoolReview) -> Decision:
    line = _("Every reviewer has finished. Close scoring.") if review.is_open else _("Agree on the levels.")
    return Decision(review_line(review), line, reverse("school-review", args=[review.pk]), _("Open"))


def review_line(review: SchoolReview) -> str:
    """A review with its school: "Harbor High: Self-review 2026–27"."""
    return _("%(school)s: %(review)s") % {"school": review.school.name, "review": review_title(review)}


def shared_reviews(viewer: Viewer) -> QuerySet[SchoolReview]:
    """Reviews that are shared with the viewer."""
    rows = SchoolReview.objects.seen_by(viewer).filter(
        readable(viewer), deleted_at=None, status=SchoolReview.Status.SHARED
    )
    return rows.select_related("school").order_by("-shared_at")
