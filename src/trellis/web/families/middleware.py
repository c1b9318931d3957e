"""Records who opened a page of one student's record, so that a family can read it.

Every address that names a student, or a row of one student's (a placement, an exhibition, a file they sent), is
recorded; pages about many at once, such as a gradebook, are not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.db.models import Model
from django.http import HttpResponse
from django.utils import timezone

from trellis.assessment.exhibitions.models import Exhibition
from trellis.core.community.models import Role
from trellis.core.foundation.requests import Request
from trellis.improvement.measure_questions.models import MeasureQuestion
from trellis.learning.internships.models import DayEntry, Placement, SearchStep
from trellis.learning.projects.models import StepSubmission

from . import access_log_queue
from .models import Reply

STUDENT_PATHS: dict[str, tuple[type[Model], str]] = {
    "placement_id": (Placement, "student_id"),
    "entry_id": (DayEntry, "placement__student_id"),
    "search_step_id": (SearchStep, "search__student_id"),
    "exhibition_id": (Exhibition, "student_id"),
    "piece_id": (StepSubmission, "member__student_id"),
    "reply_id": (Reply, "student_id"),
    "question_id": (MeasureQuestion, "student_id"),
}
"""Parts of an address that name a row of one student's, and the path from it to the student. The scoring of a
portfolio is left out: nobody is to know who scores before both have scored."""
OF_ADULTS: dict[str, dict[str, object]] = {
    "entry_id": {"placement__host_school__isnull": False},
    "exhibition_id": {"practice_school__isnull": False},
}
"""Rows of these tables that are an adult's own: no family has anything to read of them."""


SHOWN_RESPONSES = {("GET", 200), ("POST", 422)}


class AccessLogMiddleware:
    """After the viewer is known."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        seen = (
            request.method,
            response.status_code,
        ) in SHOWN_RESPONSES  # a refused press shows the page again
        if match and seen and request.viewer and not _nothing_shown(request):
            student, viewer = _student_of_page(match.kwargs), request.viewer
            if student and student != viewer.person_id and student not in viewer.to("person", Role.GUARDIAN):
                access_log_queue.record_or_queue(
                    student, viewer.person_id, match.url_name or "", timezone.localdate()
                )
        return response


def _nothing_shown(request: Request) -> bool:
    return getattr(request, "nothing_shown", False) or getattr(request, "is_head", False)


def _student_of_page(parts: Mapping[str, UUID]) -> UUID | None:
    """The one student whom an address is about."""
    if "student_id" in parts:
        return parts["student_id"]
    for name, (model, path) in STUDENT_PATHS.items():
        if name in parts:
            rows = model.objects.unscoped(
                "find the student whose page was opened, for the access log"
            ).filter(pk=parts[name])
            return rows.exclude(**OF_ADULTS.get(name, {})).values_list(path, flat=True).first()
    return None
