"""The questions of a round: frozen from the model when it was made, translated when they are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import get_language

from trellis.core.community.models import School
from trellis.design.blueprint.package.surveys import Survey, SurveyItem, Surveys
from trellis.design.blueprint.selectors import package_for_school
from trellis.design.blueprint.sentence_translations import saved_translations

from .models import SurveyRound


@dataclass(frozen=True)
class Question:
    """One question. answers: what one can choose, from the least to the most for a scale; empty for free words."""

    key: str
    text: str
    kind: str
    answers: tuple[str, ...]

    @property
    def is_scale(self) -> bool:
        return self.kind == "scale"

    @property
    def is_words(self) -> bool:
        return self.kind == "words"


@dataclass(frozen=True)
class Questionnaire:
    title: str
    about: str
    questions: tuple[Question, ...]

    @property
    def counted(self) -> list[Question]:
        """The questions whose answers are counted."""
        return [question for question in self.questions if not question.is_words]

    @property
    def in_words(self) -> list[Question]:
        """The questions that are answered in free words."""
        return [question for question in self.questions if question.is_words]


def surveys_of(school: School) -> tuple[Surveys | None, str]:
    """The surveys of a school's model, None where it has none; and the model's version."""
    package = package_for_school(school.pk)
    return (package.surveys, package.version) if package else (None, "")


def freeze(surveys: Surveys, survey: Survey) -> dict[str, object]:
    """A survey as a round keeps it."""
    return {
        "title": survey.title,
        "about": survey.about,
        "third_party": survey.third_party,
        "items": [
            {
                "key": item.key,
                "text": item.text,
                "kind": item.kind,
                "answers": _answers_of(surveys, item),
                "areas": list(item.areas),
            }
            for item in survey.items
        ],
    }


def _answers_of(surveys: Surveys, item: SurveyItem) -> list[str]:
    scale = surveys.scale(item.scale) if item.kind == "scale" else None
    return list(scale.levels if scale else item.choices)


def questionnaire_of(survey_round: SurveyRound) -> Questionnaire:
    """The questions of a round, in the reader's language as far as they are translated."""
    network = survey_round.school.network_id
    translate = saved_translations(get_language() or "", network=network).translate
    content = survey_round.content
    return Questionnaire(
        translate(content["title"]),
        translate(content["about"]),
        tuple(
            Question(
                item["key"],
                translate(item["text"]),
                item["kind"],
                tuple(_translated(item["answers"], translate)),
            )
            for item in content["items"]
        ),
    )


def _translated(texts: list[str], translate: Callable[[str], str]) -> list[str]:
    return [translate(text) for text in texts]
