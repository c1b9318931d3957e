"""How coaches of the network work with a school."""

from django.urls import path

from . import network_views, views

urlpatterns = [
    path("coaching/", views.coaching, name="coaching"),
    path("coaching/commitments/", views.own_commitments, name="own-commitments"),
    path("visits/worker.js", views.service_worker, name="visit-worker"),
    path("visits/<uuid:visit_id>/", views.visit, name="coach-visit"),
    path("visits/<uuid:visit_id>/entries/", views.receive_entry, name="visit-entries"),
    path("schools/<uuid:school_id>/visits/", views.school_visits, name="school-visits"),
    path(
        "networks/<uuid:network_id>/coaching/", network_views.network_coaching_page, name="network-coaching"
    ),
    path(
        "networks/<uuid:network_id>/coaching/coaching.csv",
        network_views.network_coaching_csv,
        name="network-coaching-csv",
    ),
    path(
        "networks/<uuid:network_id>/coaching/handover/",
        network_views.hand_over_schools,
        name="coach-handover",
    ),
]
