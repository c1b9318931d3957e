"""Pages of one day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from trellis.assessment.portfolios.desk import own_pending_seats
from trellis.core.community.models import Group, Person, Role
from trellis.core.community.selectors import students_in
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of
from trellis.learning.plans.handover import handovers_of
from trellis.learning.plans.models import Handover
from trellis.learning.supports.selectors import class_supports_of
from trellis.learning.teams.meetings import follow_ups_about

from . import clock, selectors
from .growth import least_scored, outcome_growth
from .needs import StudentGroup, find_needs
from .student_overviews import student_overviews
from .upcoming import upcoming_items

HANDOVER_PERIOD = timedelta(weeks=6)
"""How long the note of the advisor before stands on the page of the day."""


@page_for(Role.ADVISOR, Role.TEACHER, Role.STUDENT, Role.GUARDIAN, Role.MENTOR)
def today(request: Request) -> HttpResponse:
    """One's own day: for an adult who looks after groups, for a student, for a family member, for a mentor."""
    viewer = request.viewer
    groups = selectors.groups_of(viewer)
    if groups:
        requested = request.GET.get("group", "")
        group = next((group for group in groups if str(group.pk) == requested), groups[0])
        return _render_page(request, "group", _group_context(request, group) | {"groups": groups})
    if Role.STUDENT in viewer.roles:
        return _render_page(request, "student", _student_context(request, viewer.person))
    children = selectors.children_of(viewer)
    if len(children) == 1:
        return redirect("student", children[0].pk)
    return _render_page(request, "children", _children_context(request, children))


@page_for(Role.STUDENT, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER, Role.MENTOR, Role.GUARDIAN)
def student(request: Request, student_id: UUID) -> HttpResponse:
    """One student: what comes next, what they do, and who is with them."""
    person = selectors.get_visible_student_or_404(request.viewer, student_id)
    return _render_page(request, "student", _student_context(request, person))


def _render_page(request: Request, name: str, context: dict[str, Any]) -> HttpResponse:
    """The page, with moments on the school's clock."""
    with timezone.override(context["here"].tzinfo):
        return render(request, f"shell/days/{name}.html", context)


def _group_context(request: Request, group: Group) -> dict[str, Any]:
    """What the page of a group's day shows."""
    viewer = request.viewer
    words = wording_of(group.school_id)
    local_now = clock.school_local_time(group.school, timezone.now())
    people = {student.pk: student for student in students_in(viewer, group)}
    picture_by_student = student_overviews(viewer, people, words, local_now.date(), group.school)
    in_school = selectors.is_school_day(viewer, group.school, local_now.date(), words)
    rows = [
        (people[pk], picture, least_scored(outcome_growth(picture, words.package)))
        for pk, picture in picture_by_student.items()
    ]
    return {
        "group": group,
        "words": words,
        "greeting": clock.greeting(local_now, viewer.person.first_name),
        "day": clock.format_day(local_now.date()),
        "in_school": in_school,
        "rows": rows,
        "any_project": any(picture.projects for picture in picture_by_student.values()),
        "out": sum(picture.out_today for picture in picture_by_student.values()),
        "arrived": sum(picture.out_today and picture.arrived for picture in picture_by_student.values()),
        "needs": find_needs(StudentGroup(local_now, people, picture_by_student, words, in_school)),
        "here": local_now,
        "handover": _recent_handover(viewer, group, local_now),
        "to_read": own_pending_seats(viewer, group.school),
        "in_class": [
            (people[pk], supports)
            for pk, supports in class_supports_of(viewer, people.values(), local_now.date()).items()
        ],
    }


def _recent_handover(viewer: Viewer, group: Group, local_now: datetime) -> Handover | None:
    """What the last advisor wrote, for the first weeks of the next."""
    if group.kind != Group.Kind.ADVISORY:
        return None
    newest = next(iter(handovers_of(viewer, group)), None)
    fresh = newest and newest.taker_id == viewer.person_id and local_now - newest.created < HANDOVER_PERIOD
    return newest if fresh and newest.note else None


def _student_context(request: Request, person: Person) -> dict[str, Any]:
    """What a student's page shows. A mentor sees the first name, the days, the goals and the exhibition."""
    viewer = request.viewer
    who = selectors.student_relations(viewer, person)
    words = wording_of(who.school.pk if who.school else None)
    local_now = clock.school_local_time(who.school, timezone.now())
    picture = student_overviews(viewer, [person.pk], words, local_now.date(), who.school)[person.pk]
    in_school = selectors.is_school_day(viewer, who.school, local_now.date(), words)
    mentored = selectors.is_only_mentor_of(viewer, person)
    is_own_page = person.pk == viewer.person_id
    return {
        "student": person,
        "name": person.first_name if mentored else person.name,
        "greeting": clock.greeting(local_now, person.first_name) if is_own_page else "",
        "own": is_own_page,
        "mentored": mentored,
        "who": who,
        "words": words,
        "here": local_now,
        "day": clock.format_day(local_now.date()),
        "one": picture,
        "coming": upcoming_items(picture, words, local_now, in_school),
        "growth": [] if mentored else outcome_growth(picture, words.package),
        "in_class": []
        if mentored
        else class_supports_of(viewer, [person], local_now.date()).get(person.pk, []),
        "talks": follow_ups_about(viewer, person),
    }


def _children_context(request: Request, children: list[Person]) -> dict[str, Any]:
    """Each student whom one stands by, with what comes next for them."""
    viewer, local_now, rows = request.viewer, clock.school_local_time(None, timezone.now()), []
    for school, some in selectors.children_by_school(viewer, children):
        words = wording_of(school.pk if school else None)
        local_now = clock.school_local_time(school, timezone.now())
        in_school = selectors.is_school_day(viewer, school, local_now.date(), words)
        picture_by_student = student_overviews(
            viewer, [child.pk for child in some], words, local_now.date(), school
        )
        rows += [
            (
                child,
                picture_by_student[child.pk],
                upcoming_items(picture_by_student[child.pk], words, local_now, in_school),
            )
            for child in some
        ]
    greeting = clock.greeting(local_now, viewer.person.first_name)
    return {"here": local_now, "rows": rows, "greeting": greeting, "mentor": Role.MENTOR in viewer.roles}
