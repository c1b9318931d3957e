"""Which emails a person gets, signed in and by the links in an email."""

from django.urls import path

from . import views

urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/<str:token>/", views.notifications_by_link, name="notifications-by-link"),
    path("notifications/<str:token>/off/", views.unsubscribe, name="unsubscribe"),
]
