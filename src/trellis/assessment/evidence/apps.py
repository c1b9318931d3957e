from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "trellis.assessment.evidence"
    label = "evidence"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from trellis.core.translations import sources
        from trellis.learning.projects import running

        from .queries import is_scored, written

        running.SCORED.append(is_scored)

        sources.declare("narratives", _("Narratives that were given"), written)
