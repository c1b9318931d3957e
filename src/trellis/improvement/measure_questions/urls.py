"""What is measured about a student, and questions about it."""

from django.urls import path

from . import views

urlpatterns = [
    path("students/<uuid:student_id>/measures/", views.student_measures, name="student-measures"),
    path("measure-questions/<uuid:question_id>/", views.measure_question, name="measure-question"),
]
