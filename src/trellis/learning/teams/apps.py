from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "trellis.learning.teams"
    label = "teams"

    def ready(self) -> None:
        from trellis.core.community import ending
        from trellis.core.foundation import daily

        from . import lapsing

        daily.declare("lapsed-ties", "Ties to work groups and strands ended", lapsing.run)
        ending.declare("lapsed-ties", lapsing.follow)
