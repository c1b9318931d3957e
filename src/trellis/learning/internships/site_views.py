"""Pages of sites. Who: whoever works with students, minutes after talking with somebody who would take one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from trellis.core.community.models import School
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import checks, openings, selectors
from .internship_hours import HOURS_ROLES
from .models import Site
from .programs import viewer_program_or_404
from .site_forms import SITE_FORMS, CheckForm, EditSiteForm, NewSiteForm, OpeningForm, SitePage


@page_for(*SCHOOL_ROLES)
def all_sites(request: Request) -> HttpResponse:
    """Every site of the network, one's own city first; a word finds one by name, field or city."""
    program = viewer_program_or_404(request.viewer)
    word = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    options, more = selectors.find_sites(request.viewer, program.school, word, program.today)
    statuses_by_site = checks.check_statuses(
        [option.site.pk for option in options], program.internship.checks, program.today
    )
    context = {
        "words": program.words,
        "q": word,
        "more": more,
        "school": program.school,
        "requests": selectors.requests_awaiting_answer(request.viewer, program.school, program.today),
        "may_export": bool(request.viewer.roles & HOURS_ROLES),
        "sites": [(option, statuses_by_site[option.site.pk]) for option in options],
    }
    return render(request, "internships/sites.html", context)


@page_for(*SCHOOL_ROLES)
def new_site(request: Request) -> HttpResponse:
    """Add a site."""
    program = viewer_program_or_404(request.viewer)
    actions = PageActions(request, [NewSiteForm], program.school)
    form = actions.form(NewSiteForm)
    if actions.done:
        return redirect("site", form.site.pk)
    context = {"actions": actions, "form": form, "words": program.words}
    return render(request, "internships/site_facts.html", context, status=actions.status)


@page_for(*SCHOOL_ROLES)
def site(request: Request, site_id: UUID) -> HttpResponse:
    """One site: its mentors, checks and openings, who is there, and who was there when."""
    program = viewer_program_or_404(request.viewer)
    site = _get_site_or_404(request, program.school, site_id)
    model, today = program.internship, program.today
    actions = PageActions(request, SITE_FORMS, SitePage(site, model, today, program.school))
    if actions.done:
        return redirect(request.get_full_path())  # the way back to a filtered list stays
    required_checks = {check.key for check in model.checks}
    context = {
        "site": site,
        "words": program.words,
        "actions": actions,
        "mentors": selectors.site_mentors(request.viewer, site),
        "checks": [
            (status, actions.form(CheckForm).for_check(status) if status.kind in required_checks else None)
            for status in checks.check_statuses([site.pk], model.checks, today)[site.pk]
        ],
        "openings": [
            (row, actions.form(OpeningForm).for_term(row))
            for row in openings.openings_by_term(request.viewer, site, program.school, today)
        ],
        "placements": selectors.placements_at(request.viewer, site, today),
        "past_placements": selectors.past_placements_at(request.viewer, site, today),
        "messages_to_sites": selectors.messages_to(request.viewer, site),
        "free": selectors.free_spots_at(site, program.school, today),
    }
    return render(request, "internships/site.html", context, status=actions.status)


@page_for(*SCHOOL_ROLES)
def edit_site(request: Request, site_id: UUID) -> HttpResponse:
    """Change the details of a site."""
    program = viewer_program_or_404(request.viewer)
    site = _get_site_or_404(request, program.school, site_id)
    actions = PageActions(request, [EditSiteForm], site)
    if actions.done:
        return redirect("site", site.pk)
    context = {
        "actions": actions,
        "form": actions.form(EditSiteForm),
        "site": site,
        "words": program.words,
    }
    return render(request, "internships/site_facts.html", context, status=actions.status)


def _get_site_or_404(request: Request, school: School, site_id: UUID) -> Site:
    sites = Site.objects.seen_by(request.viewer).filter(network=school.network_id)
    return get_object_or_404(sites, pk=site_id)
