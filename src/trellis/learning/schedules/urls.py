"""The year of a school, and designs of its week."""

from django.urls import path

from . import (
    compare_views,
    growth_views,
    input_views,
    room_views,
    roster_views,
    school_year_views,
    staff_views,
    team_views,
    week_views,
    year_views,
)

urlpatterns = [
    path("schools/<uuid:school_id>/year/", school_year_views.school_year, name="school-year"),
    path("schools/<uuid:school_id>/year/growth/", growth_views.school_growth, name="school-growth"),
    path("schools/<uuid:school_id>/year/dates/<int:school_year>/", year_views.year_dates, name="year-dates"),
    path("schools/<uuid:school_id>/year/calendar.ics", year_views.year_calendar, name="year-calendar"),
    path("designs/<uuid:design_id>/", week_views.week, name="week-design"),
    path("designs/<uuid:design_id>/compare/", compare_views.compare_weeks, name="compare-weeks"),
    path("designs/<uuid:design_id>/inputs/", input_views.design_inputs, name="design-inputs"),
    path("designs/<uuid:design_id>/bells/", input_views.design_bells, name="design-bells"),
    path("designs/<uuid:design_id>/teams/", team_views.design_teams, name="design-teams"),
    path("designs/<uuid:design_id>/teams/<uuid:design_team_id>/", team_views.design_team, name="design-team"),
    path("designs/<uuid:design_id>/staff/", staff_views.design_staff, name="design-staff"),
    path(
        "designs/<uuid:design_id>/staff/<uuid:design_teacher_id>/",
        staff_views.design_teacher,
        name="design-teacher",
    ),
    path("designs/<uuid:design_id>/roster/", roster_views.design_roster, name="design-roster"),
    path("schools/<uuid:school_id>/rooms/", room_views.school_rooms, name="school-rooms"),
]
