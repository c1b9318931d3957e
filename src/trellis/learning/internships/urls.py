"""Internships: the student's day, the placement's page, the mentor's link."""

from django.urls import path

from . import (
    active_placement_views,
    agreement_views,
    arrival_views,
    internship_hours_views,
    mentor_views,
    phone,
    placement_proposal_views,
    placement_search_views,
    site_message_views,
    site_views,
    views,
)
from .apprenticeships import views as apprenticeship_views

urlpatterns = [
    path("apprenticeships/", apprenticeship_views.ask, name="apprenticeships"),
    path(
        "apprenticeships/<uuid:apprenticeship_id>/",
        apprenticeship_views.apprenticeship,
        name="apprenticeship",
    ),
    path(
        "apprenticeships/<uuid:apprenticeship_id>/hours/",
        apprenticeship_views.hours_file,
        name="apprenticeship-hours",
    ),
    path(
        "placements/<uuid:placement_id>/arrived/",
        arrival_views.mark_placement_arrived,
        name="mark-arrived",
    ),
    path("day/", phone.log_day, name="my-day"),
    path("day/entries/", phone.receive_entry, name="day-entries"),
    path("day/worker.js", phone.service_worker, name="day-worker"),
    path("day/app.webmanifest", phone.web_manifest, name="day-manifest"),
    path("day/files/<uuid:entry_id>/", phone.entry_file, name="day-file"),
    path("internships/<uuid:placement_id>/", views.placement, name="placement"),
    path("internships/<uuid:placement_id>/ask/", views.ask_mentor, name="ask-mentor"),
    path("internships/<uuid:placement_id>/confirm/", views.confirm_signed_in, name="confirm-signed-in"),
    path("internships/<uuid:placement_id>/days/", active_placement_views.schedule, name="placement-schedule"),
    path("internships/<uuid:placement_id>/end/", active_placement_views.end_placement, name="end-placement"),
    path("internships/<uuid:placement_id>/way/", active_placement_views.update_stage, name="placement-stage"),
    path("internships/ask/<uuid:group_id>/", views.ask_mentors, name="ask-mentors"),
    path(
        "students/<uuid:student_id>/internship/",
        placement_search_views.placement_search,
        name="placement-search",
    ),
    path("students/<uuid:student_id>/internship/agreement/", agreement_views.agreement, name="agreement"),
    path(
        "students/<uuid:student_id>/internship/message/",
        site_message_views.site_message,
        name="site-message",
    ),
    path("internships/steps/<uuid:search_step_id>/file/", placement_search_views.step_file, name="step-file"),
    path(
        "schools/<uuid:school_id>/internship-hours/",
        internship_hours_views.internship_hours_page,
        name="internship-hours",
    ),
    path("agree/<str:token>/", agreement_views.agreement_by_link, name="agreement-link"),
    path(
        "schools/<uuid:school_id>/placing/",
        placement_proposal_views.placement_help,
        name="suggested-placements",
    ),
    path("sites/", site_views.all_sites, name="sites"),
    path("sites/new/", site_views.new_site, name="new-site"),
    path("sites/<uuid:site_id>/", site_views.site, name="site"),
    path("sites/<uuid:site_id>/facts/", site_views.edit_site, name="site-facts"),
    path("mentors/<uuid:mentor_id>/", mentor_views.mentor, name="mentor"),
    path("concerns/<uuid:concern_id>/heard/", views.mark_concern_heard, name="mark-concern-heard"),
    path("confirm/<str:token>/", views.confirm_by_link, name="confirm-days"),
]
