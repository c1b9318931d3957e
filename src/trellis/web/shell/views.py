"""The door of the house: welcome, join by code, language, and looking as somebody else in a demonstration."""

from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trellis.core.community import links
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for

from . import demo_mode, navigation, services
from .device import device_of
from .errors import set_language_cookie
from .joining.forms import JoinForm
from .joining.services import use_join_code

LOGIN_BACKEND = "trellis.web.shell.shared_email.OnePersonBackend"


def _next_url(request: HttpRequest) -> str:
    """Where to go after a POST: the page it came from when that is ours, else home."""
    next_url = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(next_url, {request.get_host()}, require_https=request.is_secure()):
        return next_url
    return reverse("home")


def _link_token(path: str) -> str:
    """The token of a link's page; "" for any other."""
    try:
        return resolve(urlsplit(path).path).kwargs.get("token", "")
    except Resolver404:
        return ""


def _published_url() -> str | None:
    try:
        return reverse("published")
    except NoReverseMatch:
        return None


@page_for(public=True)
@require_GET
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """To one's own page by role; else a word of welcome."""
    if request.viewer:
        first = navigation.landing_url(request.viewer)
        return (
            redirect(first) if first else render(request, "shell/hello.html", {"published": _published_url()})
        )
    template = "shell/unplaced.html" if request.user.is_authenticated else "shell/welcome.html"
    return render(request, template, {"published": _published_url()})


@page_for(public=True)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("code", "password", "again")
def join(request: HttpRequest) -> HttpResponse:
    """Make one's way in by a one-time code."""
    if request.viewer:
        return redirect("home")
    device = device_of(request)  # the limit on wrong codes hangs on it, so it gets its cookie with the form
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            account = use_join_code(
                given["code"], given["username"], given["password"], device.id, device.is_known
            )
        except ActionError as error:
            form.add_error(None, error.message)
        else:
            if account.last_login:  # they were here before: sign-in asks for a second step if they have one
                get_adapter(request).send_notification_mail("account/email/password_changed", account)
                messages.success(
                    request, _("Your password has been changed. Sign in with your new password.")
                )
                return redirect("account_login")
            login(request, account, backend=LOGIN_BACKEND)
            messages.success(request, _("Welcome, %(name)s.") % {"name": account.person.first_name})
            return redirect("home")
    return render(request, "shell/join.html", {"form": form}, status=422 if form.errors else 200)


@page_for(public=True)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the screen's language: for this browser, and for good when signed in or on the page of a link."""
    chosen = request.POST.get("language", "")
    response = redirect(_next_url(request))
    if chosen not in dict(settings.LANGUAGES):
        return response
    try:
        if links.set_link_language(_link_token(_next_url(request)), chosen):
            return response
        request.session["language"] = chosen
        if request.viewer:
            services.choose_language(request.viewer.person, chosen)
    except DatabaseError:  # the page that says so can be read in another language all the same
        request.session.modified = False
    return set_language_cookie(response, chosen)


@page_for(public=True)
def switch_demo_person(request: HttpRequest) -> HttpResponse:
    """In a demonstration, and nowhere else: look as one of its invented people."""
    if not demo_mode.is_demo():
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        account = demo_mode.get_demo_account(request.POST.get("username", ""))
    except ActionError as error:
        messages.error(request, error.message)
        return redirect(_next_url(request))
    if request.user.pk != account.pk:
        chosen = request.session.get("language")
        login(request, account, backend=LOGIN_BACKEND)
        if chosen:
            request.session["language"] = chosen
    return redirect(_next_url(request))
