"""credit.toml and review.toml: what evidence is worth, and how a school looks at itself."""

from .base import Count, Key, KeyedEntry, NonEmptyTupleOf, Part, Text, Title, TupleOf
from .learning import Level


class Band(KeyedEntry):
    """Levels `low` to `high` of the scale earn points of this kind."""

    title: Title
    low: Count
    high: Count


class Requirement(KeyedEntry):
    """At least `points`, counting only points of these bands."""

    title: Title
    points: Count
    bands: NonEmptyTupleOf[Key]


class Credit(Part):
    """A crosswalk: each outcome with a level earns `points` in the band its level falls in."""

    title: Title
    about: Text | None = None
    scale: Key
    points: Count
    outcomes: NonEmptyTupleOf[Key]
    bands: NonEmptyTupleOf[Band]
    requirements: NonEmptyTupleOf[Requirement]


class ReviewRow(KeyedEntry):
    """A question a school asks itself, and where to look for the answer."""

    title: Title
    question: Text
    look_for: NonEmptyTupleOf[Text]
    practice: Key | None = None


class Review(Part):
    title: Title
    focus: TupleOf[Title] = ()
    levels: NonEmptyTupleOf[Level]
    rows: NonEmptyTupleOf[ReviewRow]
