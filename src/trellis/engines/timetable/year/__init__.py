"""The dates of a school's year: terms, internships, exhibitions and plan meetings, and what is short.

    from trellis.engines.timetable import year

    dates = year.draft_year(question)
    year.count_shortages(question, dates)      # what these dates cannot give, whoever set them

Dates set by hand stay. No date is drafted on a day without school.
"""

from .counting import count_shortages
from .drafting import draft_year
from .inputs import DateKind, DateSpan, ExhibitionNeed, Refusal, YearDate, YearQuestion, YearRefusedError
from .results import (
    ClosedShortage,
    DaysShortage,
    ExhibitionShortage,
    MissingTermShortage,
    Shortage,
    TermShortage,
)

__all__ = [
    "ClosedShortage",
    "DateKind",
    "DateSpan",
    "DaysShortage",
    "ExhibitionNeed",
    "ExhibitionShortage",
    "MissingTermShortage",
    "Refusal",
    "Shortage",
    "TermShortage",
    "YearDate",
    "YearQuestion",
    "YearRefusedError",
    "count_shortages",
    "draft_year",
]
