"""What rules on young people's work say about a schedule: things to look at, with their source. Never a verdict.

    from trellis.engines import labor

    schedule = labor.WorkSchedule(born=date(2012, 5, 1), kind=labor.WorkKind.PAID, state="NY", first=date(2026, 10, 6),
                                  shifts=(labor.Shift(2, time(16), time(20)),))
    review = labor.review_schedule(schedule)
    [(note.what, note.limit, note.planned, note.law) for note in review.notes]

The federal rules and a state's are looked at date by date (somebody turns sixteen or eighteen on the way), and the
stricter one is named. The rules are written for employment; for unpaid learning they come back as a comparison,
`binding` False. Rules are data: `packs/us.toml`, and a file for each state that is known.
"""

from .inputs import InvalidInputError, SchoolCalendar, Shift, WorkKind, WorkSchedule
from .results import HazardousTask, LaborNote, LaborReview, NoteKind
from .review import review_schedule
from .rules import hazardous_tasks, known_states

__all__ = [
    "HazardousTask",
    "InvalidInputError",
    "LaborNote",
    "LaborReview",
    "NoteKind",
    "SchoolCalendar",
    "Shift",
    "WorkKind",
    "WorkSchedule",
    "hazardous_tasks",
    "known_states",
    "review_schedule",
]
