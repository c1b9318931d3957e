from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "trellis.improvement.surveys"
    label = "surveys"

    def ready(self) -> None:
        from trellis.core.foundation import daily_tasks

        from .link_kinds import register_link_kinds
        from .scheduled_tasks import move_rounds

        register_link_kinds()
        daily_tasks.register("surveys", "Surveys that opened or closed, or were reminded of", move_rounds)
