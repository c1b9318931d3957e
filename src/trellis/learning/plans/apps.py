from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "trellis.learning.plans"
    label = "plans"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from trellis.core.translations import sources

        from .selectors import plan_texts

        sources.register("plans", _("Learning plan"), plan_texts)
