from django.apps import AppConfig


class OpportunityConfig(AppConfig):
    name = "trellis.opportunity"
    label = "opportunity"

    def ready(self) -> None:
        from trellis.blueprint.actions import after_adoption
        from trellis.foundation import daily

        from . import actions, scheduled_tasks

        daily.declare("figures", "Networks whose figures were updated", scheduled_tasks.update_figures)
        after_adoption(actions.update_after_change)
