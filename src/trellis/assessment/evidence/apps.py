from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "trellis.assessment.evidence"
    label = "evidence"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from trellis.core.translations import sources
        from trellis.design.blueprint.part_effects import EFFECT_COUNTERS, EffectCounter
        from trellis.learning.projects import run_services, step_results

        from .model_effects import touched_scores
        from .scoring_queue import returned_levels
        from .selectors import is_scored, narrative_texts

        run_services.SCORE_CHECKS.register("evidence", is_scored)
        step_results.LEVELS.register("evidence", returned_levels)

        sources.register("narratives", _("Narratives shared with families"), narrative_texts)
        EFFECT_COUNTERS.register("evidence", EffectCounter(("rubrics", "outcomes"), touched_scores))
