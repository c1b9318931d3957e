"""Behind the tables of gaps: a file for a spreadsheet, and for a school's leaders the students by name."""

from __future__ import annotations

import io
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from trellis.core.community.models import Role
from trellis.core.community.selectors import get_network_or_404
from trellis.core.community.viewer import NETWORK_ROLES
from trellis.core.foundation.csv_export import ExportWriter
from trellis.core.foundation.measures import Measure
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import groups, selectors, standings
from .gap_tables import Body, measures_of_body
from .gaps_file import gap_rows
from .matrix import make_matrix
from .models import GapTable
from .views import get_school_or_404


@page_for(Role.NETWORK_STAFF, Role.LEADER)
def network_gaps_csv(request: Request, network_id: UUID) -> HttpResponse:
    """All measures of a network by all groups, with the numbers of the page."""
    network = get_network_or_404(request.viewer, network_id, NETWORK_ROLES)
    table = selectors.network_gap_table(request.viewer, network.pk)
    return _csv_response(table, f"gaps-{network.slug}")


@page_for(Role.LEADER, Role.COUNSELOR, Role.NETWORK_STAFF, Role.COACH, Role.PARTNER)
def school_gaps_csv(request: Request, school_id: UUID) -> HttpResponse:
    """All measures of a school by all groups, with the numbers of the page."""
    school = get_school_or_404(request, school_id)
    table = selectors.school_gap_table(request.viewer, school.pk)
    return _csv_response(table, "gaps-school")


def _csv_response(table: GapTable | None, name: str) -> HttpResponse:
    year = f"-{table.year}" if table else ""
    file = io.StringIO()
    file.write("\ufeff")  # spreadsheets read the accents right
    if table:
        matrix = make_matrix(table.body, measures_of_body(table.body))
        ExportWriter(file).writerows(gap_rows(matrix))
    return HttpResponse(
        file.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}{year}.csv"'},
    )


@page_for(Role.LEADER, Role.COUNSELOR)
def gap_students(request: Request, school_id: UUID) -> HttpResponse:
    """The students of a group at one's own school who do not count for a measure yet, by name."""
    viewer = request.viewer
    if school_id not in viewer.to("school", Role.LEADER, Role.COUNSELOR):
        raise Http404
    school = get_school_or_404(request, school_id)
    table = selectors.school_gap_table(viewer, school.pk)
    context: dict[str, object] = {"school": school, "snapshot": table}
    if table and (choices := _gaps_with_students(table.body)):
        measure, group = _chosen_gap(request, choices)
        context |= {
            "groups": [
                (key, _group_name(key)) for key in next(keys for choice, keys in choices if choice is measure)
            ],
            "measures": [choice for choice, keys in choices if group in keys],
            "measure": measure,
            "group": group,
            "group_name": _group_name(group),
            "size": table.body["measures"][measure.key]["cells"][group]["n"],
            "students": standings.students_not_counted_yet(viewer, school.pk, table.year, measure.key, group),
        }
    return render(request, "opportunity/gap_students.html", context)


def _gaps_with_students(body: Body) -> list[tuple[Measure, list[str]]]:
    """The measures whose students can be named, each with the keys of the groups that the school's page shows."""
    pairs = []
    for measure in measures_of_body(body):
        cells = body["measures"].get(measure.key, {}).get("cells", {})
        keys = [key for key, cell in cells.items() if "n" in cell]
        if measure.names_students and keys:
            pairs.append((measure, keys))
    return pairs


def _chosen_gap(request: Request, choices: list[tuple[Measure, list[str]]]) -> tuple[Measure, str]:
    """The measure and the group that the address names, or the first; 404 where the page shows no such number."""
    key, group = request.GET.get("measure"), request.GET.get("group")
    if key is None:
        return choices[0][0], choices[0][1][0]
    for measure, keys in choices:
        if measure.key == key and group in keys:
            return measure, group
    raise Http404


def _group_name(key: str) -> str:
    return groups.group_name(*groups.parse_group_key(key) or ("", ""))
