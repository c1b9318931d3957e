from django.apps import AppConfig


class PortfoliosConfig(AppConfig):
    name = "trellis.portfolios"
    label = "portfolios"

    def ready(self) -> None:
        from trellis.foundation import daily

        from . import errands

        daily.declare("portfolio-readers", "readers of portfolios told", errands.tell_readers)
