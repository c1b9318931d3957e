"""Drafts of groups, and a team's page."""

from django.urls import path

from . import draft_views, views

urlpatterns = [
    path("teams/<uuid:team_id>/", views.team, name="team"),
    path("schools/<uuid:school_id>/forming/", draft_views.drafts, name="group-drafts"),
    path("groups/<uuid:group_id>/work-groups/", draft_views.work_groups, name="work-groups"),
    path("forming/<uuid:draft_id>/", draft_views.draft, name="group-draft"),
]
