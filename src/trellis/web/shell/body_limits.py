"""How large a request may be, refused before any of it is read or written to disk.

Small for whoever is not signed in, larger on the pages that take files, and only for those whom such a page is for.
Django reads no more than Content-Length says, and nothing where it is missing, so the header is what counts.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render

from trellis.core.foundation.permissions import GATE, PAGE_PERMISSIONS
from trellis.core.foundation.requests import Request

KILOBYTE, MEGABYTE = 1024, 1024 * 1024
ANONYMOUS_LIMIT = 256 * KILOBYTE
SIGNED_IN_LIMIT = 4 * MEGABYTE
PHOTO_OR_VOICE_LIMIT = (
    40 * MEGABYTE
)  # over 12 MB the form itself refuses, and keeps the words that came with it
FILE_LIMIT = 26 * MEGABYTE
LIMITS_BY_PAGE = {
    "my-day": PHOTO_OR_VOICE_LIMIT,
    "day-entries": PHOTO_OR_VOICE_LIMIT,
    "family": PHOTO_OR_VOICE_LIMIT,
    "family-link": PHOTO_OR_VOICE_LIMIT,
    "project": FILE_LIMIT,
    "project-step": FILE_LIMIT,
    "project-design": FILE_LIMIT,
    "portfolio": FILE_LIMIT,
    "library": 61 * MEGABYTE,
    "roster-upload": 513 * MEGABYTE,
    "standards-upload": 17 * MEGABYTE,
}
"""The most bytes by the page's name in the URL map. Everything else: `SIGNED_IN_LIMIT`, or `ANONYMOUS_LIMIT`."""


def max_body_bytes(request: Request, view: Callable[..., HttpResponse]) -> int:
    """Return how many bytes the body of this request may have."""
    gate = PAGE_PERMISSIONS.get(getattr(view, GATE, ""))
    opens = gate is not None and gate.opens_for(request.viewer)
    match = request.resolver_match
    limit = LIMITS_BY_PAGE.get(match.url_name or "") if opens and match else None
    return limit or (SIGNED_IN_LIMIT if request.user.is_authenticated else ANONYMOUS_LIMIT)


class BodyLimitMiddleware:
    """Answers 413 to a request that is too large. Before CsrfViewMiddleware, which reads the body."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Request, view: Callable[..., HttpResponse], args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        if _content_length(request) <= max_body_bytes(request, view):
            return None
        response = render(request, "413.html", status=413)
        response["Connection"] = "close"  # the rest of the body is not waited for
        return response


def _content_length(request: Request) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0  # as Django reads it
