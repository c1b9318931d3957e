"""What a person is emailed about.

Who: a teacher who gets too many emails, and a mother who wants the school's messages and nothing else. They leave
having turned off what they don't want, from the page or from the email itself.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from trellis.core.community.links import LINK_LANGUAGE
from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.languages import ui_language
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import selectors, services
from .forms import ChooseEmailsForm
from .tokens import person_of


@page_for(anyone=True)
@never_cache
def notifications(request: Request) -> HttpResponse:
    """The kinds of email that the signed-in person gets."""
    return _render_settings(request, request.viewer)


@page_for(public=True)
@never_cache
def notifications_by_link(request: Request, token: str) -> HttpResponse:
    """The same page by the link in an email, without signing in, in the language of whoever got the email."""
    with _email_reader(request, token) as person:
        return _render_settings(request, Viewer.of(person))


@csrf_exempt  # a mail program turns emails off by itself (RFC 8058); whoever has the token may
@page_for(public=True)
@never_cache
def unsubscribe(request: Request, token: str) -> HttpResponse:
    """Turn off the daily email by one press, without signing in. Opening the page changes nothing."""
    with _email_reader(request, token) as person:
        if request.method == "POST":
            services.turn_off_daily_email(person)
        is_off = selectors.DAILY in selectors.kinds_off(person.pk)
        context = {"is_off": is_off, "token": token}
        return render(request, "notifications/unsubscribe.html", context)


def _render_settings(request: Request, reader: Viewer) -> HttpResponse:
    actions = PageActions(request, [ChooseEmailsForm], reader)
    if actions.done:
        return redirect(request.path)
    kinds = selectors.immediate_kinds_for(reader)
    context = {
        "reader": reader,
        "actions": actions,
        "form": actions.form(ChooseEmailsForm),
        "always_sent": [kind for kind in kinds if kind.reason],
    }
    return render(request, "notifications/settings.html", context, status=actions.status)


@contextmanager
def _email_reader(request: Request, token: str) -> Generator[Person]:
    """Find who got the email with this token, and use their language or the one that they choose on the page.

    Raises Http404 for any other text.
    """
    person = person_of(token)
    if person is None:
        raise Http404
    chosen = None if request.viewer else request.session.get("language")
    language = ui_language(chosen, *person.reads)
    setattr(request, LINK_LANGUAGE, language)
    with translation.override(language):
        yield person
