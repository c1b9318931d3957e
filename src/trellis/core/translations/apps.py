from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    name = "trellis.core.translations"
    label = "translations"
