"""The library: finding, reading, publishing and forking projects."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
