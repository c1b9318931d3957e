"""Languages of a student and of a group. Who: a teacher of newcomers on a Friday with ten minutes, who leaves with the
week's minutes written down and with who was given too few; a family, who leaves with what its child can do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.forms.boundfield import BoundField
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Group, Person, Role, School
from trellis.core.community.selectors import (
    get_student_or_404,
    is_family,
    school_of,
    schools_of,
    students_in,
    works_with,
)
from trellis.core.community.viewer import LEADING_ROLES, Viewer
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.input_parsing import parse_day_or_none
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import scales, selectors, service_minutes
from .forms import PROFILE_FORMS, MinutesForm, ProfileSubject
from .models import Domain, LanguageProfile, ServiceMinutes
from .permissions import TEACHING_ROLES

PAGE_ROLES = (Role.STUDENT, Role.GUARDIAN, *TEACHING_ROLES)


@dataclass(frozen=True)
class MinutesCell:
    """A cell of the week's table: its field, how many minutes at least are of its kind, and what is saved."""

    field: BoundField
    least: int
    saved: str


class StudentRow(NamedTuple):
    """A student in the week's table: their levels, the minutes provided in the week, and the cells to type them in."""

    student: Person
    summary: selectors.LanguageSummary
    minutes: service_minutes.ProvidedMinutes
    cells: list[MinutesCell]


@page_for(*PAGE_ROLES)
@never_cache
def language_profile(request: Request, student_id: UUID) -> HttpResponse:
    """What a student brings, how their English grew, and the minutes of service."""
    viewer = request.viewer
    student = get_student_or_404(viewer, student_id)
    school = school_of(student.pk)
    today = school_local_time(school, timezone.now()).date()
    subject = ProfileSubject(student, selectors.language_summary(viewer, student), today)
    writes = works_with(viewer, student)
    actions = PageActions(request, PROFILE_FORMS if writes else (), subject)
    if actions.done:
        return redirect("language-profile", student.pk)
    context = _profile_context(viewer, subject, school) | {"writes": writes, "actions": actions}
    return render(request, "languages/profile.html", context, status=actions.status)


def _profile_context(viewer: Viewer, subject: ProfileSubject, school: School | None) -> dict[str, object]:
    student, summary = subject.student, subject.summary
    led = viewer.to("school", *LEADING_ROLES)
    weeks = selectors.recent_weeks(subject.today)
    minutes_by_week = service_minutes.provided_minutes(viewer, [student], weeks)[student.pk]
    literacy = summary.profile.literacy if summary.profile else {}
    return {
        "student": student,
        "is_own_profile": student.pk == viewer.person_id,
        "leads": any(school.pk in led for school in schools_of(student.pk))
        and not is_family(viewer, student),
        "words": wording_of(school.pk if school else None),
        "summary": summary,
        "home_languages": [
            (tag, dict(LanguageProfile.Literacy.choices).get(literacy.get(tag, ""), ""))
            for tag in student.home_languages
        ],
        "history": [
            (at, source, [levels.get(key) for key in Domain.values]) for at, source, levels in summary.history
        ],
        "levels_in_work": [
            (row, Domain(row.domain).label, scales.available_scales()[row.scale].name(row.level))
            for row in selectors.language_in_work(viewer, student)
        ],
        "help_records": selectors.help_records_of(viewer, student),
        "weeks": [(week, minutes_by_week.get(week, service_minutes.NO_MINUTES)) for week in weeks],
        "has_minutes": any(minutes.is_recorded for minutes in minutes_by_week.values()),
        "domains": Domain.choices,
    }


@page_for(*TEACHING_ROLES)
@never_cache
def group_languages(request: Request, group_id: UUID) -> HttpResponse:
    """A group: levels by domain, minutes planned and given, and one press for the whole week."""
    viewer = request.viewer
    group = _group_or_404(viewer, group_id)
    everybody = students_in(viewer, group)
    students = selectors.multilingual_students(viewer, everybody)
    today = school_local_time(group.school, timezone.now()).date()
    actions = PageActions(request, [MinutesForm], students)
    form = actions.form(MinutesForm)
    if actions.done:
        monday = selectors.monday_of(form.cleaned_data["week"])
        return redirect(f"{request.path}?week={monday.isoformat()}")
    shown = parse_day_or_none(request.GET.get("week", "")) or today
    if form.is_bound:
        shown = form.cleaned_data.get("week") or today
    week = selectors.monday_of(shown)
    rows = _build_rows(viewer, form, students, week)
    context = {
        "group": group,
        "words": wording_of(group.school_id),
        "rows": rows,
        "domains": Domain.choices,
        "week": week,
        "weeks": selectors.recent_weeks(today),
        "kinds": ServiceMinutes.Kind.choices if any(len(row.cells) > 1 for row in rows) else [],
        "unlisted_count": len(everybody) - len(students),
        "has_planned_minutes": any(row.summary.planned for row in rows),
        "below_plan_count": sum(
            service_minutes.is_below_plan(row.summary.scale, row.summary.overall, row.minutes) for row in rows
        ),
        "actions": actions,
        "form": form,
    }
    return render(request, "languages/group.html", context, status=actions.status)


def _group_or_404(viewer: Viewer, group_id: UUID) -> Group:
    """A group that the viewer teaches, or one of a school that they lead or counsel."""
    group = get_object_or_404(Group.objects.seen_by(viewer).select_related("school"), pk=group_id)
    is_own_group = group.pk in viewer.to("group", Role.ADVISOR, Role.TEACHER, Role.COUNSELOR)
    if not (is_own_group or group.school_id in viewer.to("school", Role.LEADER, Role.COUNSELOR)):
        raise Http404
    return group


def _build_rows(viewer: Viewer, form: MinutesForm, students: list[Person], week: date) -> list[StudentRow]:
    summaries = selectors.language_summaries(viewer, students)
    minutes_by_student = service_minutes.provided_minutes(viewer, students, [week])
    rows = []
    for student in students:
        summary = summaries[student.pk]
        minutes = minutes_by_student[student.pk].get(week, service_minutes.NO_MINUTES)
        rows.append(StudentRow(student, summary, minutes, _minutes_cells(form, student, summary, minutes)))
    return rows


def _minutes_cells(
    form: MinutesForm,
    student: Person,
    summary: selectors.LanguageSummary,
    minutes: service_minutes.ProvidedMinutes,
) -> list[MinutesCell]:
    """A cell for each kind, or a single cell where the student's scale tells no kinds apart."""
    kinds = ServiceMinutes.Kind.values if summary.scale.by_kind or minutes.by_kind else [""]
    alone, integrated = summary.scale.least(summary.overall) if summary.overall else (0, 0)
    minutes_by_kind = {
        "": (minutes.plain, 0),
        "alone": (minutes.alone, alone),
        "integrated": (minutes.integrated, integrated),
    }
    cells = []
    for kind in kinds:
        saved_minutes, least = minutes_by_kind[kind]
        saved = "" if saved_minutes is None else str(saved_minutes)
        cells.append(MinutesCell(form.cell(student, kind, saved), least, saved))
    return cells
