"""Pages about many students."""

from django.urls import path

from . import cohort_views, gap_views, views

urlpatterns = [
    path("networks/<uuid:network_id>/", views.network, name="network"),
    path("networks/<uuid:network_id>/figures/", views.update_figures, name="update-figures"),
    path("networks/<uuid:network_id>/gaps.csv", gap_views.network_gaps_csv, name="network-gaps-csv"),
    path("networks/<uuid:network_id>/opportunity/", views.opportunity, name="opportunity"),
    path("schools/<uuid:school_id>/", views.school, name="school"),
    path("schools/<uuid:school_id>/gaps.csv", gap_views.school_gaps_csv, name="school-gaps-csv"),
    path("schools/<uuid:school_id>/not-yet/", gap_views.gap_students, name="gap-students"),
    path("schools/<uuid:school_id>/cohorts/", cohort_views.school_cohorts, name="cohorts"),
    path("what-these-schools-did/", views.published, name="published"),
]
