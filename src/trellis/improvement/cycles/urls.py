"""Aims, practical measures and cycles."""

from django.urls import path

from . import driver_views, measure_views, old_addresses, start_views, views

urlpatterns = [
    path("schools/<uuid:school_id>/improvement/", views.school_improvement, name="school-improvement"),
    path("networks/<uuid:network_id>/improvement/", views.network_improvement, name="network-improvement"),
    path("networks/<uuid:network_id>/aims/new/", start_views.start_network_aim, name="start-network-aim"),
    path("schools/<uuid:school_id>/aims/new/", start_views.start_school_aim, name="start-school-aim"),
    path(
        "networks/<uuid:network_id>/cycles/new/", start_views.start_network_cycle, name="start-network-cycle"
    ),
    path("schools/<uuid:school_id>/cycles/new/", start_views.start_school_cycle, name="start-school-cycle"),
    path(
        "networks/<uuid:network_id>/practical-measures/new/",
        start_views.start_network_measure,
        name="start-network-measure",
    ),
    path(
        "schools/<uuid:school_id>/practical-measures/new/",
        start_views.start_school_measure,
        name="start-school-measure",
    ),
    path("aims/<uuid:aim_id>/", views.aim, name="aim"),
    path("aims/<uuid:aim_id>/drivers/", driver_views.aim_drivers, name="aim-drivers"),
    path("aims/<uuid:aim_id>/notes/", driver_views.aim_notes, name="aim-notes"),
    path("cycles/<uuid:cycle_id>/", views.cycle, name="cycle"),
    path("inquiries/<uuid:cycle_id>/", old_addresses.inquiry, name="inquiry"),
    path("schools/<uuid:school_id>/inquiries/", old_addresses.inquiries, name="inquiries"),
    path("observations/<uuid:observation_id>/photo/", views.observation_photo, name="observation-photo"),
    path("practical-measures/<uuid:measure_id>/", measure_views.practical_measure, name="practical-measure"),
    path("count/<str:token>/", measure_views.measure_link, name="measure-link"),
]
