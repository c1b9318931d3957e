"""The shell's pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("join/", views.join, name="join"),
    path("language/", views.language, name="language"),
    path("demo/be/", views.be, name="be"),
]
