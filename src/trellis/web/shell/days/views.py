"""Pages of one day."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from trellis.assessment.portfolios.desk import own_pending_seats
from trellis.core.community.models import Group, Person, Role
from trellis.core.community.selectors import students_in
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.ids import new_id
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
"""How long the page of the day shows the note of the previous advisor."""


@page_for(Role.ADVISOR, Role.TEACHER, Role.STUDENT, Role.GUARDIAN, Role.MENTOR)
def today(request: Request) -> HttpResponse:
    """One's own day: for an adult who looks after groups, for a student, for a family member, for a mentor."""
    viewer = request.viewer
    groups = selectors.groups_of(viewer)
    if groups:
        requested = request.GET.get("group", "")
        group = next((group for group in groups if str(group.pk) == requested), groups[0])
        return _render_group_page(request, group, groups)
    if Role.STUDENT in viewer.roles:
        return _render_student_page(request, viewer.person)
    children = selectors.children_of(viewer)
    if len(children) == 1:
        return redirect("student", children[0].pk)
    return _render_children_page(request, children)


@page_for(Role.STUDENT, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER, Role.MENTOR, Role.GUARDIAN)
def student(request: Request, student_id: UUID) -> HttpResponse:
    """One student: what comes next, what they do, and who is with them."""
    person = selectors.get_visible_student_or_404(request.viewer, student_id)
    return _render_student_page(request, person)


def _render_page(
    request: Request, name: str, local_now: datetime, context: dict[str, object]
) -> HttpResponse:
    """The page, with moments on the school's clock."""
    with timezone.override(local_now.tzinfo):
        return render(request, f"shell/days/{name}.html", context)


def _render_group_page(request: Request, group: Group, groups: list[Group]) -> HttpResponse:
    """The page of a group's day; `groups` are all that the viewer can choose from."""
    viewer = request.viewer
    words = wording_of(group.school_id)
    local_now = clock.school_local_time(group.school, timezone.now())
    people = {student.pk: student for student in students_in(viewer, group)}
    overviews = student_overviews(viewer, people, words, local_now.date(), group.school)
    in_school = selectors.is_school_day(viewer, group.school, local_now.date(), words)
    rows = [
        (people[pk], overview, least_scored(outcome_growth(overview, words.package)))
        for pk, overview in overviews.items()
    ]
    context = {
        "group": group,
        "groups": groups,
        "words": words,
        "greeting": clock.greeting(local_now, viewer.person.first_name),
        "day": clock.format_day(local_now.date()),
        "in_school": in_school,
        "rows": rows,
        "any_project": any(overview.projects for overview in overviews.values()),
        "at_site_count": sum(overview.at_site_today for overview in overviews.values()),
        "arrived_count": sum(overview.at_site_today and overview.arrived for overview in overviews.values()),
        "needs": find_needs(StudentGroup(local_now, people, overviews, words, in_school)),
        "handover": _recent_handover(viewer, group, local_now),
        "to_read": own_pending_seats(viewer, group.school),
        "in_class": [
            (people[pk], supports)
            for pk, supports in class_supports_of(viewer, people.values(), local_now.date()).items()
        ],
    }
    return _render_page(request, "group", local_now, context)


def _recent_handover(viewer: Viewer, group: Group, local_now: datetime) -> Handover | None:
    """What the last advisor wrote, for the first weeks of the next."""
    if group.kind != Group.Kind.ADVISORY:
        return None
    newest = next(iter(handovers_of(viewer, group)), None)
    fresh = newest and newest.taker_id == viewer.person_id and local_now - newest.created < HANDOVER_PERIOD
    return newest if fresh and newest.note else None


def _render_student_page(request: Request, person: Person) -> HttpResponse:
    """A student's page. A mentor sees the first name, the days, the goals and the exhibition."""
    viewer = request.viewer
    relations = selectors.student_relations(viewer, person)
    words = wording_of(relations.school.pk if relations.school else None)
    local_now = clock.school_local_time(relations.school, timezone.now())
    overview = student_overviews(viewer, [person.pk], words, local_now.date(), relations.school)[person.pk]
    in_school = selectors.is_school_day(viewer, relations.school, local_now.date(), words)
    mentored = selectors.is_only_mentor_of(viewer, person)
    is_own_page = person.pk == viewer.person_id
    context = {
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
        "upcoming": upcoming_items(overview, words, local_now, in_school),
        "growth": [] if mentored else outcome_growth(overview, words.package),
        "in_class": []
        if mentored
        else class_supports_of(viewer, [person], local_now.date()).get(person.pk, []),
        "follow_ups": follow_ups_about(viewer, person),
    }
    return _render_page(request, "student", local_now, context)


def _render_children_page(request: Request, children: list[Person]) -> HttpResponse:
    """Each student whom the viewer is family or mentor of, with what comes next for them."""
    viewer, local_now, rows = request.viewer, clock.school_local_time(None, timezone.now()), []
    for school, children_there in selectors.children_by_school(viewer, children):
        words = wording_of(school.pk if school else None)
        local_now = clock.school_local_time(school, timezone.now())
        in_school = selectors.is_school_day(viewer, school, local_now.date(), words)
        overviews = student_overviews(
            viewer, [child.pk for child in children_there], words, local_now.date(), school
        )
        rows += [
            (
                child,
                overviews[child.pk],
                upcoming_items(overviews[child.pk], words, local_now, in_school),
            )
            for child in children_there
        ]
    greeting = clock.greeting(local_now, viewer.person.first_name)
    context = {"rows": rows, "greeting": greeting, "mentor": Role.MENTOR in viewer.roles}
    return _render_page(request, "children", local_now, context)
