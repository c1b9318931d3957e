"""Sums up a student's readings on one outcome by the one rule that the school chose, and says what it rests on.

    from trellis.engines import summary

    told = summary.sum_up(readings, summary.Rule.DECAYING, top=4)
    told.value                       # 3.5275, on the scale of the rubric
    told.used                        # the keys of the readings behind it, in order of time

Readings of one day count as one step, the weighted mean of that day, so the order of the rows never matters.
`many` does the same for thousands of cells at once, `change` shows what would become of every summary before
anything happens, `crosswalk` carries levels from an older version of a rubric. Nothing here changes a reading,
and nothing here compares students. Enums and numbers come back; the words on screen belong to the room.
"""

from .asked import Reading, Refused, Rule, Table
from .carrying import Crosswalk, crosswalk
from .changing import Change, change
from .grades import as_letter, as_percent
from .telling import Summary, many, sum_up

__all__ = [
    "Change",
    "Crosswalk",
    "Reading",
    "Refused",
    "Rule",
    "Summary",
    "Table",
    "as_letter",
    "as_percent",
    "change",
    "crosswalk",
    "many",
    "sum_up",
]
