"""What rules on young people's work say about a schedule: things to look at, with their source. Never a verdict.

    from trellis.engines import labor

    told = labor.look(labor.Asked(born=date(2012, 5, 1), kind=labor.Kind.PAID, state="NY", first=date(2026, 10, 6),
                                  shifts=(labor.Shift(2, time(16), time(20)),)))
    [(note.what, note.limit, note.planned, note.law) for note in told.notes]

The federal rules and a state's are looked at date by date (somebody turns sixteen or eighteen on the way), and the
stricter one is named. The rules are written for employment; for unpaid learning they come back as a comparison,
`binding` False. Rules are data: `packs/us.toml`, and a file for each state that is known.
"""

from .asked import Asked, Kind, Refused, School, Shift
from .looking import look
from .results import Note, Task, Told, What
from .rules import states, tasks

__all__ = [
    "Asked",
    "Kind",
    "Note",
    "Refused",
    "School",
    "Shift",
    "Task",
    "Told",
    "What",
    "look",
    "states",
    "tasks",
]
