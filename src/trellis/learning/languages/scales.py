"""Scales of proficiency in English as data: a file each in `scales/`. A further scale is a file and needs no code."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

SCALES_FOLDER = Path(__file__).resolve().parent / "scales"
DOMAINS = ("listening", "speaking", "reading", "writing")
ScaleText = Annotated[str, Field(min_length=1, max_length=60)]


MinutesByLevel = Annotated[tuple[Annotated[int, Field(ge=0, le=3000)], ...], Field(strict=False)]


class HigherGradeMinutes(BaseModel):
    """Minutes of service a week from a grade on (CEDS: "09"), where a rule asks for others there."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    from_grade: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])$")]
    minutes: MinutesByLevel


class Scale(BaseModel):
    """`levels`: their names, from the first on. `minutes`: of service a week at each level, where a rule says so;
    `alone` and `integrated`: how many of them at least are of that kind, where the rule tells kinds apart.
    `higher_grades`: the minutes of higher grades, where they are others."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    title: ScaleText
    levels: Annotated[tuple[ScaleText, ...], Field(min_length=2, max_length=12, strict=False)]
    minutes: MinutesByLevel = ()
    alone: MinutesByLevel = ()
    integrated: MinutesByLevel = ()
    higher_grades: HigherGradeMinutes | None = None

    @model_validator(mode="after")
    def _a_number_for_each_level(self) -> Scale:
        if self.minutes and len(self.minutes) != len(self.levels):
            raise ValueError(
                f"{len(self.minutes)} minutes for {len(self.levels)} levels: give one for each level"
            )
        kinds = self.alone, self.integrated
        if any(kinds) and {len(kind) for kind in kinds} != {len(self.minutes)}:
            raise ValueError("minutes of a kind need minutes in all, and both kinds for each level")
        if self.higher_grades and len(self.higher_grades.minutes) != len(self.minutes):
            raise ValueError("minutes of later grades need minutes, and one for each level")
        for every in (self.minutes, self.higher_grades.minutes if self.higher_grades else ()):
            rows = zip(every, *kinds, strict=False)
            if any(alone + integrated > total for total, alone, integrated in rows):
                raise ValueError("the minutes of both kinds are more than the minutes in all")
        return self

    def for_grade(self, grade: str) -> Scale:
        """The scale with the minutes of a grade (CEDS code); without a known grade, those of the lower ones."""
        if self.higher_grades and grade.isdigit() and grade >= self.higher_grades.from_grade:
            return self.model_copy(update={"minutes": self.higher_grades.minutes})
        return self

    def name(self, level: int) -> str:
        """What a level is called, counted from 1; the highest for one above."""
        return self.levels[max(1, min(level, len(self.levels))) - 1]

    def planned(self, level: int) -> int | None:
        """Minutes of service a week at a level; None where the scale's rule names none."""
        return self._at(self.minutes, level)

    @property
    def by_kind(self) -> bool:
        """Whether the rule distinguishes stand-alone and integrated minutes."""
        return bool(self.alone)

    def least(self, level: int) -> tuple[int, int]:
        """Of the minutes at a level, how many at least are stand-alone, and how many are integrated."""
        return self._at(self.alone, level) or 0, self._at(self.integrated, level) or 0

    def _at(self, minutes: tuple[int, ...], level: int) -> int | None:
        return minutes[max(1, min(level, len(self.levels))) - 1] if minutes else None


def parse_scale(text: str) -> Scale:
    """A scale from TOML. Raises ValueError, in words, for an invalid one."""
    return Scale.model_validate(tomllib.loads(text))


@cache
def available_scales() -> dict[str, Scale]:
    """The installed scales, by key (the file's name)."""
    return {path.stem: parse_scale(path.read_text()) for path in sorted(SCALES_FOLDER.glob("*.toml"))}


def overall_level(levels: dict[str, int]) -> int | None:
    """The level of a student as one number: the mean of the domains that were read, rounded down at a half."""
    if not levels:
        return None
    total, count = sum(levels.values()), len(levels)
    return max(1, -((count - 2 * total) // (2 * count)))
