from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "trellis.adults.partnerships"
    label = "partnerships"
