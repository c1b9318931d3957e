"""The language of each request, and the last check of page permissions."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.utils import translation

from trellis.core.community.links import LINK_LANGUAGE
from trellis.core.community.models import Role
from trellis.core.foundation.languages import recipient_language
from trellis.core.foundation.permissions import GATE
from trellis.core.foundation.requests import Request

from .errors import REQUEST_LANGUAGE, language_without_session

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
        setattr(request, REQUEST_LANGUAGE, language)
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", getattr(request, LINK_LANGUAGE, language))
        return response


def _request_language(request: Request) -> str:
    chosen = request.session.get("language")
    if not request.viewer:
        return recipient_language(chosen, language_without_session(request))
    person = request.viewer.person
    home = person.reads if Role.GUARDIAN in request.viewer.roles else ()
    return recipient_language(person.language, chosen, *home)


class PagePermissionMiddleware:
    """Answers 404 for a view without `page_for`, so that a forgotten permission opens nothing."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Request, view: Callable[..., HttpResponse], args: tuple, kwargs: dict
    ) -> None:
        if not hasattr(view, GATE) and not view.__module__.startswith(ALLOWED_MODULES):
            raise Http404
