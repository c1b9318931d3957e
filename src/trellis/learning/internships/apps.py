from django.apps import AppConfig


class InternshipsConfig(AppConfig):
    name = "trellis.learning.internships"
    label = "internships"

    def ready(self) -> None:
        from trellis.core.community.disclosures import DISCLOSURES
        from trellis.core.foundation import daily_tasks

        from .disclosures import disclosures_to_mentors
        from .link_kinds import register_link_kinds
        from .scheduled_tasks import ask_mentors

        daily_tasks.register("mentors", "Mentors asked to confirm days", ask_mentors)
        DISCLOSURES.register("internships", disclosures_to_mentors)
        register_link_kinds()
