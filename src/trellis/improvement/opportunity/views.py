"""Pages about many students: a network, one measure of it, one school, and what is published."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from trellis.assessment.portfolios.desk import own_pending_seats
from trellis.core.community.models import Network, Role, School
from trellis.core.community.selectors import get_network_or_404
from trellis.core.community.viewer import NETWORK_ROLES
from trellis.core.foundation.formatting import format_signed
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.engines.published import new_york_english_learners

from . import (
    cohorts,
    figures,
    gap_decomposition,
    groups,
    overview,
    places,
    record,
    selectors,
    services,
)
from .model_measures import measures_of

PAGE_SIZE = 30


@page_for(Role.NETWORK_STAFF, Role.LEADER)
def network(request: Request, network_id: UUID) -> HttpResponse:
    """Which students get the good parts of school, and which do not."""
    network = get_network_or_404(request.viewer, network_id, NETWORK_ROLES)
    table = selectors.network_gap_table(request.viewer, network.pk)
    query = request.GET.get("q", "").strip()[:80]
    page = Paginator(places.find_schools(request.viewer, network.pk, query), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    listed_measures = overview.measures_to_list(table) if table else []
    context: dict[str, object] = {
        "network": network,
        "snapshot": table,
        "summer": cohorts.graduates_counted_up_to(table),
        "updating": services.is_updating(network),
        "query": query,
        "page": page,
    }
    if table:
        view = overview.chosen_view(request.GET.get("groups"))
        context |= overview.network_context(network, table, view)
    year = table.year if table else None
    context |= {
        "listed_measures": listed_measures,
        "schools": places.school_lines(request.viewer, year, list(page), listed_measures),
    }
    return render(request, "opportunity/network.html", context)


@page_for(Role.NETWORK_STAFF)
def update_figures(request: Request, network_id: UUID) -> HttpResponse:
    """Update the network's figures now, beside the request."""
    # Before the method: what is not theirs is not there.
    network = get_network_or_404(request.viewer, network_id, NETWORK_ROLES)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if services.request_update(network, request.viewer.person_id):
        messages.success(request, _("The data is being updated. Reload this page in a minute."))
    else:
        messages.info(request, _("The data is already being updated. Reload this page in a minute."))
    return redirect("network", network.pk)


@page_for(Role.NETWORK_STAFF, Role.LEADER)
def opportunity(request: Request, network_id: UUID) -> HttpResponse:
    """One measure by group, and where the gap of one group is made."""
    network = get_network_or_404(request.viewer, network_id, NETWORK_ROLES)
    snapshot = selectors.latest_snapshot(request.viewer, network.pk)
    context: dict[str, object] = {"network": network, "snapshot": snapshot}
    context |= {
        "summer": cohorts.graduates_counted_up_to(snapshot),
        "updating": services.is_updating(network),
    }
    if snapshot:
        measures = measures_of(network)
        measure = next((m for m in measures if m.key == request.GET.get("measure")), measures[0])
        context |= {"measures": measures, "measure": measure}
        chosen = selectors.network_report(request.viewer, network.pk, snapshot.year, measure)
        if chosen:
            context |= _by_school_context(request, network, snapshot.year, chosen)
    return render(request, "opportunity/opportunity.html", context)


def _by_school_context(
    request: Request, network: Network, year: int, report: selectors.MeasureReport
) -> dict[str, object]:
    chosen = (
        report.find(request.GET.get("group", ""))
        or report.largest
        or (report.rows[0] if report.rows else None)
    )
    group = groups.parse_group_key(chosen.key) if chosen else None
    if chosen is None or group is None:
        return {"report": report}
    sort = "size" if request.GET.get("sort") == "size" else "name"
    decomposition = gap_decomposition.decompose_gap(
        request.viewer, network.pk, year, report.measure, group, sort
    )
    page = Paginator(decomposition.lines, PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "report": report,
        "chosen": chosen,
        "sort": sort,
        "decomposition": decomposition,
        "split": _split_texts(report, chosen),
        "page": page,
        "lines": [gap_decomposition.school_gap(report.measure, *line) for line in page],
    }


def _split_texts(report: selectors.MeasureReport, row: figures.FigureRow) -> tuple[str, str] | None:
    """The two parts of a group's gap as they are shown: rounded so that they add up to the gap that is shown."""
    split = report.split(row)
    if split is None or row.points is None:
        return None
    decimals = 0 if report.measure.kind == "rate" else 1
    between = round(split[0], decimals)
    within = round(row.points, decimals) - between
    return format_signed(between, decimals), format_signed(within, decimals)


@page_for(Role.LEADER, Role.COUNSELOR, Role.NETWORK_STAFF, Role.COACH, Role.PARTNER)
def school(request: Request, school_id: UUID) -> HttpResponse:
    """One school: its measures by group, and for its leaders the advisories."""
    school = get_school_or_404(request, school_id)
    leads = school.pk in request.viewer.to("school", Role.LEADER, Role.COUNSELOR)
    table = selectors.school_gap_table(request.viewer, school.pk)
    context: dict[str, object] = {
        "school": school,
        "snapshot": table,
        "summer": cohorts.graduates_counted_up_to(table),
        "leads": leads,
        "details": school.pk in request.viewer.to("school", Role.LEADER)
        or school.network_id in request.viewer.to("network", Role.NETWORK_STAFF),
        "is_leader": school.pk in request.viewer.to("school", Role.LEADER),
        "works_for_network": school.network_id in request.viewer.networks,
        "advisories": places.advisories(request.viewer, school.pk) if leads else [],
        "counts": places.group_counts(school.pk) if not leads else None,
        "to_read": own_pending_seats(request.viewer, school) if leads else [],
    }
    if table:
        view = overview.chosen_view(request.GET.get("groups"))
        context |= overview.school_context(school, table, view, names_students=leads)
    return render(request, "opportunity/school.html", context)


@page_for(public=True)
def published(request: Request) -> HttpResponse:
    """What schools of these networks did, from published counts."""
    publication = new_york_english_learners()
    rows = record.published_rows(publication)
    context = {
        "published": publication,
        "rows": rows,
        "chart": [row.row for row in rows],
        # The comparison of all students has its own card.
        "caveats": [caveat for caveat in publication.caveats if "57.3%" not in caveat],
    }
    return render(request, "opportunity/published.html", context)


def get_school_or_404(request: Request, school_id: UUID) -> School:
    """The school, for who leads or oversees it or works for its network."""
    viewer = request.viewer
    schools = School.objects.seen_by(viewer).select_related("network", "district")
    school = get_object_or_404(schools, pk=school_id)
    leads = school.pk in viewer.to("school", Role.LEADER, Role.COUNSELOR)
    if not leads and school.pk not in viewer.overseen_schools and school.network_id not in viewer.networks:
        raise Http404
    return school
