"""The rules, read from data: one file for the federal law, one for each state that is known."""

from __future__ import annotations

import tomllib
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from .inputs import InvalidInputError, WorkKind
from .results import HazardousTask

PACKS_FOLDER = Path(__file__).parent / "packs"
FEDERAL = "US"
HourLimit = Annotated[float, Field(gt=0, le=168)]


class _RuleTable(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SummerEvenings(_RuleTable):
    """Evenings of summer: `starts` as month and day, to Labor Day."""

    starts: tuple[int, int]
    latest: time


class AgeBand(_RuleTable):
    """What holds for an age. A key that is absent sets no limit.

    `least` and `most`: ages in years, both included. `kinds`: what it is written for. `during_school`: whether work
    within school hours is provided for. `school_day` holds on days before another school day only, with `eve_only`.
    `latest_free`: the evening before a day without school. `earliest_out` and `latest_out`: in weeks without school.
    """

    least: int
    most: int
    kinds: tuple[WorkKind, ...] = (WorkKind.PAID, WorkKind.STUDENT_LEARNER)
    source: str
    during_school: bool = True
    school_day: HourLimit | None = None
    eve_only: bool = False
    other_day: HourLimit | None = None
    school_week: HourLimit | None = None
    other_week: HourLimit | None = None
    days: Annotated[int, Field(gt=0, le=7)] | None = None
    earliest: time | None = None
    latest: time | None = None
    latest_free: time | None = None
    earliest_out: time | None = None
    latest_out: time | None = None
    summer: SummerEvenings | None = None
    break_after: HourLimit | None = None
    agreement: bool = False


class PermitRule(_RuleTable):
    """Working papers: asked of those under this age."""

    under: int
    source: str


class HazardousTaskRule(_RuleTable):
    key: str
    title: str
    order: str
    least_age: int
    learner_exempt: bool = False
    source: str


class LaborLaw(_RuleTable):
    """One file. `checked`: the day on which somebody last held it against the law's own text."""

    law: str
    title: str
    checked: date
    least_age: int | None = None
    least_age_source: str = ""
    bands: tuple[AgeBand, ...]
    permit: PermitRule | None = None
    tasks: tuple[HazardousTaskRule, ...] = ()

    @field_validator("law")
    @classmethod
    def _two_letters(cls, value: str) -> str:
        if len(value) != 2 or not value.isupper():
            raise ValueError("is two capital letters")
        return value

    def band(self, age: int, kind: WorkKind) -> AgeBand | None:
        """The band for an age and kind of work."""
        bands = (band for band in self.bands if band.least <= age <= band.most and kind in band.kinds)
        return next(bands, None)


def read_law(text: str, name: str) -> LaborLaw:
    """A law from the text of its file. Raises InvalidInputError naming the file and the key."""
    try:
        return LaborLaw.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise InvalidInputError(f"{name} is not TOML: {wrong}") from None
    except ValidationError as wrong:
        first = wrong.errors()[0]
        key = ".".join(map(str, first["loc"]))
        raise InvalidInputError(f"{name}, {key}: {first['msg']}") from None


@lru_cache
def laws() -> dict[str, LaborLaw]:
    """Every law that is known, by its letters."""
    all_laws = (
        read_law(path.read_text(encoding="utf-8"), path.name) for path in sorted(PACKS_FOLDER.glob("*.toml"))
    )
    return {law.law: law for law in all_laws}


def known_states() -> tuple[str, ...]:
    """The letters of the states whose rules are known."""
    return tuple(sorted(set(laws()) - {FEDERAL}))


@lru_cache
def hazardous_tasks() -> tuple[HazardousTask, ...]:
    """The list of dangerous work, in the order of the federal orders, then what concerns 14 and 15 only."""
    return tuple(HazardousTask(**danger.model_dump()) for danger in laws()[FEDERAL].tasks)
