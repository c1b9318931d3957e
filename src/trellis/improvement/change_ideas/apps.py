from django.apps import AppConfig


class ChangeIdeasConfig(AppConfig):
    name = "trellis.improvement.change_ideas"
    label = "change_ideas"

    def ready(self) -> None:
        from trellis.improvement.cycles.page_hooks import (
            CYCLE_ACTIONS,
            CYCLE_ORIGINS,
            IMPROVEMENT_SECTIONS,
            CycleOrigin,
            ImprovementSection,
        )

        from . import cycle_links
        from .similar_ideas import similar_ideas_section

        CYCLE_ACTIONS.register("change-ideas", cycle_links.share_action)
        CYCLE_ORIGINS.register("idea", CycleOrigin(cycle_links.fill_in_idea, cycle_links.link_to_idea))
        IMPROVEMENT_SECTIONS.register(
            "change-ideas", ImprovementSection("change_ideas/similar.html", similar_ideas_section)
        )
