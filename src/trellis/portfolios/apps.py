from django.apps import AppConfig


class PortfoliosConfig(AppConfig):
    name = "trellis.portfolios"
    label = "portfolios"
