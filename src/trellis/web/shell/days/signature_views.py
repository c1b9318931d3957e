"""Who has not signed yet. Who: an advisor in the week of the plan meetings; they leave knowing whom to ask."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.models import Group, Role
from trellis.core.community.selectors import students_in
from trellis.core.community.viewer import LEADING_ROLES
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import clock
from .needs import StudentGroup
from .signatures import missing_signatures
from .student_overviews import student_overviews


@page_for(Role.ADVISOR, *LEADING_ROLES)
@never_cache
@require_safe
def group_signatures(request: Request, group_id: UUID) -> HttpResponse:
    """The plans and agreements of an advisory that somebody has not signed."""
    viewer = request.viewer
    advisories = Group.objects.seen_by(viewer).filter(kind=Group.Kind.ADVISORY).select_related("school")
    group = get_object_or_404(advisories, pk=group_id)
    advises = group.pk in viewer.to("group", Role.ADVISOR)
    if not (advises or group.school_id in viewer.to("school", *LEADING_ROLES)):
        raise Http404
    words = wording_of(group.school_id)
    local_now = clock.school_local_time(group.school, timezone.now())
    people = {student.pk: student for student in students_in(viewer, group)}
    overviews = student_overviews(viewer, people, words, local_now.date(), group.school)
    rows = missing_signatures(viewer, StudentGroup(local_now, people, overviews, words))
    return render(request, "shell/days/signatures.html", {"group": group, "words": words, "rows": rows})
