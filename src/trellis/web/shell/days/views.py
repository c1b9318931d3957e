"""Pages of one day."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.assessment.evidence.scoring_queue import count_works_to_score, queue_items
from trellis.assessment.portfolios.practice_desk import pending_seats
from trellis.core.community.models import Group, Person, Role, School
from trellis.core.community.selectors import students_in
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of
from trellis.improvement.cycles.decisions import cycle_decisions
from trellis.improvement.measure_questions.decisions import question_decisions
from trellis.learning.plans.handover import handovers_of
from trellis.learning.plans.models import Handover
from trellis.learning.plans.pending_signatures import mentees_with_goals_to_sign
from trellis.learning.schedules.adopted_weeks import WeekLesson
from trellis.learning.supports.models import ClassroomSupport
from trellis.learning.supports.selectors import class_supports_of

from . import (
    advisory,
    clock,
    coach_views,
    district_views,
    leader_views,
    network_views,
    selectors,
    signatures,
    student_page,
    teaching,
)
from .growth import least_scored, outcome_growth
from .lessons import lessons_today
from .needs import StudentGroup, arrival_is_due, find_needs
from .student_overviews import student_overviews
from .upcoming import upcoming_items

CLASSES = "classes"
"""What the address calls the page of all classes together."""
HANDOVER_PERIOD = timedelta(weeks=6)
"""How long the page of the day shows the note of the previous advisor."""


TODAY_ROLES = (
    *(Role.ADVISOR, Role.TEACHER, Role.STUDENT, Role.GUARDIAN, Role.MENTOR),
    *(Role.LEADER, Role.COUNSELOR, Role.PARTNER, Role.NETWORK_STAFF, Role.COACH),
)


@page_for(*TODAY_ROLES)
def today(request: Request) -> HttpResponse:
    """One's own day: for an adult who looks after groups, for a student, for a family member, for a mentor, for a
    coach, for whoever leads a district, and for a network's staff. Who does several of these opens their district from
    the list of their schools."""
    viewer = request.viewer
    districts = viewer.to("district", Role.LEADER, Role.PARTNER)
    if districts and request.GET.get("district"):
        return district_views.render_district_page(request, districts)
    led_schools = viewer.to("school", Role.LEADER)
    groups = selectors.groups_of(viewer)
    if led_schools and not request.GET.get("group"):
        return leader_views.render_leader_page(request, led_schools, groups)
    if groups:
        return _render_staff_page(request, groups)
    if Role.COUNSELOR in viewer.roles:
        return redirect("supports")
    if Role.STUDENT in viewer.roles:
        return student_page.render_student_page(request, viewer.person)
    networks = viewer.to("network", Role.NETWORK_STAFF)
    if networks and not districts:
        return network_views.render_network_page(request, networks)
    if Role.COACH in viewer.roles:
        return coach_views.render_coach_page(request)
    if not viewer.roles & {Role.GUARDIAN, Role.MENTOR}:
        return district_views.render_district_page(request, districts)
    children = selectors.children_of(viewer)
    if children and Role.GUARDIAN in viewer.roles and Role.MENTOR not in viewer.roles:
        return redirect("family", children[0].pk)
    if len(children) == 1:
        return redirect("student", children[0].pk)
    return _render_children_page(request, children)


@page_for(Role.STUDENT, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER, Role.MENTOR, Role.GUARDIAN)
def student(request: Request, student_id: UUID) -> HttpResponse:
    """One student: what comes next, what they do, and who is with them."""
    person = selectors.get_visible_student_or_404(request.viewer, student_id)
    return student_page.render_student_page(request, person)


def _render_staff_page(request: Request, groups: list[Group]) -> HttpResponse:
    """The page of the group that the address names; by default one's first advisory, or else all of one's classes."""
    requested = request.GET.get("group", "")
    group = next((group for group in groups if str(group.pk) == requested), None)
    if group is None and requested != CLASSES and groups[0].kind == Group.Kind.ADVISORY:
        group = groups[0]
    if group is None:
        return _render_teaching_page(request, groups)
    render_group = _render_advisory_page if group.kind == Group.Kind.ADVISORY else _render_class_page
    return render_group(request, group, groups)


def _render_page(
    request: Request, name: str, local_now: datetime, context: dict[str, object]
) -> HttpResponse:
    """The page, with moments on the school's clock."""
    with timezone.override(local_now.tzinfo):
        return render(request, f"shell/days/{name}.html", context)


