"""When a round may open and who may answer it: the Protection of Pupil Rights Amendment as a pure function.

Of the eight protected areas (`ProtectedArea` in the model's schema). Required, and paid in any part by the US
Department of Education: written consent first. Otherwise: notice with the dates, and a family may opt out. What an
organization outside wrote: families may read it first. At 18 the student decides. An anonymous survey counts as well:
the guidance leaves the question open. A state may ask for more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

NOTICE_DAYS = 14
"""The fewest days between the notice to families and the first day of a round with protected questions."""
ADULT_AGE = 18


class Duty(Enum):
    """What a school owes families before students answer."""

    NONE = "none"
    PREVIEW = "preview"
    NOTICE = "notice"
    CONSENT = "consent"


class Obstacle(Enum):
    """Why a round may not open yet."""

    NO_PREVIEW = "no-preview"
    NO_NOTICE = "no-notice"
    NOTICE_TOO_LATE = "notice-too-late"
    NOT_ASKED_FOR_CONSENT = "not-asked-for-consent"
    NO_CONSENT = "no-consent"
    NOT_YET = "not-yet"
    OVER = "over"


@dataclass(frozen=True)
class RoundFacts:
    """What the rule looks at. consents: how many students may answer by a written consent."""

    asks_students: bool
    areas: frozenset[str]
    is_required: bool
    federally_funded: bool
    third_party: bool
    opens: date
    closes: date
    notice_on: date | None = None
    consents: int = 0


def duty_of(facts: RoundFacts) -> Duty:
    """The strictest duty that a round has. Surveys of adults have none."""
    if not facts.asks_students:
        return Duty.NONE
    if facts.areas:
        return Duty.CONSENT if facts.is_required and facts.federally_funded else Duty.NOTICE
    return Duty.PREVIEW if facts.third_party else Duty.NONE


def obstacles(facts: RoundFacts, today: date) -> Iterator[Obstacle]:
    """Yield why the round may not open on this day; nothing where it may."""
    duty = duty_of(facts)
    if duty is Duty.PREVIEW and facts.notice_on is None:
        yield Obstacle.NO_PREVIEW
    if duty is Duty.NOTICE and facts.notice_on is None:
        yield Obstacle.NO_NOTICE
    elif (
        duty is Duty.NOTICE
        and facts.notice_on
        and first_day_after_notice(facts.notice_on) > max(today, facts.opens)
    ):
        yield Obstacle.NOTICE_TOO_LATE
    if duty is Duty.CONSENT and facts.notice_on is None:
        yield Obstacle.NOT_ASKED_FOR_CONSENT
    elif duty is Duty.CONSENT and not facts.consents:
        yield Obstacle.NO_CONSENT
    if today < facts.opens:
        yield Obstacle.NOT_YET
    if today > facts.closes:
        yield Obstacle.OVER


def first_day_after_notice(notice_on: date) -> date:
    """The first day on which a round with protected questions may open."""
    return notice_on + timedelta(days=NOTICE_DAYS)


def is_adult(birth_date: date | None, today: date) -> bool:
    """Whether a student is 18, and decides in place of the family. Without a date of birth, the family decides."""
    if birth_date is None:
        return False
    had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return today.year - birth_date.year - (not had_birthday) >= ADULT_AGE


def may_answer(duty: Duty, adult: bool, family_choice: str, own_choice: str) -> bool:
    """Whether a student may answer. choices: "consent", "opt-out", or "" where nothing was decided.

    Of a student of 18 or more only their own choice counts. A family may keep a child out of any survey.
    """
    choice = own_choice if adult else family_choice
    return choice == "consent" if duty is Duty.CONSENT else choice != "opt-out"
