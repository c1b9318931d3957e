from django.apps import AppConfig


class SchedulesConfig(AppConfig):
    name = "trellis.learning.schedules"
    label = "schedules"
