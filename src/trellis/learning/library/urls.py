"""The library: looking, one entry, and a school's own project in it."""

from __future__ import annotations

from django.urls import path

from . import project_views, views

urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/<uuid:item_id>/", views.library_entry, name="library-entry"),
    path("library/<uuid:item_id>/package/", views.entry_package, name="library-package"),
    path("library/<uuid:item_id>/files/<uuid:file_id>/", views.edition_file, name="library-file"),
    path("projects/<uuid:project_id>/library/", project_views.project_library, name="project-library"),
    path("projects/<uuid:project_id>/package/", project_views.project_package, name="project-package"),
]
