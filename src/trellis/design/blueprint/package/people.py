"""roles.toml, practices.toml and measures.toml: who is here, what they do together, and how they can tell."""

from typing import Annotated, Literal

from pydantic import Field

from .base import Key, KeyedEntry, NonEmptyTupleOf, Part, Table, Term, Text, Title, TupleOf

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


class PathwayStep(KeyedEntry):
    """What somebody learns to do. `evidence`: what to show. `credential`: the one of credentials.toml that shows it."""

    title: Title
    about: Text | None = None
    evidence: Text | None = None
    credential: Key | None = None


class PathwayHours(Table):
    """How many hours a license asks for. `source`: who says so, and that one's own state has the last word."""

    count: Annotated[int, Field(gt=0, le=5000)]
    source: Text


class Pathway(KeyedEntry):
    """One stage of growing into a role, and in it.

    `mentor`: who the mentor is; without one, whoever is on the pathway confirms their own steps. `cohort`: whether
    people of this stage meet. `hours`: toward a license, where the stage counts for one.
    """

    title: Title
    role: Key
    stage: Literal["aspiring", "new", "experienced"]
    about: Text | None = None
    mentor: Text | None = None
    cohort: bool = False
    hours: PathwayHours | None = None
    steps: NonEmptyTupleOf[PathwayStep]


class Roles(Part):
    """Who is here. `pathways`: in stages, with evidence; the steps of a role are titles only."""

    roles: NonEmptyTupleOf[Role]
    pathways: TupleOf[Pathway] = ()

    def pathway(self, key: str) -> Pathway | None:
        """The pathway of that key."""
        return next((pathway for pathway in self.pathways if pathway.key == key), None)

    def role(self, key: str) -> Role | None:
        """The role of that key."""
        return next((role for role in self.roles if role.key == key), None)


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
