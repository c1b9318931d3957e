"""calendar.toml, plan.toml and project.toml: the shape of a year, a week, a plan and a project."""

from typing import Annotated, Literal

from pydantic import Field

from .base import (
    ClockTime,
    Count,
    Entry,
    Key,
    KeyedEntry,
    Minutes,
    NonEmptyTupleOf,
    Part,
    Text,
    Title,
    TupleOf,
)

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Weeks = Annotated[int, Field(gt=0, le=60)]


class Cycles(Entry):
    """How many terms a year has, and how many weeks each lasts. What they are called is in words.toml."""

    count: Annotated[int, Field(gt=0, le=12)]
    weeks: Weeks


class Week(Entry):
    """Which days a week has, and from when to when school is, on the school's clock."""

    days: NonEmptyTupleOf[Day]
    internship_days: TupleOf[Day] = ()
    starts: ClockTime = "08:30"
    ends: ClockTime = "15:15"


class WeeklyBlock(KeyedEntry):
    """Time that every week keeps free for something."""

    title: Title
    minutes: Minutes
    times_a_week: Annotated[int, Field(gt=0, le=50)]


class ExhibitionSlot(KeyedEntry):
    """When exhibitions of a kind are held, and the minutes to book for each student.

    `when`: at the end of every cycle, or of the year's last. `cycles`, where given, names them instead.
    """

    kind: Key
    when: Literal["every", "last"] = "every"
    cycles: TupleOf[Count] = ()
    minutes: Minutes


class Calendar(Part):
    cycles: Cycles
    week: Week
    blocks: TupleOf[WeeklyBlock] = ()
    exhibitions: TupleOf[ExhibitionSlot] = ()


class PlanSection(KeyedEntry):
    title: Title
    prompts: NonEmptyTupleOf[Text]


class Plan(Part):
    """A learning plan: how often, who sits at the table (role keys), and what is talked about."""

    every: Literal["week", "cycle", "year"]
    minutes: Minutes
    led_by: Key
    who: NonEmptyTupleOf[Key]
    sections: NonEmptyTupleOf[PlanSection]

    @property
    def signers(self) -> tuple[str, ...]:
        """Who signs it: those at the table, and the mentor of a student who has one."""
        return tuple(dict.fromkeys((*self.who, "mentor")))


class ProjectStep(KeyedEntry):
    """One thing a project says about itself. `ask` is the prompt its authors answer."""

    title: Title
    ask: Text
    required: bool = True


class Project(Part):
    weeks_least: Weeks | None = None
    weeks_most: Weeks | None = None
    steps: NonEmptyTupleOf[ProjectStep]
