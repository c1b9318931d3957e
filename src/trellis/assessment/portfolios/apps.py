from django.apps import AppConfig


class PortfoliosConfig(AppConfig):
    name = "trellis.assessment.portfolios"
    label = "portfolios"

    def ready(self) -> None:
        from trellis.core.community import beyond
        from trellis.core.foundation import daily

        from . import errands
        from .told import told

        beyond.declare("portfolios", told)
        daily.declare("portfolio-readers", "readers of portfolios told", errands.tell_readers)
