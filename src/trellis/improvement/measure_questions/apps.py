from django.apps import AppConfig


class MeasureQuestionsConfig(AppConfig):
    name = "trellis.improvement.measure_questions"
    label = "measure_questions"

    def ready(self) -> None:
        from trellis.core.community.decisions import COUNSELOR_DECISIONS

        from .decisions import question_decisions

        COUNSELOR_DECISIONS.register("measure-questions", lambda viewer, today: question_decisions(viewer))
