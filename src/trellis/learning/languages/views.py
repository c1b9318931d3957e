"""Languages of a student and of a group. Who: a teacher of newcomers on a Friday with ten minutes, who leaves with the
week's minutes written down and with who was given too few; a family, who leaves with what its child can do."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Group, Person, Role
from trellis.core.community.selectors import (
    get_student_or_404,
    is_family,
    school_of,
    schools_of,
    students_in,
    works_with,
)
from trellis.core.community.viewer import LEADING_ROLES, Viewer
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.revisions import posted_revision
from trellis.core.foundation.typed import parse_day, parse_day_or_none
from trellis.design.blueprint.wording import wording_of

from . import minutes, scales, selectors, service, services
from .models import Domain, LanguageProfile, ServiceMinutes
from .permissions import TEACHING_ROLES

PAGE_ROLES = (Role.STUDENT, Role.GUARDIAN, *TEACHING_ROLES)


@page_for(*PAGE_ROLES)
@never_cache
def language_profile(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """What a student brings, how their English grew, and the minutes of service."""
    viewer, status = request.viewer, 200
    student = get_student_or_404(viewer, student_id)
    writes = works_with(viewer, student)
    if request.method == "POST":
        verb = {"profile": _save_profile, "levels": _save_levels}.get(request.POST.get("do", ""))
        if verb is None or not writes:
            raise Http404
        try:
            messages.success(request, verb(request, student))
        except ActionError as error:
            messages.error(request, error.message)
            status = 422
        else:
            return redirect("language-profile", student.pk)
    return render(
        request, "languages/profile.html", _profile_context(request, student, writes), status=status
    )


def _profile_context(request: HttpRequest, student: Person, writes: bool) -> dict[str, Any]:
    school = school_of(student.pk)
    today = school_local_time(school, timezone.now()).date()
    led = request.viewer.to("school", *LEADING_ROLES)
    picture = selectors.language_summary(request.viewer, student)
    weeks = selectors.recent_weeks(today)
    given = service.given_minutes(request.viewer, [student], weeks)[student.pk]
    literacy = picture.profile.literacy if picture.profile else {}
    return {
        "student": student,
        "own": student.pk == request.viewer.person_id,
        "writes": writes,
        "leads": any(school.pk in led for school in schools_of(student.pk))
        and not is_family(request.viewer, student),
        "words": wording_of(school.pk if school else None),
        "one": picture,
        "tongues": [
            (tag, literacy.get(tag, ""), dict(LanguageProfile.Literacy.choices).get(literacy.get(tag), ""))
            for tag in student.home_languages
        ],
        "history": [
            (at, source, [levels.get(key) for key in Domain.values]) for at, source, levels in picture.history
        ],
        "in_work": [
            (row, Domain(row.domain).label, scales.available_scales()[row.scale].name(row.level))
            for row in selectors.language_in_work(request.viewer, student)
        ],
        "helped": selectors.help_records_of(request.viewer, student),
        "weeks": [(week, given.get(week, service.NO_MINUTES)) for week in weeks],
        "given": any(service_minutes.told for service_minutes in given.values()),
        "domains": Domain.choices,
        "scales": scales.available_scales().items(),
        "literacies": LanguageProfile.Literacy.choices,
        "bands": LanguageProfile.Band.choices,
        "sources": [(source.value, source.label) for source in services.ENTERED_SOURCES],
        "today": today,
        "sent": request.POST,
    }


def _save_profile(request: HttpRequest, student: Person) -> str:
    post = request.POST
    literacy = {tag: post.get(f"literacy-{tag}", "") for tag in student.home_languages}
    interrupted = {"yes": True, "no": False}.get(post.get("interrupted", ""))
    args = post.get("scale", ""), literacy, interrupted, post.get("band", ""), post.get("strengths", "")
    services.write_profile(student, *args, request.viewer.person_id, posted_revision(request))
    return _("Saved.")


def _save_levels(request: HttpRequest, student: Person) -> str:
    post = request.POST
    profile = LanguageProfile.objects.seen_by(request.viewer).filter(student=student).first()
    levels = {key: post.get(key, "") for key in Domain.values}
    scale, at = profile.scale if profile else "wida", parse_day(post.get("at", ""))
    shown = {key: post.get(f"shown-{key}", "") for key in Domain.values} if _has_seen(request) else None
    source, by = post.get("source", ""), request.viewer.person_id
    count = services.save_levels(student, scale, levels, at, source, by, shown)
    return ngettext("%(n)d level saved.", "%(n)d levels saved.", count) % {"n": count}


@page_for(*TEACHING_ROLES)
@never_cache
def group_languages(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """A group: levels by domain, minutes planned and given, and one press for the whole week."""
    viewer, status = request.viewer, 200
    group = _group_or_404(viewer, group_id)
    everybody = students_in(viewer, group)
    students = selectors.multilingual_students(viewer, everybody)
    today = school_local_time(group.school, timezone.now()).date()
    shown, chosen = parse_day_or_none(request.GET.get("week", "")) or today, None
    if request.method == "POST":
        sent = {student.pk: _posted_minutes(request, student) for student in students}
        seen = {student.pk: _posted_minutes(request, student, "shown-") for student in students}
        try:
            chosen = parse_day(request.POST.get("week", ""))
            count = minutes.save_minutes(sent, chosen, viewer.person_id, seen if _has_seen(request) else None)
        except ActionError as error:
            messages.error(request, error.message)
            status = 422
        else:
            message = ngettext("Saved minutes for %(n)d student.", "Saved minutes for %(n)d students.", count)
            messages.success(request, message % {"n": count})
            return redirect(f"{request.path}?week={selectors.monday_of(chosen).isoformat()}")
        shown = chosen or today
    week = selectors.monday_of(shown)
    rows = _build_rows(request, students, week)
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
    }
    return render(request, "languages/group.html", context, status=status)


def _group_or_404(viewer: Viewer, group_id: UUID) -> Group:
    """A group that the viewer teaches, or one of a school that they lead or counsel."""
    group = get_object_or_404(Group.objects.seen_by(viewer).select_related("school"), pk=group_id)
    taught = group.pk in viewer.to("group", Role.ADVISOR, Role.TEACHER, Role.COUNSELOR)
    if not (taught or group.school_id in viewer.to("school", Role.LEADER, Role.COUNSELOR)):
        raise Http404
    return group


def _build_rows(
    request: HttpRequest, students: list[Person], week: date
) -> list[
    tuple[Person, selectors.LanguageSummary, service.GivenMinutes, list[tuple[str, str, str, int, str]]]
]:
    """For each student: their levels, the minutes that they were given in the week, and the fields for them."""
    viewer = request.viewer
    pictures, given = (
        selectors.language_summaries(viewer, students),
        service.given_minutes(viewer, students, [week]),
    )
    rows = []
    for student in students:
        had = given[student.pk].get(week, service.NO_MINUTES)
        rows.append(
            (student, pictures[student.pk], had, _minutes_fields(request, student, pictures[student.pk], had))
        )
    return rows


def _has_seen(request: HttpRequest) -> bool:
    """Whether the form says what it showed."""
    return any(name.startswith("shown-") for name in request.POST)


def _posted_minutes(request: HttpRequest, student: Person, prefix: str = "") -> dict[str, str]:
    kinds = ("", *ServiceMinutes.Kind.values)
    return {kind: request.POST.get(prefix + minutes.minutes_field(student.pk, kind), "") for kind in kinds}


def _minutes_fields(
    request: HttpRequest, student: Person, picture: selectors.LanguageSummary, had: service.GivenMinutes
) -> list[tuple[str, str, str, int, str]]:
    """A field a kind, or one where the student's scale tells no kinds apart: its name, its label, what stands in it,
    how many minutes at least are of the kind, and what is saved."""
    kinds = ServiceMinutes.Kind.choices if picture.scale.by_kind or had.by_kind else [("", "")]
    alone, integrated = picture.scale.least(picture.overall) if picture.overall else (0, 0)
    stands = {"": (had.plain, 0), "alone": (had.alone, alone), "integrated": (had.integrated, integrated)}
    fields = []
    for kind, label in kinds:
        name, (saved_minutes, least) = minutes.minutes_field(student.pk, kind), stands[kind]
        saved = "" if saved_minutes is None else str(saved_minutes)
        fields.append((name, str(label), request.POST.get(name, saved), least, saved))
    return fields
