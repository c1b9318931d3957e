"""The family's page, by link and signed in."""

from django.urls import path

from . import views

urlpatterns = [
    path("students/<uuid:student_id>/family/", views.page, name="family"),
    path("family/<str:token>/", views.by_link, name="family-link"),
    path("family/answers/<uuid:reply_id>/voice/", views.voice, name="reply-voice"),
]
