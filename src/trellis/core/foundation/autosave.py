"""Answers to a page's script that saves a form while one types (`shell/autosave.js`).

The script sends the form to the page's own address and asks for JSON. The same forms check it, and the script says in
place what became of it.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import JsonResponse
from django.utils import timezone

from .action_forms import PageActions
from .formatting import format_time
from .requests import Request

PERSON_HEADER = "X-Trellis-Person"
"""Holds the id of whom the page was made for: who signs in meanwhile must not save another's text as their own."""


def is_autosave(request: Request) -> bool:
    """Whether the page's script sent this form, and not a press of its button."""
    return request.method == "POST" and request.headers.get("Accept") == "application/json"


def saved_response(request: Request, saved_at: datetime, **values: object) -> JsonResponse:
    """Say when it was saved, and what the page shows now."""
    _drop_messages(request)
    return JsonResponse({"saved": format_time(timezone.localtime(saved_at).time()), **values})


def refused_response(request: Request, actions: PageActions) -> JsonResponse:
    """Say what is wrong with what was sent."""
    _drop_messages(request)
    errors = actions.sent.errors.values() if actions.sent else ()
    return JsonResponse({"errors": [str(error) for rows in errors for error in rows]}, status=422)


def _drop_messages(request: Request) -> None:
    """The script says it in place: no message waits for the next page."""
    list(messages.get_messages(request))
