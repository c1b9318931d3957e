"""Lists of a school's people. Who: a principal or counselor who looks for somebody or for everybody who lacks
something, an advisor or teacher with their own students; they leave with a student's page, a phone number, a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Group, Role, School
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import directory
from .filter_forms import family_filters, group_filters, staff_filters, student_filters
from .forms import InviteForm
from .selectors import families, groups, staff, students

PAGE_SIZE = 50


def get_school_or_404(request: Request, school_id: UUID) -> School:
    """A school where the viewer works."""
    if school_id not in request.viewer.staff_schools:
        raise Http404
    return get_object_or_404(School.objects.seen_by(request.viewer), pk=school_id)


def today_at(school: School) -> date:
    """The day on the school's clock."""
    return school_local_time(school, timezone.now()).date()


def _school_context(request: Request, school: School) -> dict[str, object]:
    """The school of a list, whether the viewer leads it, and the schools to choose from."""
    viewer = request.viewer
    schools = School.objects.seen_by(viewer).filter(pk__in=viewer.staff_schools).order_by("name")
    return {"school": school, "leads": directory.leads(viewer, school), "schools": list(schools)}


def _page(request: Request, rows: Sequence[object]) -> Page:
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))


@page_for(*SCHOOL_ROLES)
@never_cache
def school_students(request: Request, school_id: UUID) -> HttpResponse:
    """The students of a school: all of them for who leads it, else those of one's own groups."""
    viewer, school = request.viewer, get_school_or_404(request, school_id)
    light_rows = students.light_students(directory.students_at(viewer, school))
    form = student_filters(request, school, light_rows)
    day = today_at(school)
    page = _page(request, students.filter_students(viewer, light_rows, form, day))
    context = {
        **_school_context(request, school),
        "words": wording_of(school.pk),
        "form": form,
        "page": page,
        "rows": students.student_rows(viewer, list(page), day),
        "everybody": len(light_rows),
    }
    return render(request, "shell/people/students.html", context)


@page_for(*SCHOOL_ROLES)
@never_cache
def school_families(request: Request, school_id: UUID) -> HttpResponse:
    """The families of the students in the viewer's care: how to reach them, and whether they have access."""
    viewer, school = request.viewer, get_school_or_404(request, school_id)
    in_care = directory.students_at(viewer, school)
    adults = families.light_adults(viewer, in_care)
    form = family_filters(request, adults)
    page = _page(request, families.filter_adults(adults, form, viewer))
    context = {
        **_school_context(request, school),
        "form": form,
        "page": page,
        "rows": families.family_rows(viewer, in_care, list(page)),
    }
    return render(request, "shell/people/families.html", context)


@page_for(*SCHOOL_ROLES)
@never_cache
def school_staff(request: Request, school_id: UUID) -> HttpResponse:
    """Who works at the school, in which role. Its leaders see who has not signed up yet, and give them a code."""
    viewer, school = request.viewer, get_school_or_404(request, school_id)
    is_leader = school.pk in viewer.to("school", Role.LEADER)
    if request.method == "POST" and not is_leader:
        raise Http404
    actions = PageActions(request, (InviteForm,) if is_leader else (), school)
    form = staff_filters(request, is_leader)
    page = _page(request, staff.staff_rows(viewer, school, form, is_leader))
    context = {
        **_school_context(request, school),
        "is_leader": is_leader,
        "own_groups": viewer.to("group", Role.ADVISOR, Role.TEACHER),
        "form": form,
        "page": page,
        "actions": actions,
        "invited": actions.form(InviteForm) if actions.done else None,
        "join_url": request.build_absolute_uri(reverse("join")),
    }
    return render(request, "shell/people/staff.html", context, status=actions.status)


@page_for(*SCHOOL_ROLES)
@never_cache
def school_groups(request: Request, school_id: UUID) -> HttpResponse:
    """The groups of a school: all of them for who leads it, else one's own."""
    viewer, school = request.viewer, get_school_or_404(request, school_id)
    rows = groups.group_rows(viewer, list(directory.listed_groups(viewer).filter(school=school)))
    form = group_filters(request, [row.group for row in rows])
    context = {
        **_school_context(request, school),
        "form": form,
        "page": _page(request, groups.filter_group_rows(rows, form)),
    }
    return render(request, "shell/people/groups.html", context)


@page_for(*SCHOOL_ROLES)
@never_cache
def group_students(request: Request, group_id: UUID) -> HttpResponse:
    """The students of one group, and what its adults and the school's leaders do with it."""
    viewer = request.viewer
    group = get_object_or_404(directory.groups_in_care(viewer).select_related("school"), pk=group_id)
    light_rows = students.light_students(directory.students_of_group(viewer, group))
    day = today_at(group.school)
    page = _page(request, [row.pk for row in light_rows])
    leads = directory.leads(viewer, group.school)
    teaches = group.pk in viewer.to("group", Role.ADVISOR, Role.TEACHER)
    context = {
        "group": group,
        "school": group.school,
        "words": wording_of(group.school_id),
        "adults": groups.group_rows(viewer, [group])[0].adults,
        "may_hand_over": leads and group.kind == Group.Kind.ADVISORY,
        "has_gradebook": teaches or group.school_id in viewer.to("school", Role.LEADER),
        "is_today": teaches,
        "leads": leads,
        "page": page,
        "rows": students.student_rows(viewer, list(page), day),
        "in_group": True,
    }
    return render(request, "shell/people/group.html", context)
