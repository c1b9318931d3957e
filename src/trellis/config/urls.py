"""The URL map. The walk over every URL and role reads it from here."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
]
