"""A superintendent's day. Who: a superintendent or a district's partner, each week with ten minutes and before a board
meeting; she leaves having signed what waits for her, and able to say how her schools stand and what was promised.

She sees no student: figures only as they were computed for whoever can compare schools, with small groups left out.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from trellis.adults.partnerships import policies, selectors
from trellis.adults.partnerships.models import PartnerAgreement
from trellis.adults.partnerships.promises import promise_lines
from trellis.core.community.clock import zone_of_viewer
from trellis.core.community.models import District, Network
from trellis.core.foundation.requests import Request

from . import clock
from .district_figures import district_figures
from .district_schools import district_schools, schools_of_district
from .district_waiting import waiting_for


def render_district_page(request: Request, district_ids: set[UUID]) -> HttpResponse:
    """The day of a district; of several, the one that the address names, or the first."""
    viewer = request.viewer
    districts = list(District.objects.seen_by(viewer).filter(pk__in=district_ids).order_by("name"))
    if not districts:
        raise Http404
    requested = request.GET.get("district", "")
    district = next((each for each in districts if str(each.pk) == requested), districts[0])
    local_now = timezone.now().astimezone(zone_of_viewer(viewer))
    today = local_now.date()
    schools = schools_of_district(viewer, district)
    agreements = list(selectors.visible_agreements(viewer).filter(district=district))
    signed = [each for each in agreements if each.status == PartnerAgreement.Status.SIGNED]
    figures = district_figures(viewer, schools)
    school_rows = district_schools(viewer, district, schools, figures.year if figures else None)
    rows = policies.policies_of(viewer, district)
    policy_map = policies.make_policy_map(rows, today, policies.schools_by_policy(viewer, rows))
    context = {
        "district": district,
        "districts": districts,
        "greeting": clock.greeting(local_now, viewer.person.first_name),
        "network": Network.objects.seen_by(viewer).get(pk=district.network_id),
        "waiting": waiting_for(viewer, district, today),
        "schools": school_rows,
        "has_milestones": any(row.milestones for row in school_rows),
        "agreement": signed[-1] if signed else None,
        "promises": promise_lines(viewer, signed, today),
        "reviews": sorted(each.review_on for each in signed if each.review_on and each.review_on >= today),
        "figures": figures,
        "policy_map": policy_map,
        "written": [line for line in policy_map.lines if line.policy],
    }
    with timezone.override(local_now.tzinfo):
        return render(request, "shell/days/district.html", context)