def _render_advisory_page(request: Request, group: Group, groups: list[Group]) -> HttpResponse:
    """The day of an advisory; `groups` are all that the viewer can choose from."""
    viewer = request.viewer
    words = wording_of(group.school_id)
    local_now = clock.school_local_time(group.school, timezone.now())
    people = {student.pk: student for student in students_in(viewer, group)}
    overviews = student_overviews(viewer, people, words, local_now.date(), group.school)
    in_school = selectors.is_school_day(viewer, group.school, local_now.date(), words)
    student_rows = [(people[pk], overview) for pk, overview in overviews.items()]
    overview_group = StudentGroup(local_now, people, overviews, words, in_school)
    needs = find_needs(overview_group)
    context = {
        "group": group,
        "tabs": _tabs(groups, str(group.pk)),
        "words": words,
        "greeting": clock.greeting(local_now, viewer.person.first_name),
        "day": clock.format_day(local_now.date()),
        "in_school": in_school,
        "rows": [
            (person, overview, least_scored(outcome_growth(overview, words.package)))
            for person, overview in student_rows
        ],
        "any_project": any(overview.projects for overview in overviews.values()),
        "at_site_count": sum(overview.at_site_today for overview in overviews.values()),
        "where": advisory.where_students_are(student_rows, in_school),
        "arrival_is_due": arrival_is_due(overview_group),
        "unconfirmed": advisory.awaiting_confirmation(student_rows),
        "meetings": advisory.plan_meetings(student_rows, local_now),
        "teaching": teaching.TeachingDay(queue_items(viewer, 3), count_works_to_score(viewer)),
        "urgent_needs": [need for need in needs if need.tone == "urgent"],
        "needs": [need for need in needs if need.tone != "urgent"],
        "handover": _recent_handover(viewer, group, local_now),
        "pending_seats": pending_seats(viewer, group.school),
        "waiting": [*cycle_decisions(viewer, local_now.date()), *question_decisions(viewer)],
        "in_class": _class_supports(viewer, people, local_now),
        "unsigned": len(signatures.missing_signatures(viewer, overview_group)),
        "lessons": _own_lessons(viewer, group.school, local_now) if in_school else [],
    }
    return _render_page(request, "advisory", local_now, context)


def _own_lessons(viewer: Viewer, school: School, local_now: datetime) -> list[WeekLesson]:
    return lessons_today(viewer, school, local_now.date(), viewer.person_id)


def _render_class_page(request: Request, group: Group, groups: list[Group]) -> HttpResponse:
    """One class, team or strand: its students, and where their projects stand."""
    viewer = request.viewer
    local_now = clock.school_local_time(group.school, timezone.now())
    rows = teaching.class_rows(viewer, group, local_now.date())
    context = {
        "group": group,
        "tabs": _tabs(groups, str(group.pk)),
        "words": wording_of(group.school_id),
        "rows": rows,
        "in_class": _class_supports(viewer, {row.student.pk: row.student for row in rows}, local_now),
    }
    return _render_page(request, "class", local_now, context)


def _render_teaching_page(request: Request, groups: list[Group]) -> HttpResponse:
    """A teacher's day across their classes."""
    viewer, school = request.viewer, groups[0].school
    words = wording_of(school.pk)
    local_now = clock.school_local_time(school, timezone.now())
    in_school = selectors.is_school_day(viewer, school, local_now.date(), words)
    context = {
        "school": school,
        "tabs": _tabs(groups, CLASSES),
        "classes": [group for group in groups if group.kind != Group.Kind.ADVISORY],
        "words": words,
        "greeting": clock.greeting(local_now, viewer.person.first_name),
        "day": clock.format_day(local_now.date()),
        "in_school": in_school,
        "lessons": _own_lessons(viewer, school, local_now) if in_school else [],
        "teaching": teaching.teaching_day(viewer, local_now.date()),
        "pending_seats": pending_seats(viewer, school),
        "waiting": list(cycle_decisions(viewer, local_now.date())),
    }
    return _render_page(request, "classes", local_now, context)


def _tabs(groups: list[Group], current: str) -> list[tuple[str, str, bool]]:
    """The pages of the viewer's day: advisories first, then all classes, then each group. (title, address, current)"""
    advisories = [group for group in groups if group.kind == Group.Kind.ADVISORY]
    others = [group for group in groups if group.kind != Group.Kind.ADVISORY]
    keys = [(group.title, str(group.pk)) for group in advisories]
    keys += [(_("My classes"), CLASSES)] if others else []
    keys += [(group.title, str(group.pk)) for group in others]
    return [(title, f"{reverse('today')}?group={key}", key == current) for title, key in keys]


def _class_supports(
    viewer: Viewer, people: dict[UUID, Person], local_now: datetime
) -> list[tuple[Person, list[ClassroomSupport]]]:
    supports_by_student = class_supports_of(viewer, people.values(), local_now.date())
    return [(people[pk], supports) for pk, supports in supports_by_student.items()]


def _recent_handover(viewer: Viewer, group: Group, local_now: datetime) -> Handover | None:
    """What the last advisor wrote, for the first weeks of the next."""
    if group.kind != Group.Kind.ADVISORY:
        return None
    newest = next(iter(handovers_of(viewer, group)), None)
    fresh = newest and newest.taker_id == viewer.person_id and local_now - newest.created < HANDOVER_PERIOD
    return newest if fresh and newest.note else None


def _render_children_page(request: Request, children: list[Person]) -> HttpResponse:
    """Each student of a mentor, who may be family of another too, with what comes next for them."""
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
    context = {
        "rows": rows,
        "greeting": greeting,
        "mentor": Role.MENTOR in viewer.roles,
        "own_children": viewer.to("person", Role.GUARDIAN),
        "goals_to_sign": mentees_with_goals_to_sign(viewer, local_now.date()),
    }
    return _render_page(request, "children", local_now, context)
