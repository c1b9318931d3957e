"""Reviews of a school, of a network's schools, and one review."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.models import Role
from trellis.core.community.selectors import get_network_or_404
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import ActionForm, PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages
from trellis.learning.projects.file_views import file_response
from trellis.learning.schedules.growth_wording import school_year_title

from . import selectors
from .commitment_forms import COMMITMENT_FORMS, ReviewCheckForm
from .forms import LEAD_FORMS, CancelForm, OpenReviewForm, TakeLeadForm
from .growth import growth_of
from .models import ReviewCommitment, RowEvidence, SchoolReview
from .permissions import coached_schools, may_open, owned_by
from .review_page import ReviewPage
from .row_forms import AGREEING_FORMS, SCORING_FORMS

READER_ROLES = (*SCHOOL_ROLES, Role.COACH, Role.NETWORK_STAFF)
PAGE_SIZE = 50


@page_for(*READER_ROLES)
@never_cache
def school_reviews(request: Request, school_id: UUID) -> HttpResponse:
    """The reviews of a school and its growth. Its principal opens it twice a year with ten minutes, to open a review or
    before a talk with the team; they leave knowing how each row moved over the years. Teachers, the coach and the
    network's staff read the same."""
    viewer = request.viewer
    school = selectors.get_school_or_404(viewer, school_id)
    opens = any(may_open(viewer, school, kind) for kind in SchoolReview.Kind.values)
    actions = PageActions(request, (OpenReviewForm,) if opens else (), school)
    if isinstance(actions.saved, OpenReviewForm) and actions.saved.review:
        return redirect("school-review", actions.saved.review.pk)
    context = {
        "school": school,
        "reviews": selectors.reviews_of_school(viewer, school),
        "growth": growth_of(viewer, school),
        "opens": opens,
        "actions": actions,
    }
    return render(request, "reviews/school_reviews.html", context, status=actions.status)


@page_for(*READER_ROLES)
@never_cache
def school_review(request: Request, review_id: UUID) -> HttpResponse:
    """One review. A reviewer opens it in class and in the hallway, on a phone, and leaves with a row scored; its lead
    opens it in the talk of all reviewers, with an hour, and leaves with a level for every row and what follows. Others
    read it once it is shared, in five minutes."""
    viewer = request.viewer
    page = ReviewPage(viewer, selectors.get_review_or_404(viewer, review_id))
    actions = PageActions(request, _forms_for(page), page)
    if isinstance(actions.saved, CancelForm):
        return redirect("school-reviews", page.school.pk)
    if actions.done:
        return actions.redirect_to(request.path)
    context = {
        "page": page,
        "review": page.review,
        "school": page.school,
        "title": selectors.review_title(page.review),
        "rubric": page.rubric,
        "rows": page.rows,
        "reads_school": page.school.pk in coached_schools(viewer)
        or page.school.network_id in viewer.networks,
        "checkable": _checkable_ids(page),
        "actions": actions,
        "section_messages": read_section_messages(request),
    }
    return render(request, "reviews/review.html", context, status=actions.status)


def _forms_for(page: ReviewPage) -> Iterator[type[ActionForm]]:
    """The forms that the viewer has on the page of a review."""
    yield ReviewCheckForm
    if page.seat:
        yield from SCORING_FORMS
    if page.leads:
        yield from (*LEAD_FORMS, *AGREEING_FORMS)
    if page.may_lead:
        yield TakeLeadForm
    if page.changes_commitments:
        yield from COMMITMENT_FORMS


def _checkable_ids(page: ReviewPage) -> set[UUID]:
    """The commitments of which the viewer says whether they are done."""
    if page.changes_commitments:
        return {each.pk for each in page.commitments}
    rows = ReviewCommitment.objects.seen_by(page.viewer)
    return set(rows.filter(owned_by(page.viewer), review=page.review).values_list("pk", flat=True))


@page_for(Role.NETWORK_STAFF)
@never_cache
def network_reviews(request: Request, network_id: UUID) -> HttpResponse:
    """Which schools have a review this school year. The network's staff open it once a month with five minutes; they
    leave knowing where a review is under way, and where a visit could be planned. No level is here."""
    network = get_network_or_404(request.viewer, network_id)
    query = request.GET.get("q", "").strip()[:80]
    schools = Paginator(selectors.schools_in(request.viewer, network, query), PAGE_SIZE)
    page = schools.get_page(request.GET.get("page"))
    schools_shown = list(page)
    years = set(selectors.current_school_years(schools_shown).values())
    context = {
        "network": network,
        "lines": selectors.network_lines(request.viewer, schools_shown),
        "years": [school_year_title(year) for year in sorted(years)],
        "query": query,
        "page": page,
    }
    return render(request, "reviews/network_reviews.html", context)


@page_for(*READER_ROLES)
@require_safe
@never_cache
def evidence_file(request: Request, evidence_id: UUID) -> FileResponse:
    """A file of a review, for whoever sees the row by now."""
    rows = RowEvidence.objects.seen_by(request.viewer).filter(
        deleted_at=None, row_review__reviewer__review__deleted_at=None
    )
    evidence = get_object_or_404(rows.exclude(file=""), pk=evidence_id)
    return file_response(evidence.file, evidence.file_name, evidence.media_type)
