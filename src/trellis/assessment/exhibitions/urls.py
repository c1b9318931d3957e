"""Exhibitions: planning, the panel, scoring, agreeing."""

from django.urls import path

from . import panel_views, round_views, views

urlpatterns = [
    path("students/<uuid:student_id>/exhibitions/", views.student_exhibitions, name="student-exhibitions"),
    path("students/<uuid:student_id>/exhibitions/invite/", views.invite_for_student, name="panel-invite"),
    path("exhibitions/<uuid:exhibition_id>/", views.exhibition, name="exhibition"),
    path("exhibitions/<uuid:exhibition_id>/time/", views.set_time, name="exhibition-time"),
    path("exhibitions/<uuid:exhibition_id>/ask/", views.invite_panelist, name="exhibition-invite"),
    path("exhibitions/<uuid:exhibition_id>/read/", views.save_scores, name="exhibition-scores"),
    path("exhibitions/<uuid:exhibition_id>/agree/", views.save_agreement, name="exhibition-agreement"),
    path("exhibitions/seats/<uuid:seat_id>/", views.change_panelist, name="exhibition-panelist"),
    path("schools/<uuid:school_id>/exhibitions/", round_views.school_rounds, name="exhibition-rounds"),
    path("rounds/<uuid:round_id>/", round_views.round_page, name="exhibition-round"),
    path("rounds/<uuid:round_id>/ask/", round_views.invite_visitors, name="exhibition-round-invite"),
    path("rounds/<uuid:round_id>/find/", round_views.find_times, name="exhibition-round-times"),
    path("hours/<str:token>/", round_views.visitor_hours, name="attendee-hours"),
    path("panel/<str:token>/", panel_views.panel_by_link, name="panel"),
]
