"""Pages of sites. Who: whoever works with students, minutes after talking with somebody who would take one."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import School
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import Wording, wording_of

from . import checks, selectors
from .models import Site
from .site_forms import SITE_FORMS, EditSiteForm, NewSiteForm, SitePage


def _get_school_or_404(request: Request) -> tuple[School, Wording, date]:
    """The school whose words, city and clock hold: the viewer's first that has internships. 404 without."""
    schools = School.objects.seen_by(request.viewer).filter(pk__in=request.viewer.staff_schools)
    for school in schools.order_by("name"):
        words = wording_of(school.pk)
        if words.package and words.has("internship"):
            return school, words, school_local_time(school, timezone.now()).date()
    raise Http404


@page_for(*SCHOOL_ROLES)
def all_sites(request: Request) -> HttpResponse:
    """Every site of the network, one's own city first; a word finds one by name, field or city."""
    school, words, today = _get_school_or_404(request)
    word = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    rows, more = selectors.find_sites(request.viewer, school, word, today)
    standings_by_site = checks.check_statuses(
        [row.site.pk for row in rows], words.package.internship.checks, today
    )
    context = {"words": words, "q": word, "more": more, "school": school}
    return render(
        request,
        "internships/sites.html",
        context | {"sites": [(row, standings_by_site[row.site.pk]) for row in rows]},
    )


@page_for(*SCHOOL_ROLES)
def new_site(request: Request) -> HttpResponse:
    """Add a site."""
    school, words, _today = _get_school_or_404(request)
    actions = PageActions(request, [NewSiteForm], school)
    form = actions.forms[NewSiteForm.do]
    if actions.done:
        return redirect("site", form.site.pk)
    context = {"actions": actions, "form": form, "words": words}
    return render(request, "internships/site_facts.html", context, status=actions.status)


@page_for(*SCHOOL_ROLES)
def site(request: Request, site_id: UUID) -> HttpResponse:
    """One site: who is there, what was looked into, and what is known of it."""
    school, words, today = _get_school_or_404(request)
    site = _get_site_or_404(request, school, site_id)
    model = words.package.internship
    actions = PageActions(request, SITE_FORMS, SitePage(site, model, today))
    if actions.done:
        return redirect("site", site.pk)
    noted = {check.key for check in model.checks}
    context = {
        "site": site,
        "words": words,
        "actions": actions,
        "mentors": selectors.site_mentors(request.viewer, site),
        "checks": [
            (status, actions.check.for_check(status) if status.kind in noted else None)
            for status in checks.check_statuses([site.pk], model.checks, today)[site.pk]
        ],
        "placements": selectors.placements_at(request.viewer, site, today),
        "free": selectors.free_places_at(site, today),
    }
    return render(request, "internships/site.html", context, status=actions.status)


@page_for(*SCHOOL_ROLES)
def edit_site(request: Request, site_id: UUID) -> HttpResponse:
    """Change what is known of a site."""
    school, words, _today = _get_school_or_404(request)
    site = _get_site_or_404(request, school, site_id)
    actions = PageActions(request, [EditSiteForm], site)
    if actions.done:
        return redirect("site", site.pk)
    context = {"actions": actions, "form": actions.forms[EditSiteForm.do], "site": site, "words": words}
    return render(request, "internships/site_facts.html", context, status=actions.status)


def _get_site_or_404(request: Request, school: School, site_id: UUID) -> Site:
    sites = Site.objects.seen_by(request.viewer).filter(network=school.network_id)
    return get_object_or_404(sites, pk=site_id)
