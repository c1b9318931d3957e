"""Languages of students, groups and projects."""

from django.urls import path

from . import project_views, views

urlpatterns = [
    path("students/<uuid:student_id>/languages/", views.language_profile, name="language-profile"),
    path("groups/<uuid:group_id>/languages/", views.group_languages, name="group-languages"),
    path("projects/<uuid:project_id>/languages/", project_views.project_languages, name="project-languages"),
    path(
        "projects/<uuid:project_id>/for-me/", project_views.own_project_languages, name="my-project-languages"
    ),
]
