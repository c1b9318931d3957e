"""Search: its page, and the options of the palette."""

from django.urls import path

from . import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/options/", views.search_options, name="search-options"),
]
