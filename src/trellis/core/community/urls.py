"""Pages about places, and about links that people created."""

from django.urls import path

from . import link_views, views

urlpatterns = [
    path("schools/<uuid:school_id>/details/", views.school_details, name="school-details"),
    path("links/<uuid:link_id>/", link_views.shared_link, name="shared-link"),
]
