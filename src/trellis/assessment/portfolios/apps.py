from django.apps import AppConfig


class PortfoliosConfig(AppConfig):
    name = "trellis.assessment.portfolios"
    label = "portfolios"

    def ready(self) -> None:
        from trellis.core.community.disclosures import DISCLOSURES
        from trellis.design.blueprint.part_effects import EFFECT_COUNTERS, EffectCounter

        from .disclosures import disclosures_to_external_scorers
        from .link_kinds import register_link_kinds
        from .model_effects import touched_tasks

        DISCLOSURES.register("portfolios", disclosures_to_external_scorers)
        register_link_kinds()
        EFFECT_COUNTERS.register("portfolios", EffectCounter(("portfolio",), touched_tasks))
