"""Agreements, policies and waivers."""

from django.urls import path

from . import comparison_views, data_views, policy_views, signing_views, views

urlpatterns = [
    path("networks/<uuid:network_id>/agreements/", views.agreements, name="agreements"),
    path("networks/<uuid:network_id>/agreements.csv", data_views.agreements_csv, name="agreements-csv"),
    path("districts/<uuid:district_id>/agreements/", views.district_agreements, name="district-agreements"),
    path("districts/<uuid:district_id>/policies/", policy_views.district_policies, name="district-policies"),
    path("schools/<uuid:school_id>/policies/", policy_views.school_policies, name="school-policies"),
    path("agreements/<uuid:agreement_id>/", views.partner_agreement, name="partner-agreement"),
    path(
        "agreements/<uuid:agreement_id>/compare/",
        comparison_views.compare_agreement,
        name="compare-agreement",
    ),
    path("agreements/<uuid:agreement_id>/file/", views.agreement_file, name="partner-agreement-file"),
    path("agreements/<uuid:agreement_id>/data/", data_views.data_information, name="partner-agreement-data"),
    path("sign/<str:token>/", signing_views.sign_by_link, name="sign-partnership"),
]
