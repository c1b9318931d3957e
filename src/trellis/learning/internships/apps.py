from django.apps import AppConfig


class InternshipsConfig(AppConfig):
    name = "trellis.learning.internships"
    label = "internships"

    def ready(self) -> None:
        from trellis.core.community.disclosures import DISCLOSURES
        from trellis.design.blueprint.part_effects import EFFECT_COUNTERS, EffectCounter

        from .disclosures import disclosures_to_mentors
        from .link_kinds import register_link_kinds
        from .model_effects import touched_internships

        DISCLOSURES.register("internships", disclosures_to_mentors)
        register_link_kinds()
        EFFECT_COUNTERS.register(
            "internships", EffectCounter(("internship", "calendar"), touched_internships)
        )
