"""A project as one whole that can travel: from a school into the library, into a file, into another school.

It holds what teachers wrote, and nothing about students. Lengths are limits at the boundary.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
Line = Annotated[str, Field(max_length=300)]
Text = Annotated[str, Field(max_length=6000)]


class _Whole(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Aim(_Whole):
    """An outcome that the project works towards: its key in the framework of that key."""

    key: Annotated[str, Field(max_length=80)]
    title: Line
    framework: Annotated[str, Field(max_length=120)] = ""


class Product(_Whole):
    """Something that is made. `team`: made together. `weights`: by outcome key, how much it says (1 to 100)."""

    key: Key
    title: Line
    about: Text = ""
    team: bool = False
    weights: dict[str, Annotated[int, Field(ge=1, le=100)]] = {}


class Benchmark(_Whole):
    """What is handed in on the way. `day`: school days after the first."""

    key: Key
    title: Line
    about: Text = ""
    day: Annotated[int, Field(ge=0, le=400)] = 0


class Scaffold(_Whole):
    """A support for a benchmark ("" for the whole project)."""

    key: Key
    title: Line
    about: Text = ""
    benchmark: str = ""


class Body(_Whole):
    """The whole of a project."""

    title: Annotated[str, Field(min_length=1, max_length=160)]
    driving_question: Line = ""
    role: Text = ""
    audience: Line = ""
    entry_event: Text = ""
    about: Text = ""
    days: Annotated[int, Field(ge=1, le=400)] = 20
    outcomes: Annotated[list[Aim], Field(max_length=60)] = []
    products: Annotated[list[Product], Field(max_length=40)] = []
    benchmarks: Annotated[list[Benchmark], Field(max_length=60)] = []
    scaffolds: Annotated[list[Scaffold], Field(max_length=100)] = []
    questions: Annotated[list[Line], Field(max_length=100)] = []
