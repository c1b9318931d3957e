"""Drafts of groups, a team's meeting, and what teams ask themselves."""

from django.urls import path

from . import draft_views, inquiry_views, views

urlpatterns = [
    path("teams/<uuid:team_id>/", views.team, name="team"),
    path("inquiries/<uuid:inquiry_id>/", inquiry_views.inquiry, name="inquiry"),
    path("schools/<uuid:school_id>/inquiries/", inquiry_views.inquiries, name="inquiries"),
    path("schools/<uuid:school_id>/forming/", draft_views.drafts, name="group-drafts"),
    path("groups/<uuid:group_id>/work-groups/", draft_views.work_groups, name="work-groups"),
    path("forming/<uuid:draft_id>/", draft_views.draft, name="group-draft"),
]
