from django.apps import AppConfig


class SupportsConfig(AppConfig):
    name = "trellis.learning.supports"
    label = "supports"

    def ready(self) -> None:
        from trellis.core.community.decisions import COUNSELOR_DECISIONS
        from trellis.core.community.disclosures import DISCLOSURES
        from trellis.core.foundation import daily_tasks

        from . import retention
        from .decisions import consents_without_referral
        from .disclosures import disclosures_to_partners
        from .link_kinds import register_link_kinds

        daily_tasks.register(
            "retention", "Notes and needs permanently deleted", retention.delete_past_retention
        )
        DISCLOSURES.register("supports", disclosures_to_partners)
        COUNSELOR_DECISIONS.register("consents", consents_without_referral)
        register_link_kinds()
