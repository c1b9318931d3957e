"""Sums up a student's readings on one outcome by the one rule that the school chose, and says what it rests on.

    from trellis.engines import summary

    result = summary.summarize(ratings, summary.SummaryRule.DECAYING, top=4)
    result.value                     # 3.5275, on the scale of the rubric
    result.used                      # the keys of the readings behind it, in order of time

Readings of one day count as one step, the weighted mean of that day, so the order of the rows never matters.
`summarize_many` does the same for thousands of cells at once, `find_changes` shows what would become of every summary
before anything happens, `build_crosswalk` carries levels from an older version of a rubric. Nothing here changes a
reading, and nothing here compares students. Enums and numbers come back; the words on screen belong to the room.
"""

from .carrying import Crosswalk, build_crosswalk
from .grades import as_letter, as_percent
from .inputs import InvalidInputError, Rating, RatingTable, SummaryRule
from .summarizing import Summary, SummaryChange, find_changes, summarize, summarize_many

__all__ = [
    "Crosswalk",
    "InvalidInputError",
    "Rating",
    "RatingTable",
    "Summary",
    "SummaryChange",
    "SummaryRule",
    "as_letter",
    "as_percent",
    "build_crosswalk",
    "find_changes",
    "summarize",
    "summarize_many",
]
