"""roles.toml, practices.toml and measures.toml: who is here, what they do together, and how they can tell."""

from typing import Annotated, Literal

from pydantic import Field

from .base import Key, KeyedEntry, NonEmptyTupleOf, Part, Term, Text, Title, TupleOf

TieRole = Literal[
    "student-of",
    "advisor-of",
    "teacher-of",
    "mentor-of",
    "guardian-of",
    "counselor-of",
    "leader-of",
    "coach-of",
    "network-staff-of",
    "partner-of",
]


class Role(KeyedEntry):
    """What a person is here, and the steps of learning it. Access follows from the tie alone."""

    title: Title
    tie: TieRole
    about: Text | None = None
    pathway: TupleOf[Title] = ()


class Roles(Part):
    roles: NonEmptyTupleOf[Role]


class Practice(KeyedEntry):
    title: Title
    about: Text


class Practices(Part):
    """What the network says makes its schools what they are. `title` is the network's name for the list."""

    title: Title
    practices: NonEmptyTupleOf[Practice]


class Measure(KeyedEntry):
    """A measure this network cares for. `key` names one that Trellis can compute.

    `counts`: when a student counts. `period`: how often it is looked at. `target`: from 0 to 1 for a rate, in the
    measure's own unit for a mean. `direction`: whether more or fewer is better. `stage`: where an overview lists it.
    Left out, both are as Trellis has them.
    """

    title: Title
    counts: Text
    period: Literal["term", "year"]
    unit: Literal["rate", "mean"]
    target: Annotated[float, Field(gt=0)] | None = None
    direction: Literal["more", "fewer"] | None = None
    facets: NonEmptyTupleOf[Term]
    practice: Key | None = None
    stage: Literal["access", "time", "adults", "audience", "outcomes"] | None = None


class Measures(Part):
    measures: NonEmptyTupleOf[Measure]
