"""portfolio.toml: tasks that students show what they can do with, each read by two people apart."""

import re
from typing import Annotated, Literal

from pydantic import Field

from .base import Key, KeyedEntry, NonEmptyTupleOf, Part, Text, Title, TupleOf, _pattern_validator

Grade = Annotated[str, _pattern_validator(re.compile(r"[0-9]{2}"), "a grade of two digits", "09")]


class Task(KeyedEntry):
    """One task. `when`: once a term, or once before graduation; `grades`: who does it, everybody where it is left out.

    Its written part is read on `rubric`, its oral part on `oral_rubric` or else on `rubric`; without a rubric, on every
    row of rubrics.toml that reads one of `outcomes`. `external`: of the `readers` of the oral part, those wanted from
    outside. A third reads where two lie `third_when` levels apart, or on either side of `passes`, the level that is
    enough. `shown`: the kind of exhibition at which it is presented.
    """

    title: Title
    ask: Text
    when: Literal["semester", "graduation"]
    grades: TupleOf[Grade] = ()
    parts: NonEmptyTupleOf[Literal["written", "oral"]]
    rubric: Key | None = None
    oral_rubric: Key | None = None
    outcomes: TupleOf[Key] = ()
    readers: Annotated[int, Field(gt=1, le=2)] = 2
    external: Annotated[int, Field(gt=-1, le=2)] = 0
    third_when: Annotated[int, Field(gt=0, le=10)] = 2
    passes: Annotated[int, Field(gt=0, le=10)]
    shown: Key | None = None

    def rubric_of(self, part: str) -> str | None:
        """The rubric that a part is read on; None where its outcomes say."""
        return (self.oral_rubric if part == "oral" else None) or self.rubric


class Portfolio(Part):
    """What a school asks of its students' portfolios."""

    tasks: NonEmptyTupleOf[Task]
