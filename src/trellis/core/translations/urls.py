"""What was written about a student, in the languages of the home."""

from django.urls import path

from . import views

urlpatterns = [
    path("students/<uuid:student_id>/translations/", views.translate_texts, name="student-translations")
]
