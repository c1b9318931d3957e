"""Pathways into leading a school, cohorts, people in training, and what a leader hands over."""

from django.urls import path

from . import cohort_views, continuity_views, handover_views, pathway_views, trainee_views

urlpatterns = [
    path("schools/<uuid:school_id>/handover/", handover_views.school_handover, name="school-handover"),
    path("handovers/<uuid:handover_id>/", handover_views.leader_handover, name="leader-handover"),
    path(
        "handovers/<uuid:handover_id>/cancel/", handover_views.cancel_handover, name="cancel-leader-handover"
    ),
    path("networks/<uuid:network_id>/continuity/", continuity_views.continuity, name="continuity"),
    path("leading/", pathway_views.leading, name="leading"),
    path("leading/<uuid:pathway_id>/", pathway_views.pathway, name="pathway"),
    path("leading/steps/<uuid:started_step_id>/file/", pathway_views.pathway_file, name="pathway-file"),
    path("leading/steps/<uuid:started_step_id>/piece/", pathway_views.piece_file, name="pathway-piece-file"),
    path("networks/<uuid:network_id>/cohorts/", cohort_views.cohorts, name="pathway-cohorts"),
    path("cohorts/<uuid:cohort_id>/", cohort_views.cohort, name="pathway-cohort"),
    path("networks/<uuid:network_id>/training/", trainee_views.network_training, name="network-training"),
    path("schools/<uuid:school_id>/training/", trainee_views.school_training, name="school-training"),
]
