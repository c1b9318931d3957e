"""What is written at a plan meeting, and what it may say. Its form: `forms.py`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext as _

from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_number
from trellis.core.foundation.input_parsing import clean_line

MAX_GOALS = 12
MAX_LENGTH = 4000


@dataclass(frozen=True)
class GoalDraft:
    """One goal as written; `goal_id` None for a new one, `gone` when it is to be left out."""

    goal_id: UUID | None
    title: str
    outcome_key: str
    evidence: str
    due: date | None
    helper: str
    gone: bool


@dataclass(frozen=True)
class PlanDraft:
    """A whole plan as written on the page. `revision`: the one that the page was opened at."""

    revision: int
    notes: dict[str, str] = field(default_factory=dict)
    goals: tuple[GoalDraft, ...] = ()
    present: tuple[str, ...] = ()
    interpreter: str = ""
    interpreter_language: str = ""
    next_meeting: datetime | None = None
    names: dict[str, str] = field(default_factory=dict)


def clean_name(text: str) -> str:
    """The name of somebody at the table, on one line."""
    return reject_immigration_status(clean_line(text, 120), about_work=True)


def clean_text(text: str, max_length: int, where: str) -> str:
    """A text of the plan. Raises ActionError, naming the place, where it is too long or says somebody's status."""
    words = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(words) > max_length:
        raise ActionError(
            _("%(where)s: you have %(n)s characters. The limit is %(most)s.")
            % {"where": where, "n": format_number(len(words)), "most": format_number(max_length)}
        )
    return reject_immigration_status(words, about_work=True)


def is_known_language(code: str) -> bool:
    """Whether there is a language of this code (BCP 47)."""
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True
