from django.apps import AppConfig


class ExhibitionsConfig(AppConfig):
    name = "trellis.exhibitions"
    label = "exhibitions"
