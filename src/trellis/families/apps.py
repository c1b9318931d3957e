from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    name = "trellis.families"
    label = "families"
