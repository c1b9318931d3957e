"""Language per person, and the last guard of the pages: a view that names nobody answers nobody."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from trellis.foundation.tongues import spoken

ALLOWED_MODULES = (
    "allauth.",
    "django.views.static",
    "django.views.i18n",
    "django.contrib.staticfiles",
    "whitenoise",
)


class LanguageMiddleware:
    """The language that the person chose, on whatever browser they sit; before that, the one chosen on this browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        own = request.viewer.person.language if request.viewer else ""
        language = spoken(
            own, request.session.get("language"), translation.get_language_from_request(request)
        )
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class GateMiddleware:
    """Refuses a view without a gate, so that a forgotten `page_for` is a page that does not open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: tuple, kwargs: dict) -> None:
        if not hasattr(view, "gate") and not view.__module__.startswith(ALLOWED_MODULES):
            raise Http404
