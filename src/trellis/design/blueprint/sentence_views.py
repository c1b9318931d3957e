"""Translating the sentences of a network's models."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.models import Network, Role
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from .sentence_forms import SENTENCE_FORMS, sheet_of
from .sentence_selectors import TranslationWork


def _work_or_404(request: Request, network_id: UUID) -> TranslationWork:
    networks = Network.objects.seen_by(request.viewer).filter(pk__in=request.viewer.networks)
    return TranslationWork(request.viewer, get_object_or_404(networks, pk=network_id), request.GET)


@page_for(Role.NETWORK_STAFF)
@never_cache
def model_translations(request: Request, network_id: UUID) -> HttpResponse:
    """Translations of a model's sentences. Who: a network's designer, or who translates for her, before a version is
    published, in many short sittings; they leave with no open sentence in a language that their schools read."""
    work = _work_or_404(request, network_id)
    actions = PageActions(request, SENTENCE_FORMS, work)
    if actions.done:
        return redirect(request.get_full_path())
    context = {"network": work.network, "work": work, "actions": actions}
    return render(request, "blueprint/translations.html", context, status=actions.status)


@page_for(Role.NETWORK_STAFF)
@require_safe
def model_translations_file(request: Request, network_id: UUID) -> HttpResponse:
    """The sentences of a language as a spreadsheet, which comes back filled in."""
    work = _work_or_404(request, network_id)
    response = HttpResponse(sheet_of(work), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="model-{work.language}.csv"'
    return response
