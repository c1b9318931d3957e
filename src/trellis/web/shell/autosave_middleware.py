"""Tells a page's script that nobody, or somebody else, is signed in by now: what was typed stays in the page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse, JsonResponse

from trellis.core.foundation.autosave import PERSON_HEADER, is_autosave
from trellis.core.foundation.permissions import GATE, PAGE_PERMISSIONS
from trellis.core.foundation.requests import Request


class AutosaveMiddleware:
    """After the viewer is known, and before any page answers 404 to whoever is not signed in."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Request, view: Callable[..., HttpResponse], args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        permission = PAGE_PERMISSIONS.get(getattr(view, GATE, ""))
        if not is_autosave(request) or permission is None or permission.public:
            return None
        person = request.headers.get(PERSON_HEADER, "")
        if request.viewer and person in ("", str(request.viewer.person_id)):
            return None
        return JsonResponse({"errors": []}, status=401)
