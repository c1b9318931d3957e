from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "trellis.evidence"
    label = "evidence"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from trellis.translations import sources

        from .queries import written

        sources.declare("narratives", _("Narratives that were given"), written)
