"""Pages about places."""

from django.urls import path

from . import views

urlpatterns = [
    path("schools/<uuid:school_id>/details/", views.school_details, name="school-details"),
]
