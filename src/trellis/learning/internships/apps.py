from django.apps import AppConfig


class InternshipsConfig(AppConfig):
    name = "trellis.learning.internships"
    label = "internships"

    def ready(self) -> None:
        from trellis.core.community import beyond
        from trellis.core.foundation import daily

        from .errands import ask_mentors
        from .told import told

        daily.declare("mentors", "Mentors asked to confirm days", ask_mentors)
        beyond.declare("internships", told)
