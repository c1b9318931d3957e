from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "trellis.adults.joining"
    label = "joining"
