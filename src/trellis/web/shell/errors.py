"""The error pages.

They use nothing that may have failed itself: no database, no session, no context processors. The language is the one in
force when it happened; else the one chosen on this browser; else what the browser asks for.
"""

from __future__ import annotations

import sys

from django.conf import settings
from django.db import OperationalError
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template import loader
from django.utils import translation

from trellis.core.community.links import LINK_LANGUAGE
from trellis.core.foundation.languages import recipient_language
from trellis.core.foundation.requests import Request

from .context import languages

LANGUAGE_COOKIE = "language"
REQUEST_LANGUAGE = "request_language"
"""The attribute of a request that holds the language chosen for it."""
FALLBACK_PAGE = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Something went wrong</title>"
    "<h1>Something went wrong on our side</h1><p>Nothing you saved before is lost. Wait a minute and try again.</p>"
)


def bad_request(request: Request, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400)


def permission_denied(request: Request, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403)


def csrf_failure(request: Request, reason: str = "") -> HttpResponse:
    return error_page(request, 403, "403_csrf.html")


def not_found(request: Request, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404)


def server_error(request: Request) -> HttpResponse:
    """Django calls this while the exception is handled: a database that is busy or away is no fault of a page."""
    response = error_page(request, 503 if isinstance(sys.exc_info()[1], OperationalError) else 500)
    if response.status_code == 503:
        response["Retry-After"] = "30"
    return response


def error_page(request: Request, status: int, template: str = "") -> HttpResponse:
    """The page for a status, in the reader's language, with a menu of other languages."""
    language = language_without_session(request)
    try:
        with translation.override(language):
            html = loader.render_to_string(template or f"{status}.html", _error_context(request))
    except Exception:  # whatever is broken, the person gets a page
        html, language = FALLBACK_PAGE, "en"
    response = HttpResponse(html, status=status)
    response["Content-Language"] = language
    return response


def language_without_session(request: Request) -> str:
    """The language of a request in which the session may not be read."""
    preferred_language = getattr(request, LINK_LANGUAGE, "") or getattr(request, REQUEST_LANGUAGE, "")
    chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
    return recipient_language(preferred_language, chosen, translation.get_language_from_request(request))


def set_language_cookie(response: HttpResponse, language: str) -> HttpResponse:
    """Save the chosen language in a cookie, for pages on which nobody is signed in."""
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _error_context(request: Request) -> dict[str, object]:
    return {
        "languages": languages(),
        "this_page": request.get_full_path() if request.method in ("GET", "HEAD") else request.path,
        "csrf_token": get_token(request),
        "signed_in": settings.SESSION_COOKIE_NAME in request.COOKIES,
        "path": request.path,
    }
