"""Forming groups, a team's meeting, and what teams ask themselves."""

from django.urls import path

from . import forming_views, inquiry_views, views

urlpatterns = [
    path("teams/<uuid:team_id>/", views.team, name="team"),
    path("inquiries/<uuid:inquiry_id>/", inquiry_views.inquiry, name="inquiry"),
    path("schools/<uuid:school_id>/inquiries/", inquiry_views.inquiries, name="inquiries"),
    path("schools/<uuid:school_id>/forming/", forming_views.formings, name="formings"),
    path("groups/<uuid:group_id>/work-groups/", forming_views.work_groups, name="work-groups"),
    path("forming/<uuid:forming_id>/", forming_views.proposal, name="forming"),
]
