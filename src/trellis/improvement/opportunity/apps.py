from django.apps import AppConfig


class OpportunityConfig(AppConfig):
    name = "trellis.improvement.opportunity"
    label = "opportunity"

    def ready(self) -> None:
        from trellis.core.foundation import daily
        from trellis.design.blueprint.actions import after_adoption

        from . import actions, scheduled_tasks

        daily.declare("figures", "Networks whose figures were updated", scheduled_tasks.update_figures)
        after_adoption(actions.update_after_change)
