from django.apps import AppConfig


class LeadershipConfig(AppConfig):
    name = "trellis.adults.leadership"
    label = "leadership"

    def ready(self) -> None:
        from trellis.core.community.tie_endings import TIE_ENDINGS
        from trellis.core.foundation import daily_tasks

        from .continuity import SUCCESSION_WISHES
        from .handover_sources import register_sources
        from .handover_wording import register_wordings
        from .pathway_selectors import who_wants_to_lead
        from .responsibilities import register_responsibilities
        from .scheduled_tasks import close_finished_handovers
        from .trainee_access import end_trainee_ties

        register_sources()
        register_wordings()
        register_responsibilities()
        daily_tasks.register("leader-handovers", "Handovers closed", close_finished_handovers)
        SUCCESSION_WISHES.register("pathways", who_wants_to_lead)
        TIE_ENDINGS.register("trainees", end_trainee_ties)
