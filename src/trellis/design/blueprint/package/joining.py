"""joining.toml: the stages and steps by which a school joins, from the first interest to year four."""

import re
from typing import Annotated, Literal

from pydantic import Field

from .base import Key, KeyedEntry, NonEmptyTupleOf, Part, Table, Text, Title, TupleOf, _pattern_validator

Days = Annotated[int, Field(gt=-1, le=2000)]
MonthDay = Annotated[
    str,
    _pattern_validator(
        re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8]|(?<!02-)(29|30)|(?<=0[13578]-)31|(?<=1[02]-)31)"),
        "a month and a day",
        "03-15",
    ),
]
StepLevel = Literal["priority", "supporting"]
StepOwner = Literal["school", "district", "network"]


class JoiningStage(KeyedEntry):
    """One stage. `year`: the school's year that it is, 0 for the year before it opens; its steps are milestones."""

    title: Title
    year: Annotated[int, Field(gt=-1, le=4)] | None = None


class DueRule(Table):
    """When a step is due; of several, the earliest.

    `after_start`: days after the stage starts. `before_opening`: days before the school opens. `on`: a fixed day of
    the stage's year, or the next one where the stage has no year.
    """

    after_start: Days | None = None
    before_opening: Days | None = None
    on: MonthDay | None = None


class JoiningStep(KeyedEntry):
    """One step of a stage. `level`: a stage ends once its priority steps are done, or for a written reason.

    `needs`: steps that come first. `check`: what Trellis checks itself before the step can be done. `evidence`: what
    to attach. `exit`: when it is done.
    """

    stage: Key
    title: Title
    level: StepLevel = "supporting"
    owner: StepOwner
    due: DueRule
    needs: TupleOf[Key] = ()
    check: Key | None = None
    evidence: Text | None = None
    exit: Text | None = None


class Joining(Part):
    """How a school joins this network."""

    stages: NonEmptyTupleOf[JoiningStage]
    steps: NonEmptyTupleOf[JoiningStep]

    def stage(self, key: str) -> JoiningStage | None:
        """The stage of that key."""
        return next((stage for stage in self.stages if stage.key == key), None)

    def step(self, key: str) -> JoiningStep | None:
        """The step of that key."""
        return next((step for step in self.steps if step.key == key), None)

    def steps_of(self, stage: str) -> list[JoiningStep]:
        """The steps of a stage, in their order."""
        return [step for step in self.steps if step.stage == stage]

    def stage_after(self, key: str) -> JoiningStage | None:
        """The stage that follows; None after the last."""
        keys = [stage.key for stage in self.stages]
        position = keys.index(key) + 1 if key in keys else 0
        return self.stages[position] if position < len(keys) else None
