"""A project as one whole that can travel: into the library, into a file, into another school.

It holds what teachers wrote, and nothing about students. Lengths are limits at the boundary.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
ShortText = Annotated[str, Field(max_length=300)]
Title = Annotated[str, Field(min_length=1, max_length=160)]
Weight = Annotated[int, Field(ge=1, le=100)]


class _FrozenModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Part(_FrozenModel):
    """A section of the design: its key and title in the model it was written in, and the words."""

    key: Slug
    title: Title
    text: Annotated[str, Field(max_length=6000)]


class TargetOutcome(_FrozenModel):
    """An outcome that the project works towards."""

    key: Annotated[str, Field(min_length=1, max_length=80)]
    title: Title


class Standard(_FrozenModel):
    """Something of a framework that the project is designed towards: its key there, its code and words."""

    key: Annotated[str, Field(min_length=1, max_length=80)]
    code: Annotated[str, Field(max_length=40)] = ""
    title: Annotated[str, Field(min_length=1, max_length=200)]
    framework: Annotated[str, Field(min_length=1, max_length=200)]


class Product(_FrozenModel):
    """Something that is made. `team`: made together. `weights`: by outcome key, how much it says (1 to 100).
    `rubrics`: keys of those that it is scored with."""

    key: Slug
    title: Title
    about: Annotated[str, Field(max_length=600)] = ""
    team: bool = False
    weights: dict[str, Weight] = {}
    rubrics: Annotated[tuple[Annotated[str, Field(max_length=80)], ...], Field(max_length=20)] = ()


class Benchmark(_FrozenModel):
    """What students turn in along the way. `day`: days after the project's first. `product` and `example`: the keys of
    the product that it is scored as, and of a file."""

    key: Slug
    title: Title
    note: Annotated[str, Field(max_length=240)] = ""
    instructions: Annotated[str, Field(max_length=6000)] = ""
    product: Annotated[str, Field(max_length=80)] = ""
    example: Annotated[str, Field(max_length=80)] = ""
    day: Annotated[int, Field(ge=0, le=400)] = 0


class Scaffold(_FrozenModel):
    """A support that is ready."""

    key: Slug
    title: Title
    about: Annotated[str, Field(max_length=600)] = ""


class File(_FrozenModel):
    """A file that comes along; `digest` names its bytes (BLAKE2b, 16 bytes, hex)."""

    key: Slug
    title: Title
    name: Title
    media_type: Annotated[str, Field(max_length=80)]
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


BodyRow = Product | Benchmark | Scaffold | File
"""A row that a project's database holds in a table of its own."""
FieldValue = str | int | tuple[TargetOutcome, ...] | tuple[Standard, ...] | BodyRow
"""The value of one field of a body, see `project_transfer.body_fields`."""


class ProjectBody(_FrozenModel):
    """The whole of a project. `days`: from its first day to its last."""

    title: Title
    driving_question: ShortText = ""
    audience: Annotated[str, Field(max_length=160)] = ""
    days: Annotated[int, Field(ge=1, le=400)] = 20
    parts: Annotated[tuple[Part, ...], Field(max_length=60)] = ()
    outcomes: Annotated[tuple[TargetOutcome, ...], Field(max_length=60)] = ()
    standards: Annotated[tuple[Standard, ...], Field(max_length=60)] = ()
    products: Annotated[tuple[Product, ...], Field(max_length=40)] = ()
    benchmarks: Annotated[tuple[Benchmark, ...], Field(max_length=60)] = ()
    scaffolds: Annotated[tuple[Scaffold, ...], Field(max_length=100)] = ()
    files: Annotated[tuple[File, ...], Field(max_length=40)] = ()
