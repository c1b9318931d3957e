"""A student's week, and its calendar feed."""

from django.urls import path

from . import views

urlpatterns = [
    path("week/", views.my_week, name="my-week"),
    path("calendar/<str:token>/", views.calendar_feed, name="calendar-feed"),
]
