"""Pages of sites. Who: whoever works with students, minutes after talking with somebody who would take one."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import School
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.revisions import posted_revision
from trellis.design.blueprint.wording import Wording, wording_of

from . import checks, selectors, sites
from .models import Site, SiteMentor
from .site_forms import CheckForm, MentorForm, SiteForm


def _get_school_or_404(request: HttpRequest) -> tuple[School, Wording, date]:
    """The school whose words, city and clock hold: the viewer's first that has internships. 404 without."""
    schools = School.objects.seen_by(request.viewer).filter(pk__in=request.viewer.staff_schools)
    for school in schools.order_by("name"):
        words = wording_of(school.pk)
        if words.package and words.has("internship"):
            return school, words, school_local_time(school, timezone.now()).date()
    raise Http404


@page_for(*SCHOOL_ROLES)
def all_sites(request: HttpRequest) -> HttpResponse:
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
def new_site(request: HttpRequest) -> HttpResponse:
    """Add a site."""
    school, words, _today = _get_school_or_404(request)
    form = SiteForm(request.POST or None, initial={"city": school.city})
    if request.method == "POST" and form.is_valid():
        try:
            site = sites.save_site(None, school.network_id, form.facts(), request.viewer.person_id)
        except ActionError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("%(site)s was added.") % {"site": site.name})
            return redirect("site", site.pk)
    status = 422 if form.is_bound else 200
    return render(request, "internships/site_facts.html", {"form": form, "words": words}, status=status)


@page_for(*SCHOOL_ROLES)
def site(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """One site: who is there, what was looked into, and what is known of it."""
    school, words, today = _get_school_or_404(request)
    site = get_object_or_404(
        Site.objects.seen_by(request.viewer).filter(network=school.network_id), pk=site_id
    )
    context = {"site": site, "words": words, "today": today, "mentor_form": MentorForm()}
    if request.method != "POST":
        return render(request, "internships/site.html", _site_context(request, context))
    verb = {"mentor": _add_mentor, "part": _remove_mentor, "check": _record_check}.get(
        request.POST.get("do", "")
    )
    if verb is None:
        raise Http404
    try:
        messages.success(request, verb(request, context))
    except ActionError as error:
        messages.error(request, error.message)
        return render(request, "internships/site.html", _site_context(request, context), status=422)
    return redirect("site", site.pk)


def _site_context(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    site, model = context["site"], context["words"].package.internship
    return context | {
        "mentors": selectors.site_mentors(request.viewer, site),
        "checks": checks.check_statuses([site.pk], model.checks, context["today"])[site.pk],
        "noted": {check.key for check in model.checks},
        "here": selectors.placements_at(request.viewer, site, context["today"]),
        "free": selectors.free_places_at(site, context["today"]),
    }


def _add_mentor(request: HttpRequest, context: dict[str, Any]) -> str:
    form = context["mentor_form"] = MentorForm(request.POST)
    if not form.is_valid():
        raise ActionError(_("Fix the fields marked below."))
    mentor = sites.add_mentor(context["site"], form.cleaned_data, request.viewer.person_id)
    return _("%(name)s was added as a mentor.") % {"name": mentor.name}


def _remove_mentor(request: HttpRequest, context: dict[str, Any]) -> str:
    rows = SiteMentor.objects.seen_by(request.viewer).filter(site=context["site"])
    try:
        row = get_object_or_404(rows, pk=UUID(request.POST.get("mentor", "")))
    except ValueError:
        raise Http404 from None
    sites.remove_mentor(row, request.viewer.person_id)
    return _("Saved. Current placements continue.")


def _record_check(request: HttpRequest, context: dict[str, Any]) -> str:
    checks_by_key = {check.key: check for check in context["words"].package.internship.checks}
    form = CheckForm(request.POST)
    if not form.is_valid():
        raise ActionError(_("Enter the date of the check, like 9/1/2026."))
    check = checks_by_key.get(form.cleaned_data["kind"])
    if check is None:
        raise Http404
    by = request.viewer.person_id
    checks.record_check(context["site"], check, form.cleaned_data["on"], context["today"], by)
    return _("Saved.")


@page_for(*SCHOOL_ROLES)
def edit_site(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Change what is known of a site."""
    school, words, _today = _get_school_or_404(request)
    site = get_object_or_404(
        Site.objects.seen_by(request.viewer).filter(network=school.network_id), pk=site_id
    )
    form = SiteForm(
        request.POST or None, initial={name: getattr(site, name) for name in SiteForm.base_fields}
    )
    if request.method == "POST" and form.is_valid():
        try:
            by, seen = request.viewer.person_id, posted_revision(request)
            sites.save_site(site, site.network_id, form.facts(), by, seen, form.labels())
        except ActionError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("site", site.pk)
    context = {"form": form, "site": site, "words": words}
    return render(request, "internships/site_facts.html", context, status=422 if form.is_bound else 200)
