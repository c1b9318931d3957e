from django.apps import AppConfig


class SupportsConfig(AppConfig):
    name = "trellis.learning.supports"
    label = "supports"

    def ready(self) -> None:
        from trellis.core.community.disclosures import DISCLOSURES
        from trellis.core.foundation import daily_tasks

        from . import retention, scheduled_tasks
        from .disclosures import told

        daily_tasks.register("follow-up", "Reminders about student needs", scheduled_tasks.remind)
        daily_tasks.register("retention", "Notes and needs permanently deleted", retention.run)
        DISCLOSURES.register("supports", told)
