"""Languages of students, groups and projects."""

from django.urls import path

from . import project_views, views

urlpatterns = [
    path("students/<uuid:student_id>/languages/", views.profile, name="language-profile"),
    path("groups/<uuid:group_id>/languages/", views.group, name="group-languages"),
    path("projects/<uuid:project_id>/languages/", project_views.design, name="project-languages"),
    path("projects/<uuid:project_id>/for-me/", project_views.for_me, name="project-for-me"),
]
