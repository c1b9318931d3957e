from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "trellis.learning.teams"
    label = "teams"

    def ready(self) -> None:
        from trellis.core.community import tie_endings
        from trellis.core.foundation import daily_tasks

        from . import derived_ties

        daily_tasks.register(
            "lapsed-ties", "Ties to work groups and strands ended", derived_ties.end_all_lapsed_ties
        )
        tie_endings.TIE_ENDINGS.register("lapsed-ties", derived_ties.update_derived_ties)
