"""The URL map. The walk over every URL and role reads it from here."""

from django.urls import include, path

APPS = (
    "web.shell",
    "web.shell.days",
    "web.shell.week",
    "web.shell.people",
    "web.shell.search",
    "core.community",
    "design.blueprint",
    "learning.plans",
    "learning.projects",
    "learning.internships",
    "learning.library",
    "learning.languages",
    "learning.supports",
    "core.translations",
    "web.families",
    "web.notifications",
    "learning.teams",
    "learning.schedules",
    "assessment.evidence",
    "assessment.exhibitions",
    "assessment.portfolios",
    "adults.organizations",
    "adults.partnerships",
    "adults.joining",
    "adults.professional_learning",
    "adults.coaching",
    "adults.leadership",
    "improvement.opportunity",
    "improvement.reviews",
    "improvement.alumni",
    "improvement.cycles",
    "improvement.change_ideas",
    "improvement.measure_questions",
    "improvement.network_learning",
    "improvement.surveys",
    "exchange",
)

handler400 = "trellis.web.shell.errors.bad_request"
handler403 = "trellis.web.shell.errors.permission_denied"
handler404 = "trellis.web.shell.errors.not_found"
handler500 = "trellis.web.shell.errors.server_error"

urlpatterns = [
    *(path("", include(f"trellis.{app}.urls")) for app in APPS),
    path("account/", include("allauth.urls")),
]
