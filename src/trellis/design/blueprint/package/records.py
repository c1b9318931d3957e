"""credit.toml and review.toml: what evidence is worth, and how a school looks at itself."""

from .base import Count, Key, Keyed, Many, Part, Some, Text, Title
from .learning import Level


class Band(Keyed):
    """Levels `low` to `high` of the scale earn points of this kind."""

    title: Title
    low: Count
    high: Count


class Requirement(Keyed):
    """At least `points`, counting only points of these bands."""

    title: Title
    points: Count
    bands: Some[Key]


class Credit(Part):
    """A crosswalk: each outcome with a level earns `points` in the band its level falls in."""

    title: Title
    about: Text | None = None
    scale: Key
    points: Count
    outcomes: Some[Key]
    bands: Some[Band]
    requirements: Some[Requirement]


class Row(Keyed):
    """A question a school asks itself, and where to look for the answer."""

    title: Title
    question: Text
    look_for: Some[Text]
    practice: Key | None = None


class Review(Part):
    title: Title
    focus: Many[Title] = ()
    levels: Some[Level]
    rows: Some[Row]
