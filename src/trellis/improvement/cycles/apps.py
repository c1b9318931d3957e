from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "trellis.improvement.cycles"
    label = "cycles"

    def ready(self) -> None:
        from trellis.adults.coaching.work_in_progress import WORK_IN_PROGRESS
        from trellis.adults.leadership.handover_facts import HANDOVER_SOURCES, HandoverSource
        from trellis.core.community.decisions import COUNSELOR_DECISIONS
        from trellis.core.foundation import daily_tasks
        from trellis.improvement.opportunity.gap_actions import GAP_ACTIONS
        from trellis.learning.teams.page_sections import TEAM_SECTIONS, TeamSection

        from . import coach_visits, handover, live_measures
        from .decisions import cycle_decisions
        from .gap_link import start_an_aim
        from .link_kinds import register_link_kinds
        from .team_section import team_cycles

        GAP_ACTIONS.register("aims", start_an_aim)
        COUNSELOR_DECISIONS.register("cycles", cycle_decisions)
        HANDOVER_SOURCES.register("cycles", HandoverSource("inquiries", handover.open_cycles))
        WORK_IN_PROGRESS.register("cycles", coach_visits.open_cycles)
        TEAM_SECTIONS.register("cycles", TeamSection("cycles/team_cycles.html", team_cycles))
        daily_tasks.register("live-measures", "Measures filled in from records", live_measures.fill_all)
        register_link_kinds()
