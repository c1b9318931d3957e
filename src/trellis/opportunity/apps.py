from django.apps import AppConfig


class OpportunityConfig(AppConfig):
    name = "trellis.opportunity"
    label = "opportunity"
