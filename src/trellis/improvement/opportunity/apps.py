from django.apps import AppConfig


class OpportunityConfig(AppConfig):
    name = "trellis.improvement.opportunity"
    label = "opportunity"

    def ready(self) -> None:
        from trellis.adults.coaching.school_changes import FIGURE_SOURCES, FigureSource
        from trellis.core.foundation import daily_tasks
        from trellis.design.blueprint.adaptation_selectors import SCHOOL_FIGURES
        from trellis.design.blueprint.services import AFTER_ADOPTION

        from . import coaching_figures, scheduled_tasks, school_figures, services

        daily_tasks.register("figures", "Networks whose figures were updated", scheduled_tasks.update_figures)
        AFTER_ADOPTION.register("figures", services.update_after_change)
        SCHOOL_FIGURES.register("measures", school_figures.figures_over_years)
        source = FigureSource(coaching_figures.figures_to_keep, coaching_figures.changes_since)
        FIGURE_SOURCES.register("measures", source)
