from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "trellis.learning.plans"
    label = "plans"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from trellis.core.community.disclosures import DISCLOSURES
        from trellis.core.translations import sources
        from trellis.design.blueprint.part_effects import EFFECT_COUNTERS, EffectCounter

        from .disclosures import disclosures_to_mentors
        from .link_kinds import register_link_kinds
        from .model_effects import touched_plans
        from .selectors import plan_texts

        sources.register("plans", _("Learning plan"), plan_texts)
        register_link_kinds()
        DISCLOSURES.register("plans", disclosures_to_mentors)
        EFFECT_COUNTERS.register("plans", EffectCounter(("plan",), touched_plans))
