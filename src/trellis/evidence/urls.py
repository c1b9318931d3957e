"""What a student has shown: narratives and credit."""

from django.urls import path

from . import views

urlpatterns = [
    path("students/<uuid:student_id>/narrative/", views.narrative, name="narrative"),
    path("students/<uuid:student_id>/credit/", views.credit, name="credit"),
]
