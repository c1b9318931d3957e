"""The shell's pages."""

from django.urls import path

from . import health, views
from .staff import views as staff_views

urlpatterns = [
    path("", views.home, name="home"),
    path("health", health.health, name="health"),
    path("robots.txt", health.robots, name="robots"),
    path("join/", views.join, name="join"),
    path("language/", views.language, name="language"),
    path("networks/<uuid:network_id>/staff/", staff_views.network_staff, name="network-staff"),
    path("networks/<uuid:network_id>/staff/end/", staff_views.end_network_staff, name="end-network-staff"),
    path("my-schools/", staff_views.my_schools, name="my-schools"),
    path("demo/be/", views.switch_demo_person, name="switch-demo-person"),
]
