"""The library. Who: a teacher in a planning hour who looks for a project that somebody taught before; they leave with
one in their own school, or knowing why not."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.foundation.action_forms import ActionForm, PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.learning.projects.file_views import file_response
from trellis.learning.projects.standards import with_stems

from . import package_transfer, permissions, selectors
from .facets import LibraryQuery
from .forms import EntrySubject, ForkForm, ImportForm, ReviewForm, WithdrawForm
from .labels import label_facets
from .models import EditionFile, Entry
from .search import search_library


@page_for(*permissions.LIBRARY_ROLES)
@never_cache
def library(request: Request) -> HttpResponse:
    """Look for a project; bring one in from a package."""
    viewer = request.viewer
    homes = selectors.schools_with_projects(viewer)
    actions = PageActions(request, [ImportForm] if homes else [], homes)
    import_form = actions.form(ImportForm) if homes else None
    if import_form and import_form.project:
        return redirect("project-design", import_form.project.pk)
    results = search_library(viewer, LibraryQuery.of(request.GET))
    page = results.query.page
    context = {
        "results": results,
        "facets": label_facets(results),
        "actions": actions,
        "import_form": import_form,
        "previous_query": results.query.address(page - 1) if page > 1 else "",
        "next_query": results.query.address(page + 1) if page < results.pages else "",
    }
    return render(request, "library/library.html", context, status=actions.status)


@page_for(*permissions.LIBRARY_ROLES)
@never_cache
def library_entry(request: Request, item_id: UUID) -> HttpResponse:
    """One project of the library: what it is, who taught it, what schools made of it; take it over here."""
    viewer = request.viewer
    entry = selectors.entry_or_404(viewer, item_id)
    subject = EntrySubject(entry, selectors.schools_with_projects(viewer))
    may_review = permissions.may_vet(viewer, entry)
    manages = permissions.may_manage_entry(viewer, entry)
    allowed: dict[type[ActionForm], bool] = {
        ForkForm: bool(subject.homes),
        ReviewForm: may_review,
        WithdrawForm: manages,
    }
    actions = PageActions(request, [form for form, may_send in allowed.items() if may_send], subject)
    project = actions.form(ForkForm).project if subject.homes else None
    if actions.done:
        return redirect("project-design", project.pk) if project else redirect("library-entry", entry.pk)
    context = _entry_context(request, entry) | {
        "entry": entry,
        "homes": subject.homes,
        "may_review": may_review,
        "manages": manages,
        "actions": actions,
    }
    return render(request, "library/entry.html", context, status=actions.status)


def _entry_context(request: Request, entry: Entry) -> dict[str, object]:
    viewer, since = request.viewer, request.GET.get("since", "")
    editions = selectors.editions_of(viewer, entry)
    body = editions[0].read_body()
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
        "files": [
            (each, reverse("library-file", args=[entry.pk, files[each.digest].pk]))
            if each.digest in files
            else (each, "")
            for each in body.files
        ],
        "reviews": selectors.reviews_of(viewer, entry),
        "times_taught": selectors.times_taught(entry),
        "fork_summaries": selectors.fork_summaries(viewer, entry),
        "changes": changes,
        "since": since,
    }


@page_for(*permissions.LIBRARY_ROLES)
@require_safe
def entry_package(request: Request, item_id: UUID) -> HttpResponse:
    """The newest edition as a package."""
    entry = selectors.entry_or_404(request.viewer, item_id)
    body = package_transfer.package_of_edition(selectors.editions_of(request.viewer, entry)[0], entry)
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
def edition_file(request: Request, item_id: UUID, file_id: UUID) -> FileResponse:
    """A file of an edition, always as a download."""
    selectors.entry_or_404(request.viewer, item_id)
    files = EditionFile.objects.seen_by(request.viewer).filter(edition__entry=item_id)
    file = get_object_or_404(files, pk=file_id)
    return file_response(file.file, file.name, file.media_type)
