"""A person's day."""

from django.urls import path

from . import signature_views, views

urlpatterns = [
    path("today/", views.today, name="today"),
    path("groups/<uuid:group_id>/signatures/", signature_views.group_signatures, name="group-signatures"),
    path("students/<uuid:student_id>/", views.student, name="student"),
]
