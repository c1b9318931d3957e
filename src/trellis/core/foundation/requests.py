"""A request as views receive it: Django's, with what Trellis's middleware puts on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from trellis.core.community.viewer import Viewer


class Request(HttpRequest):
    """Only a type: the server makes Django's own requests, and middleware adds these.

    viewer: the signed-in person and their ties. None on a page that is open to everybody, when nobody is signed in.
    """

    viewer: Viewer
