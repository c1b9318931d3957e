"""What comes back. Enums and data only: the room puts them into words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class NoteKind(StrEnum):
    """What there is to look at."""

    AGE_UNKNOWN = "age-unknown"
    TOO_YOUNG = "too-young"
    DURING_SCHOOL = "during-school"
    SCHOOL_DAY_HOURS = "school-day-hours"
    OTHER_DAY_HOURS = "other-day-hours"
    SCHOOL_WEEK_HOURS = "school-week-hours"
    OTHER_WEEK_HOURS = "other-week-hours"
    TOO_EARLY = "too-early"
    TOO_LATE = "too-late"
    DAYS_A_WEEK = "days-a-week"
    BREAK = "break"
    TASK = "task"
    TASK_LEARNER_EXEMPT = "task-learner-exempt"
    AGREEMENT_WANTED = "agreement-wanted"
    PERMIT = "permit"


@dataclass(frozen=True, slots=True)
class HazardousTask:
    """Work that the rules call dangerous. `order`: the federal order it stands in. `least_age`: in years.

    `learner_exempt`: 16 and 17 year old student-learners may be exempt, under conditions (29 CFR 570.50(c)).
    """

    key: str
    title: str
    order: str
    least_age: int
    learner_exempt: bool
    source: str


@dataclass(frozen=True, slots=True)
class LaborNote:
    """One thing to look at.

    `law`: "US" or a state's letters; `source`: where the rule stands. `limit` and `planned`: hours, days, years or an
    hour of the day. `first`: the first day it concerns, or the Monday of the first week; `times`: how many days or
    weeks. `title`: of the task, in the words of the rules. `binding` is False where the rule is written for
    employment and this is unpaid learning.
    """

    what: NoteKind
    law: str
    source: str
    first: date
    limit: float | time | None = None
    planned: float | time | None = None
    times: int = 1
    task: str = ""
    title: str = ""
    binding: bool = True


@dataclass(frozen=True, slots=True)
class LaborReview:
    """`laws`: those that were looked at. `no_pack`: a state was named whose rules are not here."""

    notes: tuple[LaborNote, ...]
    laws: tuple[str, ...]
    no_pack: bool
    undated: bool
