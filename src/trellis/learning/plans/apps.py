from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "trellis.learning.plans"
    label = "plans"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from trellis.core.community.disclosures import DISCLOSURES
        from trellis.core.translations import sources

        from .disclosures import disclosures_to_mentors
        from .link_kinds import register_link_kinds
        from .selectors import plan_texts

        sources.register("plans", _("Learning plan"), plan_texts)
        register_link_kinds()
        DISCLOSURES.register("plans", disclosures_to_mentors)
