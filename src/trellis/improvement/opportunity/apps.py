from django.apps import AppConfig


class OpportunityConfig(AppConfig):
    name = "trellis.improvement.opportunity"
    label = "opportunity"

    def ready(self) -> None:
        from trellis.core.foundation import daily_tasks
        from trellis.design.blueprint.adaptation_selectors import SCHOOL_FIGURES
        from trellis.design.blueprint.services import AFTER_ADOPTION

        from . import scheduled_tasks, school_figures, services

        daily_tasks.register("figures", "Networks whose figures were updated", scheduled_tasks.update_figures)
        AFTER_ADOPTION.register("figures", services.update_after_change)
        SCHOOL_FIGURES.register("measures", school_figures.figures_over_years)
