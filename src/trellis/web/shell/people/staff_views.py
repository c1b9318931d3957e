"""The page of one adult. Who: a colleague with a name in their head, or a leader before a talk; they leave with a
phone number, the advisory that is to be handed over, or a code for somebody who has not signed up."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from trellis.core.community.models import Account, Group, Person, Role, School
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import directory
from .forms import InviteForm
from .selectors import staff_member
from .selectors.staff import people_to_invite
from .views import today_at


@page_for(*SCHOOL_ROLES, Role.NETWORK_STAFF)
@never_cache
def staff_page(request: Request, person_id: UUID) -> HttpResponse:
    """An adult who works for schools: roles, how to reach them, their groups, projects and sites."""
    viewer = request.viewer
    person, ties = staff_member.get_staff_member_or_404(viewer, person_id)
    schools = staff_member.schools_of_ties(ties)
    led_school = _led_school(viewer, schools)
    if request.method == "POST" and led_school is None:
        raise Http404
    actions = PageActions(request, (InviteForm,) if led_school else (), led_school)
    context = {
        "person": person,
        "schools": schools,
        "roles": staff_member.role_labels(ties),
        "places": staff_member.place_names(ties),
        "listed_at": next((school for school in schools if school.pk in viewer.staff_schools), None),
        "network": next(iter(viewer.to("network", Role.NETWORK_STAFF)), None),
        "actions": actions,
        "invited": actions.form(InviteForm) if actions.done else None,
        "join_url": request.build_absolute_uri(reverse("join")),
        **_access_context(viewer, person, led_school),
        **_work_context(viewer, person, schools, staff_member.staff_groups(viewer, ties)),
    }
    return render(request, "shell/people/staff_member.html", context, status=actions.status)


def _led_school(viewer: Viewer, schools: list[School]) -> School | None:
    """The school of an adult that the viewer leads, and where they may give a sign-up code."""
    led = viewer.to("school", Role.LEADER)
    return next((school for school in schools if school.pk in led), None)


def _access_context(viewer: Viewer, person: Person, led_school: School | None) -> dict[str, object]:
    """Whether an adult has signed up: known to their school's leaders, and to network staff."""
    knows_access = bool(led_school or viewer.to("network", Role.NETWORK_STAFF))
    invited_by_viewer = led_school and people_to_invite(viewer, led_school).filter(pk=person.pk).exists()
    return {
        "knows_access": knows_access,
        "has_account": knows_access and Account.objects.filter(person=person).exists(),
        "may_invite": bool(invited_by_viewer),
    }


def _work_context(
    viewer: Viewer, person: Person, schools: list[School], groups: list[staff_member.StaffGroup]
) -> dict[str, object]:
    """An adult's advisories and other groups, projects, and the sites of their students."""
    sites = (
        staff_member.sites_of_students(viewer, groups, today_at(schools[0]))
        if staff_member.has_internships(schools)
        else {}
    )
    return {
        "advisories": [row for row in groups if row.group.kind == Group.Kind.ADVISORY],
        "groups": [row for row in groups if row.group.kind != Group.Kind.ADVISORY],
        "led_schools": {school.pk for school in schools if directory.leads(viewer, school)},
        "projects": staff_member.projects_of_author(viewer, person),
        "sites": sites,
    }
