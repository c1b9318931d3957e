"""Cohorts of a school. Who: a principal in September with a board meeting at six, who leaves with who graduated, who is
still at school, and what it is for students who ever learned English."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Role, School
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import cohorts, figures


@page_for(Role.LEADER, Role.COUNSELOR)
def school_cohorts(request: Request, school_id: UUID) -> HttpResponse:
    """Each year's cohort, for everybody, for those who ever learned English at school, and for the others."""
    if school_id not in request.viewer.to("school", Role.LEADER, Role.COUNSELOR):
        raise Http404
    school = get_object_or_404(School.objects.seen_by(request.viewer), pk=school_id)
    every, today = cohorts.cohort_students_of(request.viewer, school), timezone.localdate()
    groups = [
        (_("All students"), every),
        (_("Ever English learners"), [student for student in every if student.ever_learner]),
        (_("Never English learners"), [student for student in every if not student.ever_learner]),
    ]
    context = {
        "school": school,
        "words": wording_of(school.pk),
        "groups": [
            (name, [_cohort_row(counted) for counted in cohorts.count_cohorts(some, today)])
            for name, some in groups
        ],
    }
    return render(request, "opportunity/cohorts.html", context)


def _cohort_row(counted: cohorts.CohortCount) -> tuple[cohorts.CohortCount, list[tuple[str, str]]]:
    """A cohort, and for each length of time the share and the counts behind it; "" where it cannot be said yet."""
    return counted, [_share_and_counts(counted, years) for years in cohorts.GRADUATION_YEARS]


def _share_and_counts(counted: cohorts.CohortCount, years: int) -> tuple[str, str]:
    graduates = counted.graduated[years]
    if graduates is None or not counted.students:
        return "", ""
    counts = f"{figures.format_int(graduates)}/{figures.format_int(counted.students)}"
    return (
        (figures.format_share(graduates / counted.students), counts)
        if counted.students >= figures.MIN_N
        else ("", counts)
    )
