"""Whole addresses of our pages, for links that are mailed or copied.

The Host header is whatever the browser (or an attacker) sends. Links are built from TRELLIS_ADDRESS where it is set,
and otherwise from a host that TRELLIS_HOSTS allows, without a port that this server does not listen on.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.http.request import split_domain_port

from .requests import Request


def trusted_origin(request: Request) -> str:
    """Return scheme, host and port of this installation, such as "https://trellis.example.org".

    Raises DisallowedHost (400) for a host that TRELLIS_HOSTS does not allow.
    """
    if settings.TRELLIS_ADDRESS:
        return settings.TRELLIS_ADDRESS.rstrip("/")
    host = request.get_host()
    domain, port = split_domain_port(host)
    ours = port == str(request.META.get("SERVER_PORT", "")) or host in settings.ALLOWED_HOSTS
    return f"{request.scheme}://{host if ours else domain}"


def trusted_host(request: Request) -> str:
    """Return the host and port of `trusted_origin`."""
    return urlsplit(trusted_origin(request)).netloc


def absolute_link(request: Request, path: str | None = None) -> str:
    """Return the whole address of a path of ours (of the page itself without one)."""
    path = request.get_full_path() if path is None else str(path)
    if urlsplit(path).netloc:
        return path
    return trusted_origin(request) + path


class TrustedLinksMiddleware:
    """Makes `request.build_absolute_uri`, which our pages and the sign-in library call, build trusted links."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.build_absolute_uri = lambda location=None: absolute_link(request, location)
        return self.get_response(request)
