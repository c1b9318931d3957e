"""The family's page, by link and signed in."""

from django.urls import path

from . import intake_views, page_views, views

urlpatterns = [
    path("schools/<uuid:school_id>/newcomers/", intake_views.newcomers, name="newcomers"),
    path("students/<uuid:student_id>/at-home/", intake_views.household_page, name="household"),
    path("students/<uuid:student_id>/family/", views.family_page, name="family"),
    path("family/<str:token>/", page_views.family_page_by_link, name="family-link"),
    path("family/answers/<uuid:reply_id>/voice/", views.reply_voice, name="reply-voice"),
]
