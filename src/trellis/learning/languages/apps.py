from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    name = "trellis.learning.languages"
    label = "languages"
