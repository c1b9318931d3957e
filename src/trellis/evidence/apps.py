from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "trellis.evidence"
    label = "evidence"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from trellis.projects import running
        from trellis.translations import sources

        from .queries import is_scored, written

        running.SCORED.append(is_scored)

        sources.declare("narratives", _("Narratives that were given"), written)
