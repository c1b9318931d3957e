"""Rosters, on the web."""

from django.urls import path

from . import views

urlpatterns = [
    path("networks/<uuid:network_id>/roster/", views.upload, name="roster-upload"),
    path("networks/<uuid:network_id>/roster/<uuid:upload_id>/", views.preview, name="roster-preview"),
    path("networks/<uuid:network_id>/roster/<uuid:upload_id>/confirm/", views.confirm, name="roster-confirm"),
    path("networks/<uuid:network_id>/roster/<uuid:upload_id>/discard/", views.discard, name="roster-discard"),
]
