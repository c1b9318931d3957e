from django.apps import AppConfig


class PortfoliosConfig(AppConfig):
    name = "trellis.portfolios"
    label = "portfolios"

    def ready(self) -> None:
        from trellis.community import beyond
        from trellis.foundation import daily

        from . import errands
        from .told import told

        beyond.declare("portfolios", told)
        daily.declare("portfolio-readers", "readers of portfolios told", errands.tell_readers)
