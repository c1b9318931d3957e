"""Exhibitions: planning, the panel, reading, agreeing."""

from django.urls import path

from . import panel_views, round_views, views

urlpatterns = [
    path("students/<uuid:student_id>/exhibitions/", views.of_student, name="exhibitions-of"),
    path("exhibitions/<uuid:exhibition_id>/", views.exhibition, name="exhibition"),
    path("exhibitions/<uuid:exhibition_id>/time/", views.set_time, name="exhibition-time"),
    path("exhibitions/<uuid:exhibition_id>/ask/", views.ask, name="exhibition-ask"),
    path("exhibitions/<uuid:exhibition_id>/read/", views.read, name="exhibition-read"),
    path("exhibitions/<uuid:exhibition_id>/agree/", views.agree, name="exhibition-agree"),
    path("exhibitions/seats/<uuid:seat_id>/off/", views.take_off, name="exhibition-take-off"),
    path("schools/<uuid:school_id>/exhibitions/", round_views.school_rounds, name="rounds"),
    path("rounds/<uuid:round_id>/", round_views.one_round, name="round"),
    path("rounds/<uuid:round_id>/ask/", round_views.invite, name="round-ask"),
    path("rounds/<uuid:round_id>/find/", round_views.find_times, name="round-find"),
    path("hours/<str:token>/", round_views.hours, name="hours"),
    path("panel/<str:token>/", panel_views.panel, name="panel"),
]
