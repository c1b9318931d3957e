"""Pages of one day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from trellis.assessment.portfolios.desk import waits_for
from trellis.core.community.models import Group, Person, Role
from trellis.core.community.selectors import students_in
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.permissions import page_for
from trellis.design.blueprint.wording import wording_of
from trellis.learning.plans.handover import notes_for
from trellis.learning.plans.models import Handover
from trellis.learning.supports.selectors import in_class_of
from trellis.learning.teams.meetings import talks_about

from . import clock, selectors
from .coming import coming
from .growth import growth, thinnest
from .needs import Together, needs
from .pictures import pictures

TAKEN_ON = timedelta(weeks=6)
"""How long the note of the advisor before stands on the page of the day."""


@page_for(Role.ADVISOR, Role.TEACHER, Role.STUDENT, Role.GUARDIAN, Role.MENTOR)
def today(request: HttpRequest) -> HttpResponse:
    """One's own day: for an adult who looks after groups, for a student, for a family member, for a mentor."""
    viewer = request.viewer
    groups = selectors.groups_of(viewer)
    if groups:
        asked = request.GET.get("group", "")
        group = next((one for one in groups if str(one.pk) == asked), groups[0])
        return _page(request, "group", _group(request, group) | {"groups": groups})
    if Role.STUDENT in viewer.roles:
        return _page(request, "student", _student(request, viewer.person))
    children = selectors.children_of(viewer)
    if len(children) == 1:
        return redirect("student", children[0].pk)
    return _page(request, "children", _children(request, children))


@page_for(Role.STUDENT, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER, Role.MENTOR, Role.GUARDIAN)
def student(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """One student: what comes next, what they do, and who is with them."""
    person = selectors.student_or_404(request.viewer, student_id)
    return _page(request, "student", _student(request, person))


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    """The page, with moments on the school's clock."""
    with timezone.override(context["here"].tzinfo):
        return render(request, f"shell/days/{name}.html", context)


def _group(request: HttpRequest, group: Group) -> dict[str, Any]:
    """What the page of a group's day shows."""
    viewer = request.viewer
    words = wording_of(group.school_id)
    here = clock.at_school(group.school, timezone.now())
    people = {one.pk: one for one in students_in(viewer, group)}
    found = pictures(viewer, people, words, here.date(), group.school)
    in_school = selectors.keeps_school(viewer, group.school, here.date(), words)
    rows = [(people[pk], one, thinnest(growth(one, words.package))) for pk, one in found.items()]
    return {
        "group": group,
        "words": words,
        "greeting": clock.greeting(here, viewer.person.first_name),
        "day": clock.format_day(here.date()),
        "in_school": in_school,
        "rows": rows,
        "any_project": any(one.projects for one in found.values()),
        "out": sum(one.out_today for one in found.values()),
        "arrived": sum(one.out_today and one.arrived for one in found.values()),
        "needs": needs(Together(here, people, found, words, in_school)),
        "here": here,
        "handover": _newly_taken(viewer, group, here),
        "to_read": waits_for(viewer, group.school),
        "in_class": [
            (people[pk], said) for pk, said in in_class_of(viewer, people.values(), here.date()).items()
        ],
    }


def _newly_taken(viewer: Viewer, group: Group, here: datetime) -> Handover | None:
    """What the last advisor wrote, for the first weeks of the next."""
    if group.kind != Group.Kind.ADVISORY:
        return None
    newest = next(iter(notes_for(viewer, group)), None)
    fresh = newest and newest.taker_id == viewer.person_id and here - newest.created < TAKEN_ON
    return newest if fresh and newest.note else None


def _student(request: HttpRequest, person: Person) -> dict[str, Any]:
    """What a student's page shows. A mentor sees the first name, the days, the goals and the exhibition."""
    viewer = request.viewer
    who = selectors.around(viewer, person)
    words = wording_of(who.school.pk if who.school else None)
    here = clock.at_school(who.school, timezone.now())
    one = pictures(viewer, [person.pk], words, here.date(), who.school)[person.pk]
    in_school = selectors.keeps_school(viewer, who.school, here.date(), words)
    mentored = selectors.only_mentored(viewer, person)
    own = person.pk == viewer.person_id
    return {
        "student": person,
        "name": person.first_name if mentored else person.name,
        "greeting": clock.greeting(here, person.first_name) if own else "",
        "own": own,
        "mentored": mentored,
        "who": who,
        "words": words,
        "here": here,
        "day": clock.format_day(here.date()),
        "one": one,
        "coming": coming(one, words, here, in_school),
        "growth": [] if mentored else growth(one, words.package),
        "in_class": [] if mentored else in_class_of(viewer, [person], here.date()).get(person.pk, []),
        "talks": talks_about(viewer, person),
    }


def _children(request: HttpRequest, children: list[Person]) -> dict[str, Any]:
    """Each student whom one stands by, with what comes next for them."""
    viewer, here, rows = request.viewer, clock.at_school(None, timezone.now()), []
    for school, some in selectors.by_school(viewer, children):
        words = wording_of(school.pk if school else None)
        here = clock.at_school(school, timezone.now())
        in_school = selectors.keeps_school(viewer, school, here.date(), words)
        found = pictures(viewer, [one.pk for one in some], words, here.date(), school)
        rows += [(one, found[one.pk], coming(found[one.pk], words, here, in_school)) for one in some]
    greeting = clock.greeting(here, viewer.person.first_name)
    return {"here": here, "rows": rows, "greeting": greeting, "mentor": Role.MENTOR in viewer.roles}
