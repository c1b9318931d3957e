"""Community organizations and what schools promise each other."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
