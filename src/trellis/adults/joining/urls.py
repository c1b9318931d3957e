"""How a school joins a network."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
