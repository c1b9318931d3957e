"""What a student has shown: levels, rows of rubrics, grades, narratives and credit."""

from django.urls import path

from . import grade_views, gradebook_views, over_time_views, row_views, scoring_views, views

urlpatterns = [
    path("to-score/", scoring_views.to_score, name="to-score"),
    path(
        "to-score/<uuid:step_id>/<uuid:student_id>/",
        scoring_views.score_step,
        name="score-step",
    ),
    path("students/<uuid:student_id>/narrative/", views.narrative, name="narrative"),
    path("students/<uuid:student_id>/credit/", views.credit, name="credit"),
    path("groups/<uuid:group_id>/gradebook/", gradebook_views.group_page, name="gradebook"),
    path(
        "groups/<uuid:group_id>/gradebook/<slug:key>/", gradebook_views.outcome_page, name="gradebook-outcome"
    ),
    path(
        "groups/<uuid:group_id>/gradebook/<uuid:product_id>/<uuid:student_id>/",
        row_views.work_page,
        name="score-work",
    ),
    path("students/<uuid:student_id>/outcomes/", over_time_views.student_page, name="student-outcomes"),
    path("groups/<uuid:group_id>/over-time/", over_time_views.group_page, name="outcomes-over-time"),
    path("schools/<uuid:school_id>/courses/", over_time_views.courses_page, name="course-outcomes"),
    path("groups/<uuid:group_id>/grades/", grade_views.grades_page, name="grades"),
    path("schools/<uuid:school_id>/rubrics/", row_views.rubrics_page, name="rubrics"),
]
