"""Surveys."""

from django.urls import path

from . import answer_views, views

urlpatterns = [
    path("schools/<uuid:school_id>/surveys/", views.school_surveys, name="school-surveys"),
    path("networks/<uuid:network_id>/surveys/", views.network_surveys, name="network-surveys"),
    path("surveys/", answer_views.my_surveys, name="my-surveys"),
    path("surveys/<uuid:survey_round_id>/", views.survey_round, name="survey-round"),
    path("surveys/<uuid:survey_round_id>/results.csv", views.survey_csv, name="survey-csv"),
    path("surveys/<uuid:survey_round_id>/answer/", answer_views.answer_survey, name="answer-survey"),
    path("surveys/<uuid:survey_round_id>/questions/", answer_views.preview_survey, name="preview-survey"),
    path("survey/<str:token>/", answer_views.survey_link, name="survey-link"),
    path("survey-questions/<str:token>/", answer_views.survey_preview_link, name="survey-preview-link"),
]
