"""Internships: the student's day, the placement's page, the mentor's link."""

from django.urls import path

from . import phone, seeking_views, views

urlpatterns = [
    path("day/", phone.day, name="my-day"),
    path("day/entries/", phone.entries, name="day-entries"),
    path("day/worker.js", phone.worker, name="day-worker"),
    path("day/app.webmanifest", phone.manifest, name="day-manifest"),
    path("day/files/<uuid:entry_id>/", phone.entry_file, name="day-file"),
    path("internships/<uuid:placement_id>/", views.placement, name="placement"),
    path("internships/<uuid:placement_id>/ask/", views.ask_mentor, name="ask-mentor"),
    path("internships/<uuid:placement_id>/confirm/", views.confirm_signed_in, name="confirm-signed-in"),
    path("internships/ask/<uuid:group_id>/", views.ask_mentors, name="ask-mentors"),
    path("students/<uuid:student_id>/internship/", seeking_views.seeking_page, name="seeking"),
    path("concerns/<uuid:concern_id>/heard/", views.hear_concern, name="hear-concern"),
    path("confirm/<str:token>/", views.confirm, name="confirm-days"),
]
