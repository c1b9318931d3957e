from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    name = "trellis.translations"
    label = "translations"
