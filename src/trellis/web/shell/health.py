"""Answers for machines: whether Trellis is up, and what may be crawled."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

ROBOTS = "User-agent: *\nAllow: /what-these-schools-did/\nDisallow: /\n"

IS_HEAD = "is_head"
"""The attribute of a request that marks a HEAD request, while it is answered as a GET."""


@page_for(public=True)
@require_safe
@never_cache
def health(request: Request) -> HttpResponse:
    """200 while the database answers, 503 while it does not. For a load balancer or a monitor; says nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unavailable"}, status=503)
    return JsonResponse({"status": "ok"})


@page_for(public=True)
@require_safe
def robots(request: Request) -> HttpResponse:
    """Only what is published may be crawled."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


class HeadMiddleware:
    """A HEAD request is answered as its GET would be, without the body."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        setattr(request, IS_HEAD, True)  # nothing is shown, so nothing counts as read
        response = self.get_response(request)
        request.method = "HEAD"
        if not response.streaming:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""  # ty: ignore[invalid-assignment] the stubs leave its setter out
        return response
