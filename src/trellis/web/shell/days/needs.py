"""Who needs an adult today, and for what: a few cards with names, the most pressing first. Rules, no scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.community.models import Person
from trellis.design.blueprint.wording import Wording

from .clock import format_day, format_local_moment
from .student_overviews import StudentOverview

DEFAULT_ARRIVE_BY = "09:20"  # on the school's clock, where its model names no hour
PANEL_AHEAD_PERIOD = timedelta(days=10)
NO_SCORE_PERIOD = timedelta(weeks=4)
PLAN_GRACE_PERIOD = timedelta(days=10)  # into a term before a plan is asked for


@dataclass(frozen=True)
class StudentGroup:
    """Students shown together. `local_now` is the hour at their school; `in_school`, whether it keeps today."""

    local_now: datetime
    people: dict[UUID, Person]
    pictures: dict[UUID, StudentOverview]
    words: Wording
    in_school: bool = True


@dataclass(frozen=True)
class GroupNeed:
    """One thing to look at. `people` come with a few words each. `tone`: "clay" first, "sun" soon, "" in time."""

    title: str
    why: str
    people: list[tuple[Person, str]]
    tone: str = ""
    ask: bool = False


@dataclass(frozen=True)
class NeedRule:
    """When a student has a need (`says` gives words, "" for none; None: no need), and how it is put."""

    says: Callable[[StudentOverview, StudentGroup], str | None]
    title: Callable[[int, Wording], str]
    why: Callable[[Wording], str]
    tone: str = ""
    ask: bool = False  # whether one press asks the mentors


def find_needs(group: StudentGroup) -> list[GroupNeed]:
    """Every need there is, the most pressing first."""
    open_needs = []
    for rule in NEED_RULES:
        reasons = ((group.people[pk], rule.says(picture, group)) for pk, picture in group.pictures.items())
        people = [(person, words) for person, words in reasons if words is not None]
        if people:
            open_needs.append(
                GroupNeed(
                    rule.title(len(people), group.words), rule.why(group.words), people, rule.tone, rule.ask
                )
            )
    return open_needs


def _not_arrived(picture: StudentOverview, group: StudentGroup) -> str | None:
    model = group.words.package.internship if group.words.package else None
    late = f"{group.local_now:%H:%M}" >= (model.arrive_by if model else DEFAULT_ARRIVE_BY)
    if not (group.in_school and late and picture.placement and picture.out_today) or picture.arrived:
        return None
    return picture.placement.site.name


def _open_concern(picture: StudentOverview, group: StudentGroup) -> str | None:
    return picture.concerns[0].words.splitlines()[0][:80] if picture.concerns else None


def _unread_reply(picture: StudentOverview, group: StudentGroup) -> str | None:
    return format_local_moment(picture.answers[0], group.local_now) if picture.answers else None


def _panel_without_outside_adult(picture: StudentOverview, group: StudentGroup) -> str | None:
    coming = picture.to_come
    if (
        not coming
        or picture.has_outside
        or not group.local_now <= coming.starts <= group.local_now + PANEL_AHEAD_PERIOD
    ):
        return None
    return format_local_moment(coming.starts, group.local_now)


def _missing_packet(picture: StudentOverview, group: StudentGroup) -> str | None:
    coming = picture.to_come
    if not coming or not picture.packet_days or coming.packet:
        return None
    if coming.starts - group.local_now > timedelta(days=picture.packet_days + 7):
        return None
    return format_local_moment(coming.starts, group.local_now)


def _step_not_turned_in(picture: StudentOverview, group: StudentGroup) -> str | None:
    late = [p.next_step for p in picture.projects if p.next_step and p.next_step.due < picture.today]
    return min(late, key=lambda step: step.due).title if late else None


def _unconfirmed_days(picture: StudentOverview, group: StudentGroup) -> str | None:
    count = sum(day.date < picture.today for day in picture.waiting)
    return ngettext("%(n)d day", "%(n)d days", count) % {"n": count} if count else None


def _no_plan(picture: StudentOverview, group: StudentGroup) -> str | None:
    is_due = (
        group.words.has("plan") and picture.term and picture.today >= picture.term.starts + PLAN_GRACE_PERIOD
    )
    return "" if is_due and not picture.plan else None


def _no_meeting(picture: StudentOverview, group: StudentGroup) -> str | None:
    is_due = picture.term and picture.today >= picture.term.starts + PLAN_GRACE_PERIOD
    return "" if is_due and picture.plan and not picture.plan.met_at else None


def _no_recent_score(picture: StudentOverview, group: StudentGroup) -> str | None:
    if picture.last_read is None:
        return _("no scores yet")
    if group.local_now - picture.last_read < NO_SCORE_PERIOD:
        return None
    return _("last score %(day)s") % {
        "day": format_day(picture.last_read.astimezone(group.local_now.tzinfo).date())
    }


NEED_RULES = (
    NeedRule(
        _open_concern,
        lambda n, words: (
            ngettext("A mentor has shared a concern", "%(n)d mentors have shared concerns", n) % {"n": n}
        ),
        lambda words: _("Only staff who work with the student can read it."),
        "clay",
    ),
    NeedRule(
        _unread_reply,
        lambda n, words: ngettext("A family has replied", "%(n)d families have replied", n) % {"n": n},
        lambda words: _("No one at school has read it or listened to it yet."),
        "sun",
    ),
    NeedRule(
        _not_arrived,
        lambda n, words: (
            ngettext("%(n)d student has not checked in yet", "%(n)d students have not checked in yet", n)
            % {"n": n}
        ),
        lambda words: (
            _("Today is their %(day)s. Calling the site is the fastest way to check.")
            % {"day": words.one["internship_day"]}
        ),
        "clay",
    ),
    NeedRule(
        _panel_without_outside_adult,
        lambda n, words: (
            ngettext(
                "%(n)d %(exhibition)s still needs someone from outside the school",
                "%(n)d %(exhibition)s still need someone from outside the school",
                n,
            )
            % {"n": n, "exhibition": words.word_for("exhibition", n)}
        ),
        lambda words: _("This can be a mentor, a neighbor, or someone who does this work for a living."),
        "sun",
    ),
    NeedRule(
        _missing_packet,
        lambda n, words: ngettext("%(n)d packet to write", "%(n)d packets to write", n) % {"n": n},
        lambda words: _(
            "The panel gets the packet a week before. It is sent automatically once it is written."
        ),
        "sun",
    ),
    NeedRule(
        _no_plan,
        lambda n, words: (
            ngettext(
                "%(n)d student has no %(plan)s for this %(term)s",
                "%(n)d students have no %(plan)s for this %(term)s",
                n,
            )
            % {"n": n, "plan": words.one["learning_plan"], "term": words.one["term"]}
        ),
        lambda words: _("Start with a talk. Ask: “What are you curious about right now?”"),
        "sun",
    ),
    NeedRule(
        _no_meeting,
        lambda n, words: (
            ngettext("%(n)d %(meeting)s to hold", "%(n)d %(meeting)s to hold", n)
            % {"n": n, "meeting": words.word_for("plan_meeting", n)}
        ),
        lambda words: _("The plan is written, but the family has not met about it yet."),
        "sun",
    ),
    NeedRule(
        _step_not_turned_in,
        lambda n, words: (
            ngettext(
                "%(n)d student has a step that is not turned in yet",
                "%(n)d students have a step that is not turned in yet",
                n,
            )
            % {"n": n}
        ),
        lambda words: _("The due date has passed. Nothing has been turned in yet."),
    ),
    NeedRule(
        _unconfirmed_days,
        lambda n, words: (
            ngettext(
                "%(n)d student has hours awaiting confirmation",
                "%(n)d students have hours awaiting confirmation",
                n,
            )
            % {"n": n}
        ),
        lambda words: _("Hours count after the mentor confirms them."),
        ask=True,
    ),
    NeedRule(
        _no_recent_score,
        lambda n, words: (
            ngettext(
                "No scores in four weeks for %(n)d student",
                "No scores in four weeks for %(n)d students",
                n,
            )
            % {"n": n}
        ),
        lambda words: _("They may have recent work that you can score."),
    ),
)
