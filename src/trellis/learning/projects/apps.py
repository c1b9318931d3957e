from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "trellis.learning.projects"
    label = "projects"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from trellis.core.translations import sources

        from .selectors import feedback_texts

        sources.register("feedback", _("Feedback on their work"), feedback_texts)
