"""Home, joining by code, language, and viewing as somebody else in a demonstration."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import demo_mode, navigation
from .device import device_of
from .errors import set_language_cookie
from .forms import DemoPersonForm, LanguageForm
from .joining.forms import JoinForm

LOGIN_BACKEND = "trellis.web.shell.shared_email.OnePersonBackend"


def _published_url() -> str | None:
    try:
        return reverse("published")
    except NoReverseMatch:
        return None


@page_for(public=True)
@require_GET
@never_cache
def home(request: Request) -> HttpResponse:
    """Redirect to the viewer's own page by role; else a welcome page."""
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
def join(request: Request) -> HttpResponse:
    """Open an account by a one-time code."""
    if request.viewer:
        return redirect("home")
    device = device_of(request)  # the limit on wrong codes hangs on it, so it gets its cookie with the form
    actions = PageActions(request, (JoinForm,), device)
    form = actions.form(JoinForm)
    if not actions.done:
        return render(request, "shell/join.html", {"form": form, "actions": actions}, status=actions.status)
    account = form.account
    if account.last_login:  # they were here before: sign-in asks for a second step if they have one
        get_adapter(request).send_notification_mail("account/email/password_changed", account)
        return redirect("account_login")
    login(request, account, backend=LOGIN_BACKEND)
    return redirect("home")


@page_for(public=True)
@require_POST
def language(request: Request) -> HttpResponse:
    """Choose the screen's language: for this browser, and for good when signed in or on the page of a link."""
    actions = PageActions(request, (LanguageForm,))
    form = actions.form(LanguageForm)
    response = redirect(form.next_url())
    if not actions.done or form.is_for_link:
        return response
    return set_language_cookie(response, form.cleaned_data["language"])


@page_for(public=True)
def switch_demo_person(request: Request) -> HttpResponse:
    """In a demonstration, and nowhere else: view pages as one of its invented people."""
    if not demo_mode.is_demo():
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    actions = PageActions(request, (DemoPersonForm,))
    form = actions.form(DemoPersonForm)
    if not actions.done:
        for error in form.non_field_errors():
            messages.error(request, str(error))
    elif request.user.pk != form.account.pk:
        chosen = request.session.get("language")
        login(request, form.account, backend=LOGIN_BACKEND)
        if chosen:
            request.session["language"] = chosen
    return redirect(form.next_url())
