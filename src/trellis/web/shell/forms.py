"""What people choose on every page: the language, and in a demonstration as whom they view it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.db import DatabaseError
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from trellis.core.community import links
from trellis.core.community.models import Account
from trellis.core.foundation.action_forms import ActionForm

from . import demo_mode, services


class ReturningForm(ActionForm):
    """A form on every page, after which one is back on the page of `next`."""

    def next_url(self) -> str:
        """The page that the form came from when that is ours, else home."""
        next_url, request = self.data.get("next", ""), self.request
        if url_has_allowed_host_and_scheme(next_url, {request.get_host()}, require_https=request.is_secure()):
            return next_url
        return reverse("home")


class LanguageForm(ReturningForm):
    """Choose the screen's language: for this browser, and for good when signed in or on the page of a link.

    is_for_link: the link remembers it, and the browser stays as it is.
    """

    is_for_link = False

    language = forms.ChoiceField(choices=settings.LANGUAGES)

    def save(self) -> str:
        chosen, request = self.cleaned_data["language"], self.request
        try:
            if links.set_link_language(self._link_token(), chosen):
                self.is_for_link = True
                return ""
            request.session["language"] = chosen
            if request.viewer:
                services.choose_language(request.viewer.person, chosen)
        except DatabaseError:  # the page that says so can be read in another language all the same
            request.session.modified = False
        return ""

    def _link_token(self) -> str:
        """The token of a link's page; "" for any other."""
        try:
            return resolve(urlsplit(self.next_url()).path).kwargs.get("token", "")
        except Resolver404:
            return ""


class DemoPersonForm(ReturningForm):
    """In a demonstration: view pages as one of its invented people. account: theirs."""

    account: Account

    username = forms.CharField(required=False)

    def save(self) -> str:
        self.account = demo_mode.get_demo_account(self.cleaned_data["username"])
        return ""
