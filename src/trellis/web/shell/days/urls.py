"""A person's day."""

from django.urls import path

from . import views

urlpatterns = [
    path("today/", views.today, name="today"),
    path("students/<uuid:student_id>/", views.student, name="student"),
]
