"""The URL map. The walk over every URL and role reads it from here."""

from importlib.util import find_spec

from django.urls import include, path

ROOMS = ("trellis.shell", "trellis.shell.days", "trellis.opportunity", "trellis.exchange")

urlpatterns = [
    *(path("", include(f"{room}.urls")) for room in ROOMS if find_spec(room) and find_spec(f"{room}.urls")),
    path("account/", include("allauth.urls")),
]
