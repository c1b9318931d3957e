"""Languages of a student and of a group. Who: a teacher of newcomers on a Friday with ten minutes, who leaves with the
week's minutes written down and with who was given too few; a family, who leaves with what its child can do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
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

from . import scales, selectors, service
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


def _profile_context(viewer: Viewer, subject: ProfileSubject, school: School | None) -> dict[str, Any]:
    student, summary = subject.student, subject.summary
    led = viewer.to("school", *LEADING_ROLES)
    weeks = selectors.recent_weeks(subject.today)
    given = service.given_minutes(viewer, [student], weeks)[student.pk]
    literacy = summary.profile.literacy if summary.profile else {}
    return {
        "student": student,
        "is_own_profile": student.pk == viewer.person_id,
        "leads": any(school.pk in led for school in schools_of(student.pk))
        and not is_family(viewer, student),
        "words": wording_of(school.pk if school else None),
        "summary": summary,
        "tongues": [
            (tag, dict(LanguageProfile.Literacy.choices).get(literacy.get(tag), ""))
            for tag in student.home_languages
        ],
        "history": [
            (at, source, [levels.get(key) for key in Domain.values]) for at, source, levels in summary.history
        ],
        "in_work": [
            (row, Domain(row.domain).label, scales.available_scales()[row.scale].name(row.level))
            for row in selectors.language_in_work(viewer, student)
        ],
        "helped": selectors.help_records_of(viewer, student),
        "weeks": [(week, given.get(week, service.NO_MINUTES)) for week in weeks],
        "given": any(service_minutes.told for service_minutes in given.values()),
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
    form = actions.forms[MinutesForm.do]
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
        "kinds": ServiceMinutes.Kind.choices if any(len(row[3]) > 1 for row in rows) else [],
        "others": len(everybody) - len(students),
        "read": any(picture.planned for _who, picture, _had, _typed in rows),
        "fewer": sum(
            service.is_below_plan(picture.scale, picture.overall, had) for _who, picture, had, _typed in rows
        ),
        "actions": actions,
        "form": form,
    }
    return render(request, "languages/group.html", context, status=actions.status)


def _group_or_404(viewer: Viewer, group_id: UUID) -> Group:
    """A group that the viewer teaches, or one of a school that they lead or counsel."""
    group = get_object_or_404(Group.objects.seen_by(viewer).select_related("school"), pk=group_id)
    taught = group.pk in viewer.to("group", Role.ADVISOR, Role.TEACHER, Role.COUNSELOR)
    if not (taught or group.school_id in viewer.to("school", Role.LEADER, Role.COUNSELOR)):
        raise Http404
    return group


def _build_rows(
    viewer: Viewer, form: MinutesForm, students: list[Person], week: date
) -> list[tuple[Person, selectors.LanguageSummary, service.GivenMinutes, list[MinutesCell]]]:
    """For each student: their levels, the minutes that they were given in the week, and the fields for them."""
    pictures, given = (
        selectors.language_summaries(viewer, students),
        service.given_minutes(viewer, students, [week]),
    )
    rows = []
    for student in students:
        picture, had = pictures[student.pk], given[student.pk].get(week, service.NO_MINUTES)
        rows.append((student, picture, had, _minutes_cells(form, student, picture, had)))
    return rows


def _minutes_cells(
    form: MinutesForm, student: Person, picture: selectors.LanguageSummary, had: service.GivenMinutes
) -> list[MinutesCell]:
    """A cell for each kind, or one where the student's scale tells no kinds apart."""
    kinds = ServiceMinutes.Kind.values if picture.scale.by_kind or had.by_kind else [""]
    alone, integrated = picture.scale.least(picture.overall) if picture.overall else (0, 0)
    stands = {"": (had.plain, 0), "alone": (had.alone, alone), "integrated": (had.integrated, integrated)}
    cells = []
    for kind in kinds:
        saved_minutes, least = stands[kind]
        saved = "" if saved_minutes is None else str(saved_minutes)
        cells.append(MinutesCell(form.cell(student, kind, saved), least, saved))
    return cells
