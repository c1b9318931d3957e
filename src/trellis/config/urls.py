"""The URL map. The walk over every URL and role reads it from here."""

from django.urls import include, path

ROOMS = (
    "shell",
    "shell.days",
    "community",
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

handler400 = "trellis.shell.errors.bad_request"
handler403 = "trellis.shell.errors.permission_denied"
handler404 = "trellis.shell.errors.not_found"
handler500 = "trellis.shell.errors.server_error"

urlpatterns = [
    *(path("", include(f"trellis.{room}.urls")) for room in ROOMS),
    path("account/", include("allauth.urls")),
]
