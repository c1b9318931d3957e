from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "trellis.improvement.cycles"
    label = "cycles"

    def ready(self) -> None:
        from trellis.core.community.decisions import COUNSELOR_DECISIONS
        from trellis.improvement.opportunity.gap_actions import GAP_ACTIONS

        from .decisions import cycle_decisions
        from .gap_link import start_an_aim
        from .link_kinds import register_link_kinds

        GAP_ACTIONS.register("aims", start_an_aim)
        COUNSELOR_DECISIONS.register("cycles", cycle_decisions)
        register_link_kinds()
