from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    name = "trellis.design.frameworks"
    label = "frameworks"
