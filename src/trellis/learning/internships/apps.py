from django.apps import AppConfig


class InternshipsConfig(AppConfig):
    name = "trellis.learning.internships"
    label = "internships"

    def ready(self) -> None:
        from trellis.core.community.disclosures import DISCLOSURES

        from .disclosures import disclosures_to_mentors
        from .link_kinds import register_link_kinds

        DISCLOSURES.register("internships", disclosures_to_mentors)
        register_link_kinds()
