from django.apps import AppConfig


class CoachingConfig(AppConfig):
    name = "trellis.adults.coaching"
    label = "coaching"
