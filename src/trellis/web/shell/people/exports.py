"""Files of the lists, for the school's office. Each is an act in the ledger, with who took it and its size."""

from __future__ import annotations

import io
from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from trellis.core.community.grades import grade_label
from trellis.core.community.models import School
from trellis.core.community.viewer import LEADING_ROLES, Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.csv_export import ExportWriter
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.languages import language_name
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import directory
from .filter_forms import family_filters, student_filters
from .filters import FilterForm
from .selectors import families, students
from .views import get_school_or_404, today_at

BYTE_ORDER_MARK = "\ufeff"
"""Spreadsheets read accents right with it."""


@page_for(*LEADING_ROLES)
@never_cache
def export_students(request: Request, school_id: UUID) -> HttpResponse:
    """The students whom the filters leave, as a CSV file."""
    return require_POST(_export_students)(request, _get_led_school_or_404(request, school_id))


def _export_students(request: Request, school: School) -> HttpResponse:
    viewer, day = request.viewer, today_at(school)
    light_rows = students.light_students(directory.students_at(viewer, school))
    form = student_filters(request, school, light_rows)
    rows = students.student_rows(viewer, students.filter_students(viewer, light_rows, form, day), day)
    header = [
        _("Last name"),
        _("First name"),
        _("Student ID"),
        _("Grade"),
        _("Advisory"),
        _("Home languages"),
        _("Site"),
    ]
    lines = (
        [
            row.student.family_name,
            row.student.first_name,
            row.student.identifier,
            grade_label(row.student.grade),
            format_list(group.title for group in row.advisories),
            format_list(map(language_name, row.student.home_languages)),
            row.placement.place_name if row.placement else "",
        ]
        for row in rows
    )
    _note_export(viewer, school, "students", len(rows), form)
    return _csv_response("students.csv", header, lines)


@page_for(*LEADING_ROLES)
@never_cache
def export_families(request: Request, school_id: UUID) -> HttpResponse:
    """The families whom the filters leave, as a CSV file."""
    return require_POST(_export_families)(request, _get_led_school_or_404(request, school_id))


def _export_families(request: Request, school: School) -> HttpResponse:
    viewer = request.viewer
    in_care = directory.students_at(viewer, school)
    adults = families.light_adults(viewer, in_care)
    form = family_filters(request, adults)
    rows = families.family_rows(viewer, in_care, families.filter_adults(adults, form, viewer))
    header = [_("Last name"), _("First name"), _("Students"), _("Language"), _("Phone"), _("Email")]
    lines = (
        [
            row.adult.family_name,
            row.adult.first_name,
            format_list(child.name for child in row.children),
            language_name(row.language) if row.language else "",
            row.adult.phone,
            row.adult.email,
        ]
        for row in rows
    )
    _note_export(viewer, school, "families", len(rows), form)
    return _csv_response("families.csv", header, lines)


def _get_led_school_or_404(request: Request, school_id: UUID) -> School:
    school = get_school_or_404(request, school_id)
    if not directory.leads(request.viewer, school):
        raise Http404
    return school


def _note_export(viewer: Viewer, school: School, what: str, number: int, form: FilterForm) -> None:
    """Write the export to the ledger: which filters were set, but not what was typed."""
    with ledger.act(
        f"export a list of {what}",
        by=viewer.person_id,
        about=school.pk,
        people=number,
        filters=sorted(form.settings),
    ):
        pass


def _csv_response(name: str, header: list[str], lines: Iterable[list[str]]) -> HttpResponse:
    file = io.StringIO()
    file.write(BYTE_ORDER_MARK)
    writer = ExportWriter(file)
    writer.writerow(header)
    writer.writerows(lines)
    response = HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
