"""A link that somebody created. Who: an advisor with a mentor on the phone who never got the email."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import link_sharing
from .link_forms import LINK_FORMS, LinkForm
from .models import Link


@page_for(anyone=True)
@never_cache
def shared_link(request: Request, link_id: UUID) -> HttpResponse:
    """Email a link or send a new one, for who created it. The address is shown in the answer, and nowhere later."""
    link = link_sharing.find_shareable_link(request.viewer, link_id)
    if link is None:
        raise Http404
    actions = PageActions(request, LINK_FORMS, link)
    context = {"link": link, "address": _address_to_show(actions, link), "actions": actions}
    return render(request, "community/shared_link.html", context, status=actions.status)


def _address_to_show(actions: PageActions, link: Link) -> str:
    """The address after a press, also after one that failed; "" when the page is only opened."""
    form = next((form for form in actions.forms.values() if form.is_bound), None)
    if not isinstance(form, LinkForm):
        return ""
    return form.address or form.address_of(link)
