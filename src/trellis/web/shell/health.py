"""What machines ask: is it up, and may it be crawled."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

ROBOTS = "User-agent: *\nAllow: /what-these-schools-did/\nDisallow: /\n"


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
        request.method, request.is_head = "GET", True  # nothing is shown, so nothing counts as read
        response = self.get_response(request)
        request.method = "HEAD"
        if not response.streaming:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response
