"""internship.toml and exhibition.toml: learning in the world, and showing it."""

from typing import Annotated

from pydantic import Field

from .base import Count, Key, Keyed, Many, Minutes, Part, Some, Text, Title


class Stage(Keyed):
    """A step towards an internship. `needs`: what must be there. `who`: roles that may move a student on.

    `days`: school days after which somebody asks how it goes; nothing happens by itself.
    """

    title: Title
    needs: Many[Text] = ()
    who: Some[Key]
    days: Annotated[int, Field(gt=0, le=400)] | None = None


class Internship(Part):
    """The pipeline in order, and the usual length of a placement in weeks."""

    weeks: Annotated[int, Field(gt=0, le=60)] | None = None
    stages: Some[Stage]


class Seat(Keyed):
    """People a panel needs: how many, and the role they hold where there is one."""

    title: Title
    count: Count
    role: Key | None = None
    outside: bool = False  # somebody whom the school does not employ or enroll


class Move(Keyed):
    title: Title
    minutes: Minutes


class Kind(Keyed):
    """One kind of exhibition. `people`: the size of the panel. `readers`: roles that read on the rubric."""

    title: Title
    about: Text | None = None
    minutes: Minutes
    rubric: Key
    readers: Some[Key]
    people: Count
    panel: Some[Seat]
    steps: Some[Move]


class Exhibition(Part):
    """`discrepancy`: levels between two readers from which they talk before they agree.

    `records`: what is written down at the end.
    """

    discrepancy: Annotated[int, Field(gt=0, le=10)]
    records: Many[Title] = ()
    kinds: Some[Kind]
