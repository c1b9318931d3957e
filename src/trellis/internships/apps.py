from django.apps import AppConfig


class InternshipsConfig(AppConfig):
    name = "trellis.internships"
    label = "internships"

    def ready(self) -> None:
        from trellis.foundation import daily

        from .errands import ask_mentors

        daily.declare("mentors", "Mentors asked to confirm days", ask_mentors)
