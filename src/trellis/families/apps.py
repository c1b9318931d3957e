from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    name = "trellis.families"
    label = "families"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from trellis.translations import sources

        from .queries import written

        sources.declare("notices", _("From the school"), written)
