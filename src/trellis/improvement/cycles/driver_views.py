"""The driver diagram of an aim, and notes from shadowing and interviews."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import driver_selectors, note_selectors
from .forms.drivers import DRIVER_FORMS, DriverPageForm
from .forms.notes import NOTE_FORMS
from .permissions import READER_ROLES


@page_for(*READER_ROLES)
@never_cache
def aim_drivers(request: Request, aim_id: UUID) -> HttpResponse:
    """The driver diagram of an aim. A team draws it in a meeting of half an hour, one person types; they leave with a
    picture on one page and an idea to test."""
    page = driver_selectors.driver_page_or_404(request.viewer, aim_id, request.GET.get("edit", ""))
    actions = PageActions(request, DRIVER_FORMS if page.writes else (), page)
    if actions.done:
        return HttpResponseRedirect(cast("DriverPageForm", actions.saved).done_url())
    context = {"page": page, "aim": page.aim, "actions": actions}
    return render(request, "cycles/drivers.html", context, status=actions.status)


@page_for(*READER_ROLES)
@never_cache
def aim_notes(request: Request, aim_id: UUID) -> HttpResponse:
    """What people said and what shadowing a student showed. A teacher writes a note on the day of the talk, in five
    minutes; the team reads them together by theme before it draws its diagram."""
    page = note_selectors.note_page_or_404(request.viewer, aim_id)
    actions = PageActions(request, NOTE_FORMS if page.writes else (), page)
    if actions.done:
        return actions.redirect_to(request.path)
    context = {"page": page, "aim": page.aim, "actions": actions}
    return render(request, "cycles/notes.html", context, status=actions.status)
