"""The URL map. The walk over every URL and role reads it from here."""

from django.urls import include, path

ROOMS = (
    "shell",
    "shell.days",
    "plans",
    "projects",
    "internships",
    "library",
    "languages",
    "supports",
    "translations",
    "families",
    "teams",
    "evidence",
    "exhibitions",
    "portfolios",
    "opportunity",
    "exchange",
)

urlpatterns = [
    *(path("", include(f"trellis.{room}.urls")) for room in ROOMS),
    path("account/", include("allauth.urls")),
]
