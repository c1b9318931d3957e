"""A school's shared commitment on one page, and the same for a family that came by a link."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community import links
from trellis.core.community.clock import zone_named
from trellis.core.community.models import Role, School
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import commitment_forms, commitment_pages
from .commitments import LINK_PURPOSE
from .district_link_forms import DistrictLinkForm
from .models import Party, SharedCommitment
from .years import current_year, year_title

COMMITMENT_ROLES = (*SCHOOL_ROLES, Role.COACH, Role.NETWORK_STAFF, Role.STUDENT, Role.GUARDIAN)


@page_for(*COMMITMENT_ROLES)
@never_cache
def shared_commitment(request: Request, school_id: UUID) -> HttpResponse:
    """Who: a principal in spring with an hour, who leaves with a draft, signatures or the year reviewed; everybody else
    of the school for three minutes, who leaves knowing what was promised, and with their signature."""
    viewer = request.viewer
    school = get_object_or_404(School.objects.seen_by(viewer), pk=school_id)
    year = _year_of_page(request, school)
    commitment = commitment_pages.find_commitment(viewer, school, year)
    leads = school.pk in viewer.to("school", Role.LEADER)
    page = commitment_forms.CommitmentPage(
        school, year, commitment, commitment_pages.parties_of(viewer, school), leads
    )
    actions = PageActions(
        request, (*commitment_forms.forms_of(page), *([DistrictLinkForm] if leads else ())), page
    )
    address = actions.form(DistrictLinkForm).address if leads else ""
    if actions.done and not address:  # a link is shown on this page, once
        return redirect(request.get_full_path())
    context = _page_context(viewer, page) | {"actions": actions, "address": address}
    return render(request, "organizations/shared_commitment.html", context, status=actions.status)


def _year_of_page(request: Request, school: School) -> int:
    """The school year that the address names; without one, the year under way."""
    text = request.GET.get("year", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else current_year(school).number


def _page_context(viewer: Viewer, page: commitment_forms.CommitmentPage) -> dict[str, object]:
    commitment, school, year = page.commitment, page.school, page.school_year
    earlier = commitment_pages.find_commitment(viewer, school, year - 1)
    years = {*commitment_pages.commitment_years(viewer, school), year}
    if page.leads:
        years.add(current_year(school).number + 1)
    return {
        "school": school,
        "commitment": commitment,
        "earlier": earlier,
        "sections": commitment_pages.party_sections(viewer, commitment, earlier) if commitment else [],
        "parties": page.parties,
        "leads": page.leads,
        "writes": page.leads or Party.DISTRICT in page.parties,
        "year": year,
        "year_title": year_title(year),
        "earlier_title": year_title(year - 1),
        "years": [(number, year_title(number)) for number in sorted(years)],
    }


@page_for(public=True)
@never_cache
def shared_commitment_by_link(request: Request, token: str) -> HttpResponse:
    """Who: a mother on a phone, who pressed "Read and sign" on her page; she leaves with her signature. To open it
    changes nothing."""
    with links.activate_link_locale(request, token):
        try:
            link = links.resolve_link(LINK_PURPOSE, token)
            commitment = commitment_pages.commitment_by_id(link.about_id)
            if commitment is None or link.person is None:
                raise links.LinkExpiredError(commitment_pages.over_sentence())
        except ActionError as error:
            return links.render_link_error(request, error, "organizations/link_over.html")
        with timezone.override(zone_named(commitment.school.time_zone)):
            return _render_link_page(request, commitment, Viewer.of(link.person), token)


def _render_link_page(
    request: Request, commitment: SharedCommitment, viewer: Viewer, token: str
) -> HttpResponse:
    school = commitment.school
    if school.pk not in viewer.schools:
        raise Http404
    page = commitment_forms.CommitmentPage(
        school, commitment.school_year, commitment, [Party.FAMILIES], leads=False
    )
    actions = PageActions(
        request, [commitment_forms.LinkSignForm], commitment_forms.LinkSigner(page, viewer.person)
    )
    if actions.done:
        return redirect("shared-commitment-link", token)
    context = _page_context(viewer, page) | {"actions": actions, "by_link": True, "years": []}
    return render(request, "organizations/shared_commitment.html", context, status=actions.status)
