"""After graduation."""

from django.urls import path

from . import link_views, views

urlpatterns = [
    path(
        "networks/<uuid:network_id>/after-graduation/",
        views.network_after_graduation,
        name="network-after-graduation",
    ),
    path(
        "networks/<uuid:network_id>/after-graduation/files/",
        views.clearinghouse_files,
        name="clearinghouse-files",
    ),
    path("schools/<uuid:school_id>/after-graduation/", views.after_graduation, name="after-graduation"),
    path(
        "schools/<uuid:school_id>/after-graduation/files/",
        views.school_clearinghouse_files,
        name="school-clearinghouse-files",
    ),
    path("schools/<uuid:school_id>/alumni/", views.alumni, name="alumni"),
    path(
        "after-graduation/files/<uuid:clearinghouse_file_id>/",
        views.clearinghouse_file,
        name="clearinghouse-file",
    ),
    path("alumni/<str:token>/", link_views.alumni_link, name="alumni-link"),
]
