"""outcomes.toml and rubrics.toml: what students come to know and do, and how work is read."""

from typing import Annotated

from pydantic import Field

from .base import Count, Identifier, Key, KeyedEntry, NonEmptyTupleOf, Part, Table, Text, Title

Weight = Annotated[float, Field(gt=0, le=100)]


class Outcome(KeyedEntry):
    """A thing to learn to do. `parent` makes it a step on the way to another outcome."""

    code: Annotated[Title, Field(max_length=16)]  # short, for tables and transcripts: "ER"
    title: Title
    statement: Text
    questions: NonEmptyTupleOf[Text]
    note: Text | None = None
    parent: Key | None = None


class Outcomes(Part):
    """The framework. `id` never changes, whatever its title or version does."""

    id: Identifier
    title: Title
    outcomes: NonEmptyTupleOf[Outcome]


class Level(Table):
    """A step of a scale. Positions are 1, 2, 3 ... from first to furthest."""

    position: Count
    quality: Annotated[Title, Field(max_length=80)]
    meaning: Text | None = None


class Scale(KeyedEntry):
    """The names of levels, said once for every rubric. `ready_at`: from where on work is ready to show."""

    levels: NonEmptyTupleOf[Level]
    ready_at: Count | None = None


class Criterion(KeyedEntry):
    """What a reader looks for. `levels`: one sentence for each step of the rubric's scale, in its order."""

    title: Title
    outcome: Key
    weight: Weight = 1.0
    levels: NonEmptyTupleOf[Text]


class Rubric(KeyedEntry):
    title: Title
    scale: Key
    about: Text | None = None
    criteria: NonEmptyTupleOf[Criterion]


class Rubrics(Part):
    scales: NonEmptyTupleOf[Scale]
    rubrics: NonEmptyTupleOf[Rubric]
