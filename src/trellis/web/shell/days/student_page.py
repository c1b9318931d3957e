"""A student's page: their own day, and what those around them see."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import Wording, wording_of
from trellis.improvement.measure_questions.selectors import newly_answered, reads_measures
from trellis.learning.schedules.adopted_weeks import WeekLesson
from trellis.learning.supports.selectors import class_supports_of
from trellis.learning.teams.meetings import follow_ups_about

from . import clock, selectors, signatures
from .growth import outcome_growth
from .lessons import lessons_today
from .student_overviews import StudentOverview, student_overviews
from .upcoming import upcoming_items


def render_student_page(request: Request, person: Person) -> HttpResponse:
    """A student's page. A mentor sees the first name, the days, the goals and the exhibition."""
    viewer = request.viewer
    relations = selectors.student_relations(viewer, person)
    words = wording_of(relations.school.pk if relations.school else None)
    local_now = clock.school_local_time(relations.school, timezone.now())
    overview = student_overviews(viewer, [person.pk], words, local_now.date(), relations.school)[person.pk]
    in_school = selectors.is_school_day(viewer, relations.school, local_now.date(), words)
    mentored = selectors.is_only_mentor_of(viewer, person)
    is_own_page = person.pk == viewer.person_id
    context: dict[str, object] = {
        "student": person,
        "name": person.first_name if mentored else person.name,
        "greeting": clock.greeting(local_now, person.first_name) if is_own_page else "",
        "is_own_page": is_own_page,
        "mentored": mentored,
        "relations": relations,
        "words": words,
        "day": clock.format_day(local_now.date()),
        "overview": overview,
        "check_in_id": new_id(),  # sent twice by the same page, it is one arrival
        "to_sign": signatures.requests_to_reader(viewer, overview, words, mentored),
        "answered_questions": newly_answered(viewer) if is_own_page else [],
        "upcoming": upcoming_items(overview, words, local_now, in_school),
        "follow_ups": follow_ups_about(viewer, person),
    }
    if not mentored:
        context |= _for_family_and_school(viewer, person, overview, words, local_now)
        context["lessons"] = _lessons(viewer, relations, overview, local_now) if in_school else []
    with timezone.override(local_now.tzinfo):
        return render(request, "shell/days/student.html", context)


def _for_family_and_school(
    viewer: Viewer, person: Person, overview: StudentOverview, words: Wording, local_now: datetime
) -> dict[str, object]:
    """What a mentor does not see."""
    return {
        "growth": outcome_growth(overview, words.package),
        "in_class": class_supports_of(viewer, [person], local_now.date()).get(person.pk, []),
        "reads_measures": reads_measures(viewer, person.pk),
    }


def _lessons(
    viewer: Viewer, relations: selectors.StudentRelations, overview: StudentOverview, local_now: datetime
) -> list[WeekLesson]:
    return lessons_today(
        viewer,
        relations.school,
        local_now.date(),
        groups=[group.pk for group in relations.groups],
        placement=overview.placement if overview.at_site_today else None,
    )
