from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "trellis.core.community"
    label = "community"
