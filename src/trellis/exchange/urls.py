"""Rosters and standards, on the web."""

from django.urls import path

from . import framework_views, schedule_views, school_export_views, views

urlpatterns = [
    path("designs/<uuid:design_id>/oneroster/", schedule_views.week_oneroster, name="week-oneroster"),
    path("schools/<uuid:school_id>/export/", school_export_views.school_export, name="school-export"),
    path("standards/", framework_views.upload_standards, name="standards-upload"),
    path(
        "standards/<uuid:framework_upload_id>/", framework_views.preview_standards, name="standards-preview"
    ),
    path("networks/<uuid:network_id>/roster/", views.upload, name="roster-upload"),
    path("networks/<uuid:network_id>/roster/<uuid:upload_id>/", views.preview, name="roster-preview"),
    path("networks/<uuid:network_id>/roster/<uuid:upload_id>/confirm/", views.confirm, name="roster-confirm"),
    path("networks/<uuid:network_id>/roster/<uuid:upload_id>/discard/", views.discard, name="roster-discard"),
]
