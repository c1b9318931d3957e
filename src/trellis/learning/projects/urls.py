"""Projects: designing, running and handing in."""

from __future__ import annotations

from django.urls import path

from . import design_views, file_views, run_views, step_views, team_views, tuning_views

urlpatterns = [
    path("projects/", design_views.all_projects, name="projects"),
    path("projects/<uuid:project_id>/", run_views.project, name="project"),
    path("projects/<uuid:project_id>/design/", design_views.design, name="project-design"),
    path("tuning/<uuid:tuning_session_id>/", tuning_views.tuning_session, name="tuning-session"),
    path("projects/<uuid:project_id>/teams/", team_views.team_page, name="project-teams"),
    path("projects/<uuid:project_id>/steps/<uuid:step_id>/", step_views.step, name="project-step"),
    path("pieces/<uuid:piece_id>/file/", file_views.piece_file, name="submission-file"),
    path(
        "projects/<uuid:project_id>/files/<uuid:resource_id>/", file_views.resource_file, name="project-file"
    ),
]
