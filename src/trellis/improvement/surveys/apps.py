from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "trellis.improvement.surveys"
    label = "surveys"

    def ready(self) -> None:
        from trellis.core.foundation import daily_tasks

        from .link_kinds import register_link_kinds
        from .scheduled_tasks import delete_old_words, move_rounds

        register_link_kinds()
        daily_tasks.register("surveys", "Surveys that opened or closed, or were reminded of", move_rounds)
        daily_tasks.register(
            "survey-words", "Free words of surveys that were deleted after two years", delete_old_words
        )
