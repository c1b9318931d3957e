"""Community organizations and what schools promise each other."""

from django.urls import path

from . import commitment_views, district_link_views, merge_views, relationship_views, views

urlpatterns = [
    path("organizations/", views.organizations, name="organizations"),
    path("organizations/new/", views.new_organization, name="new-organization"),
    path("organizations/duplicates/", merge_views.duplicates, name="organization-duplicates"),
    path("organizations/<uuid:organization_id>/", views.organization, name="organization"),
    path(
        "organizations/<uuid:organization_id>/details/",
        views.organization_details,
        name="organization-details",
    ),
    path("organizations/<uuid:organization_id>/merge/", merge_views.merge, name="organization-merge"),
    path(
        "organizations/with/<uuid:relationship_id>/",
        relationship_views.relationship,
        name="partner-relationship",
    ),
    path(
        "organizations/with/<uuid:relationship_id>/file/",
        relationship_views.relationship_file,
        name="relationship-file",
    ),
    path("partner/<str:token>/", relationship_views.organization_by_link, name="organization-link"),
    path(
        "schools/<uuid:school_id>/shared-commitment/",
        commitment_views.shared_commitment,
        name="shared-commitment",
    ),
    path(
        "district-commitment/<str:token>/",
        district_link_views.commitment_by_district_link,
        name="commitment-district-link",
    ),
    path(
        "commitment/<str:token>/",
        commitment_views.shared_commitment_by_link,
        name="shared-commitment-link",
    ),
]
