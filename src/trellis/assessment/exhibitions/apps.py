from django.apps import AppConfig


class ExhibitionsConfig(AppConfig):
    name = "trellis.assessment.exhibitions"
    label = "exhibitions"

    def ready(self) -> None:
        from trellis.core.community.disclosures import DISCLOSURES
        from trellis.core.foundation import daily_tasks
        from trellis.design.blueprint.part_effects import EFFECT_COUNTERS, EffectCounter
        from trellis.learning.plans import carry_over

        from .disclosures import disclosures_to_panelists
        from .link_kinds import register_link_kinds
        from .model_effects import touched_exhibitions
        from .scheduled_tasks import send_packets
        from .selectors import last_recommendations

        carry_over.CARRY_OVER_SOURCES.register("exhibitions", last_recommendations)
        daily_tasks.register("packets", "Packets to panelists", send_packets)
        DISCLOSURES.register("exhibitions", disclosures_to_panelists)
        register_link_kinds()
        EFFECT_COUNTERS.register("exhibitions", EffectCounter(("exhibition",), touched_exhibitions))
