"""Signing by a link. Who: a board president or a college's dean, from an email, on a phone, with five minutes. They
leave having read the agreement and signed it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from trellis.core.community import links
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import signing
from .linked_terms import linked_terms
from .party_forms import LinkedParty, SignByLinkForm


@page_for(public=True)
@never_cache
def sign_by_link(request: Request, token: str) -> HttpResponse:
    """The agreement by link, for somebody without an account. Opening it signs nothing."""
    with links.activate_link_locale(request, token):
        try:
            link = links.resolve_link(signing.LINK_PURPOSE, token)
            party = signing.party_of_link(link)
        except ActionError as error:
            return links.render_link_error(request, error, "partnerships/link_error.html")
        actions = PageActions(request, (SignByLinkForm,), LinkedParty(party, link))
        context = linked_terms(party.agreement) | {
            "party": party,
            "actions": actions,
            "form": actions.form(SignByLinkForm),
            "thanks": actions.done,
        }
        return render(request, "partnerships/sign.html", context, status=actions.status)
