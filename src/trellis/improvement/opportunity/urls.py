"""Pages about many students."""

from django.urls import path

from . import cohort_views, views

urlpatterns = [
    path("networks/<uuid:network_id>/", views.network, name="network"),
    path("networks/<uuid:network_id>/figures/", views.update_figures, name="update-figures"),
    path("networks/<uuid:network_id>/opportunity/", views.opportunity, name="opportunity"),
    path("schools/<uuid:school_id>/", views.school, name="school"),
    path("schools/<uuid:school_id>/cohorts/", cohort_views.school_cohorts, name="cohorts"),
    path("what-these-schools-did/", views.published, name="published"),
]
