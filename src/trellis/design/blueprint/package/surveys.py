"""surveys.toml: the questions that a network's schools ask students, families and staff."""

from typing import Literal

from .base import Key, KeyedEntry, NonEmptyTupleOf, Part, Text, Title, TupleOf

SurveyAudience = Literal["students", "families", "staff"]
SurveyItemKind = Literal["scale", "choice", "words"]
ProtectedArea = Literal[
    "political",
    "mental-health",
    "sex",
    "illegal-behavior",
    "family-appraisal",
    "privileged",
    "religion",
    "income",
]
"""The eight areas that the Protection of Pupil Rights Amendment protects."""


class SurveyScale(KeyedEntry):
    """Labeled levels, from the least to the most."""

    levels: NonEmptyTupleOf[Title]


class SurveyItem(KeyedEntry):
    """One question. `areas`: the protected areas that it asks about, in the student's life or their parents'."""

    text: Text
    kind: SurveyItemKind
    scale: Key | None = None
    choices: TupleOf[Title] = ()
    areas: TupleOf[ProtectedArea] = ()


class Survey(KeyedEntry):
    """Questions for one audience. `third_party`: written by an organization outside the school and its network."""

    title: Title
    about: Text
    audience: SurveyAudience
    third_party: bool = False
    items: NonEmptyTupleOf[SurveyItem]


class Surveys(Part):
    """What this network asks, and the scales that it asks with."""

    scales: TupleOf[SurveyScale] = ()
    surveys: NonEmptyTupleOf[Survey]

    def survey(self, key: str) -> Survey | None:
        """The survey of that key."""
        return next((survey for survey in self.surveys if survey.key == key), None)

    def scale(self, key: str | None) -> SurveyScale | None:
        """The scale of that key."""
        return next((scale for scale in self.scales if scale.key == key), None)
