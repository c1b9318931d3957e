"""The models of a network, and the next version of one while it is written.

Who: a network's designer, at a desk, an hour at a time, some weeks before a school year; she leaves with a change
written, explained and checked, and in the end with a version that schools can take up.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.models import Network, Role
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import draft_selectors
from .adaptation_selectors import SchoolsChanging
from .draft_forms import DRAFT_FORMS, MODELS_FORMS, PLACE_FORMS, DraftWork
from .models import ModelPackage, PackageDraft
from .package.write import package_zip
from .place_forms import AddEntryForm
from .proposal_forms import PROPOSAL_FORMS
from .selectors import package_body


@page_for(Role.NETWORK_STAFF)
@never_cache
def models(request: Request, network_id: UUID) -> HttpResponse:
    """The models that schools of the network work by: versions, drafts, and changes that schools propose."""
    network = _network_or_404(request, network_id)
    subject = draft_selectors.NetworkModels(request.viewer, network)
    actions = PageActions(request, (*MODELS_FORMS, *PROPOSAL_FORMS), subject)
    if actions.done:
        return redirect(getattr(actions.saved, "done_url", request.path))
    context = {"network": network, "models": subject, "actions": actions}
    return render(request, "blueprint/models.html", context, status=actions.status)


def _network_or_404(request: Request, network_id: UUID) -> Network:
    networks = Network.objects.seen_by(request.viewer).filter(pk__in=request.viewer.networks)
    return get_object_or_404(networks, pk=network_id)


def _draft_or_404(request: Request, model_draft_id: UUID) -> PackageDraft:
    drafts = PackageDraft.objects.seen_by(request.viewer).select_related("network", "base")
    return get_object_or_404(drafts, pk=model_draft_id)


@page_for(Role.NETWORK_STAFF)
@never_cache
def draft(request: Request, model_draft_id: UUID) -> HttpResponse:
    """A draft: its parts, what is different from the last version, its problems, and publishing it."""
    draft = _draft_or_404(request, model_draft_id)
    actions = PageActions(request, DRAFT_FORMS, draft)
    if actions.done:
        return redirect(getattr(actions.saved, "done_url", request.path))
    overview = draft_selectors.DraftOverview(request.viewer, draft)
    context = {"draft": draft, "overview": overview, "actions": actions}
    return render(request, "blueprint/draft.html", context, status=actions.status)


@page_for(Role.NETWORK_STAFF)
@never_cache
def draft_place(request: Request, model_draft_id: UUID, at: str) -> HttpResponse:
    """One table of a draft: its fields, the tables within it, where it is used, and who can change it."""
    draft = _draft_or_404(request, model_draft_id)
    work = DraftWork(draft, at, request.GET.get("add"))
    actions = PageActions(
        request, PLACE_FORMS if not (draft.published_id or draft.discarded_at) else (), work
    )
    if actions.done:
        return redirect(_after(actions, draft, work))
    schools = SchoolsChanging(request.viewer, draft)
    context = {
        "draft": draft,
        "changing": {"schools": schools.of_part(work.page.part), "total": schools.total},
        "page": work.page,
        "work": work,
        "actions": actions,
        "problems": draft_selectors.problems_at(draft, work.page.path),
    }
    return render(request, "blueprint/draft_place.html", context, status=actions.status)


def _after(actions: PageActions, draft: PackageDraft, work: DraftWork) -> str:
    saved = actions.saved
    if isinstance(saved, AddEntryForm):
        return reverse("model-draft-place", args=[draft.pk, saved.added])
    if saved and saved.do == "remove":
        above = work.page.above
        if above:
            return reverse("model-draft-place", args=[draft.pk, above[-1].at])
        return reverse("model-draft", args=[draft.pk])
    return reverse("model-draft-place", args=[draft.pk, work.page.at])


@page_for(Role.NETWORK_STAFF)
@require_safe
def draft_file(request: Request, model_draft_id: UUID) -> HttpResponse:
    """A draft as a zip file of its folder; it imports again as it was."""
    draft = _draft_or_404(request, model_draft_id)
    slug = str(draft.body.get("package", {}).get("slug", "model"))
    return _zip_response(slug, package_zip(slug, draft.body))


@page_for(Role.NETWORK_STAFF, Role.LEADER)
@require_safe
def version_file(request: Request, package_id: UUID) -> HttpResponse:
    """A version as a zip file of its folder."""
    package = version_or_404(request, package_id)
    return _zip_response(
        package.slug, package_zip(package.slug, draft_selectors.tables_of(package_body(package)))
    )


def version_or_404(request: Request, package_id: UUID) -> ModelPackage:
    """A version that is there for everybody, or that a network of the viewer's has published."""
    package = get_object_or_404(ModelPackage.objects.filter(deleted_at=None), pk=package_id)
    if package.network_id and package.network_id not in request.viewer.home_networks:
        raise Http404
    return package


def _zip_response(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response
