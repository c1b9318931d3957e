from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    name = "trellis.languages"
    label = "languages"
