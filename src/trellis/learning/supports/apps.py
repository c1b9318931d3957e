from django.apps import AppConfig


class SupportsConfig(AppConfig):
    name = "trellis.learning.supports"
    label = "supports"

    def ready(self) -> None:
        from trellis.core.community import beyond
        from trellis.core.foundation import daily

        from . import errands, retention
        from .told import told

        daily.declare("follow-up", "needs to look at again", errands.remind)
        daily.declare("retention", "notes and needs destroyed", retention.run)
        beyond.declare("supports", told)
