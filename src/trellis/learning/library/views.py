"""The library. Who: a teacher in a planning hour who looks for a project that somebody taught before; they leave with
one in their own school, or knowing why not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.models import School
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.typed import parse_day
from trellis.learning.projects.body import ProjectBody
from trellis.learning.projects.file_views import file_response
from trellis.learning.projects.models import Project
from trellis.learning.projects.standards import with_stems

from . import forking, packing, permissions, selectors, services, travel
from .facets import LibraryQuery
from .labels import label_facets
from .models import Entry, HeldFile, Standing
from .searching import search_library


@page_for(*permissions.LIBRARY_ROLES)
@never_cache
def library(request: HttpRequest) -> HttpResponse:
    """Look for a project; bring one in from a package."""
    viewer, refused = request.viewer, ""
    homes = selectors.schools_with_projects(viewer)
    if request.method == "POST":
        try:
            project = _import_package(request, homes)
        except ActionError as error:
            refused = error.message
        else:
            messages.success(request, _("The project is yours now. Read it before you use it."))
            return redirect("design", project.pk)
    results = search_library(viewer, LibraryQuery.of(request.GET))
    page = results.query.page
    context = {
        "found": results,
        "facets": label_facets(results),
        "homes": homes,
        "refused": refused,
        "before": results.query.address(page - 1) if page > 1 else "",
        "after": results.query.address(page + 1) if page < results.pages else "",
    }
    return render(request, "library/library.html", context, status=422 if refused else 200)


def _chosen_school_or_404(request: HttpRequest, homes: list[School]) -> School:
    home = next((school for school in homes if str(school.pk) == request.POST.get("school", "")), None)
    if home is None:
        raise Http404
    return home


def _parse_first_day(request: HttpRequest) -> Any:
    starts = parse_day(request.POST.get("starts", ""))
    if starts is None:
        raise ActionError(_("Choose the first day."))
    return starts


def _import_package(request: HttpRequest, homes: list[School]) -> Project:
    home, sent = _chosen_school_or_404(request, homes), request.FILES.get("package")
    if sent is None:
        raise ActionError(_("Choose a package: a zip file that contains a project.toml."))
    return travel.import_package(
        packing.open_package(sent), home, _parse_first_day(request), request.viewer.person
    )


@page_for(*permissions.LIBRARY_ROLES)
@never_cache
def library_entry(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """One project of the library: what it is, who taught it, what schools made of it; take it over here."""
    viewer = request.viewer
    entry = selectors.entry_or_404(viewer, item_id)
    context = {
        "entry": entry,
        "homes": selectors.schools_with_projects(viewer),
        "vets": permissions.may_vet(viewer, entry),
        "answers": permissions.may_manage_entry(viewer, entry),
    }
    status = 200
    if request.method == "POST":
        try:
            return _run_action(request, context)
        except ActionError as error:
            messages.error(request, error.message)
            status = 422
    return render(request, "library/entry.html", context | _entry_context(request, entry), status=status)


def _entry_context(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    viewer, since = request.viewer, request.GET.get("since", "")
    editions = selectors.editions_of(viewer, entry)
    body = ProjectBody.model_validate(editions[0].body)
    files = selectors.files_of(viewer, editions[0])
    earlier_numbers = {str(each.number) for each in editions[1:]}
    changes = selectors.changes_since(entry, int(since)) if since in earlier_numbers else []
    if since == "source" and entry.source:
        changes = selectors.changes_from_source(entry)
    elif since not in earlier_numbers:
        since = ""
    return {
        "editions": editions,
        "body": body,
        "weeks": max(1, round(body.days / 7)),
        "outcomes": {each.key: each.title for each in body.outcomes},
        "standards": with_stems(body.standards),
        "files": [(each, files.get(each.digest)) for each in body.files],
        "looks": selectors.looks_of(viewer, entry),
        "taught": selectors.times_taught(entry),
        "kin": selectors.fork_summaries(viewer, entry),
        "changes": changes,
        "since": since,
        "standings": Standing.choices,
        "sent": request.POST,
    }


def _run_action(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    entry, by, do = context["entry"], request.viewer.person, request.POST.get("do", "")
    if do == "fork":
        project = forking.fork_entry(
            entry, _chosen_school_or_404(request, context["homes"]), _parse_first_day(request), by
        )
        messages.success(
            request,
            _(
                "You have your own copy now. Change what your students need. The original authors are "
                "still credited."
            ),
        )
        return redirect("design", project.pk)
    if do == "look" and context["vets"]:
        services.review_entry(entry, request.POST.get("standing", ""), request.POST.get("words", ""), by)
        messages.success(request, _("Review saved. It is shown with the project."))
    elif do == "withdraw" and context["answers"]:
        services.withdraw_entry(entry, by)
        messages.success(request, _("Removed from the library. You can publish it again anytime."))
    else:
        raise Http404
    return redirect("library-entry", entry.pk)


@page_for(*permissions.LIBRARY_ROLES)
@require_safe
def entry_package(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """The newest edition as a package."""
    entry = selectors.entry_or_404(request.viewer, item_id)
    body = travel.package_of_edition(selectors.editions_of(request.viewer, entry)[0], entry)
    return zip_response(body, entry.title)


def zip_response(body: bytes, title: str) -> HttpResponse:
    """A package as a download."""
    name = slugify(title) or "project"
    return HttpResponse(
        body,
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.zip"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@page_for(*permissions.LIBRARY_ROLES)
@require_safe
def held_file(request: HttpRequest, item_id: UUID, file_id: UUID) -> HttpResponse:
    """A file of an edition, always as a download."""
    selectors.entry_or_404(request.viewer, item_id)
    files = HeldFile.objects.seen_by(request.viewer).filter(edition__entry=item_id)
    file = get_object_or_404(files, pk=file_id)
    return file_response(file.file, file.name, file.media_type)
