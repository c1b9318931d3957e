"""Language per person, and the last guard of the pages: a view that names nobody answers nobody."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import translation

from trellis.core.community.models import Role
from trellis.core.foundation.languages import recipient_language
from trellis.core.foundation.requests import Request

from .errors import language_without_session

ALLOWED_MODULES = (
    "allauth.",
    "django.views.static",
    "django.views.i18n",
    "django.contrib.staticfiles",
    "whitenoise",
)


class LanguageMiddleware:
    """The language that the person chose, on whatever browser they sit. Before that the one chosen in this session, a
    family's own, and the school's; what the browser asks for counts for nobody but a visitor whom we do not know."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        language = _request_language(request)
        request.language_in_force = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", getattr(request, "reads", language))
        return response


def _request_language(request: Request) -> str:
    chosen = request.session.get("language")
    if not request.viewer:
        return recipient_language(chosen, language_without_session(request))
    person = request.viewer.person
    home = person.reads if Role.GUARDIAN in request.viewer.roles else ()
    return recipient_language(person.language, chosen, *home)


class PagePermissionMiddleware:
    """Refuses a view without a gate, so that a forgotten `page_for` is a page that does not open."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Request, view: Any, args: tuple, kwargs: dict) -> None:
        if not hasattr(view, "gate") and not view.__module__.startswith(ALLOWED_MODULES):
            raise Http404
