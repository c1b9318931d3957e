"""What must hold within surveys.toml: every question has the answers that its kind needs."""

from collections.abc import Iterator, Mapping

from .problem import Problem, suggest_nearest
from .surveys import SurveyItem, Surveys

FILE = "surveys.toml"
FEWEST_CHOICES = 2


def survey_problems(parts: Mapping[str, object]) -> Iterator[Problem]:
    """Yield what is wrong with surveys.toml, where there is one that could be read."""
    surveys = parts.get("surveys")
    if not isinstance(surveys, Surveys):
        return
    for scale in surveys.scales:
        if len(scale.levels) < FEWEST_CHOICES:
            yield Problem(FILE, f"scales.{scale.key}.levels", "has fewer than two levels", "add a level")
    for survey in surveys.surveys:
        for item in survey.items:
            yield from _item_problems(surveys, f"{survey.key}.items.{item.key}", item)


def _item_problems(surveys: Surveys, place: str, item: SurveyItem) -> Iterator[Problem]:
    if item.kind == "scale" and surveys.scale(item.scale) is None:
        keys = [scale.key for scale in surveys.scales]
        reason = f"“{item.scale}” is not a scale of this file" if item.scale else "names no scale"
        yield Problem(FILE, f"{place}.scale", reason, suggest_nearest(item.scale or "", keys))
    if item.kind != "scale" and item.scale:
        yield Problem(FILE, f"{place}.scale", "is for questions of the kind “scale”", "remove the line")
    if item.kind == "choice" and len(item.choices) < FEWEST_CHOICES:
        yield Problem(FILE, f"{place}.choices", "has fewer than two choices", "add a choice")
    if item.kind != "choice" and item.choices:
        yield Problem(FILE, f"{place}.choices", "is for questions of the kind “choice”", "remove the line")
