from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "trellis.exchange"
    label = "exchange"
