from django.apps import AppConfig


class PortfoliosConfig(AppConfig):
    name = "trellis.assessment.portfolios"
    label = "portfolios"

    def ready(self) -> None:
        from trellis.core.community.disclosures import DISCLOSURES

        from .disclosures import disclosures_to_external_scorers
        from .link_kinds import register_link_kinds

        DISCLOSURES.register("portfolios", disclosures_to_external_scorers)
        register_link_kinds()
