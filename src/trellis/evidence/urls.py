"""What a student has shown: narratives and credit."""

from django.urls import path

from . import gradebook_views, views

urlpatterns = [
    path("students/<uuid:student_id>/narrative/", views.narrative, name="narrative"),
    path("students/<uuid:student_id>/credit/", views.credit, name="credit"),
    path("groups/<uuid:group_id>/gradebook/", gradebook_views.group_page, name="gradebook"),
    path(
        "groups/<uuid:group_id>/gradebook/<slug:key>/", gradebook_views.outcome_page, name="gradebook-outcome"
    ),
]
