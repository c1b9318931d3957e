"""How a school joins a network."""

from django.urls import path

from . import capacity_views, school_views, views

urlpatterns = [
    path("networks/<uuid:network_id>/joining/", views.pipeline, name="joining"),
    path("networks/<uuid:network_id>/joining/add/", views.add_school, name="add-joining-school"),
    path(
        "networks/<uuid:network_id>/joining/capacity/", capacity_views.capacity_page, name="joining-capacity"
    ),
    path(
        "networks/<uuid:network_id>/joining/record/",
        capacity_views.implementation_record,
        name="implementation-record",
    ),
    path("joining/<uuid:joining_id>/", views.joining_school, name="joining-school"),
    path("joining/<uuid:joining_id>/leave/", views.leave, name="leave-joining"),
    path("joining/steps/<uuid:joining_step_id>/evidence/", views.evidence_file, name="joining-evidence"),
    path("joining/link/<str:token>/", school_views.joining_link, name="joining-link"),
    path("schools/<uuid:school_id>/joining/", school_views.school_joining, name="school-joining"),
]
