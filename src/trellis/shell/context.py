"""What the frame around every page needs."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """The viewer, for the rail."""
    return {"viewer": getattr(request, "viewer", None)}
