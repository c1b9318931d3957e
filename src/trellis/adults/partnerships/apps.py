from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "trellis.adults.partnerships"
    label = "partnerships"

    def ready(self) -> None:
        from trellis.core.foundation import daily_tasks

        from .link_kinds import register_link_kinds
        from .scheduled_tasks import end_past_agreements

        daily_tasks.register("agreements", "Agreements ended", end_past_agreements)
        register_link_kinds()
