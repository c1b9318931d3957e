from django.apps import AppConfig


class PortfoliosConfig(AppConfig):
    name = "trellis.assessment.portfolios"
    label = "portfolios"

    def ready(self) -> None:
        from trellis.core.community.disclosures import DISCLOSURES
        from trellis.core.foundation import daily_tasks

        from . import scheduled_tasks
        from .disclosures import told

        DISCLOSURES.register("portfolios", told)
        daily_tasks.register("portfolio-readers", "Portfolio scorers notified", scheduled_tasks.tell_readers)
