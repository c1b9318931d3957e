"""The library: looking, one entry, and a school's own project in it."""

from __future__ import annotations

from django.urls import path

from . import project_views, views

urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/<uuid:item_id>/", views.entry, name="library-entry"),
    path("library/<uuid:item_id>/package/", views.package, name="library-package"),
    path("library/<uuid:item_id>/files/<uuid:file_id>/", views.held_file, name="library-file"),
    path("projects/<uuid:project_id>/library/", project_views.in_library, name="project-library"),
    path("projects/<uuid:project_id>/package/", project_views.package, name="project-package"),
]
