"""Portfolios: a student's own, scoring apart with an account or by a link, and the school's desk."""

from django.urls import path

from . import desk_views, scoring_views, views

urlpatterns = [
    path("students/<uuid:student_id>/portfolio/", views.portfolio, name="portfolio"),
    path("portfolios/papers/<uuid:submission_id>/file/", views.submission_file, name="portfolio-file"),
    path("portfolios/readings/<uuid:scorer_id>/", scoring_views.score_by_account, name="portfolio-score"),
    path("schools/<uuid:school_id>/portfolios/", desk_views.scoring_desk, name="portfolio-desk"),
    path("portfolio-reading/<str:token>/", scoring_views.score_by_link, name="portfolio-score-by-link"),
    path("portfolio-reading/<str:token>/file/", scoring_views.file_by_link, name="portfolio-file-by-link"),
]
