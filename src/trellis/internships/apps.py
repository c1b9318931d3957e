from django.apps import AppConfig


class InternshipsConfig(AppConfig):
    name = "trellis.internships"
    label = "internships"
