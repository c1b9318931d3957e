"""Keeps who opened a page of a student's record, so that a family can read it. No page can forget it: every address
that names a student is noted here."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from trellis.community.models import Role

from .actions import note_opened


class OpenedMiddleware:
    """After the viewer is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        student = match.kwargs.get("student_id") if match else None
        if student and request.method == "GET" and response.status_code == 200 and request.viewer:
            viewer = request.viewer
            if student != viewer.person_id and student not in viewer.to("person", Role.GUARDIAN):
                note_opened(student, viewer.person_id, match.url_name or "")
        return response
