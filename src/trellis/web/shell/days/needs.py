"""Who needs an adult today, and for what: a few cards with names, the most pressing first. Rules, no scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.text import Truncator
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
    """Students shown together. `local_now` is the time at their school; `in_school`, whether it is open today."""

    local_now: datetime
    people: dict[UUID, Person]
    overviews: dict[UUID, StudentOverview]
    words: Wording
    in_school: bool = True


@dataclass(frozen=True)
class GroupNeed:
    """One need of some students, each with a few words and the address to which their name leads.

    tone: "urgent", "attention", or "" in time.
    """

    title: str
    explanation: str
    people: list[tuple[Person, str, str]]
    tone: str = ""


@dataclass(frozen=True)
class NeedRule:
    """When a student has a need (`detail` gives words, "" for none; None: no need), and how it is shown.

    page: the name of the page of a student on which an adult meets the need. url: where it is a page of its own.
    """

    detail: Callable[[StudentOverview, StudentGroup], str | None]
    title: Callable[[int, Wording], str]
    explanation: Callable[[Wording], str]
    tone: str = ""
    page: str = "student"
    url: Callable[[StudentOverview], str] | None = None

    def url_for(self, overview: StudentOverview) -> str:
        """Where the name of a student leads."""
        return self.url(overview) if self.url else reverse(self.page, args=[overview.student_id])


def find_needs(group: StudentGroup) -> list[GroupNeed]:
    """Every need there is, the most pressing first."""
    open_needs = []
    for rule in NEED_RULES:
        people = [
            (group.people[pk], words, rule.url_for(overview))
            for pk, overview in group.overviews.items()
            if (words := rule.detail(overview, group)) is not None
        ]
        if people:
            title, explanation = rule.title(len(people), group.words), rule.explanation(group.words)
            open_needs.append(GroupNeed(title, explanation, people, rule.tone))
    return open_needs


def arrival_is_due(group: StudentGroup) -> bool:
    """Whether it is the hour by which students have checked in at their sites."""
    model = group.words.package.internship if group.words.package else None
    return f"{group.local_now:%H:%M}" >= (model.arrive_by if model else DEFAULT_ARRIVE_BY)


def _open_concern(overview: StudentOverview, group: StudentGroup) -> str | None:
    return Truncator(overview.concerns[0].words.splitlines()[0]).chars(90) if overview.concerns else None


def _site_request(overview: StudentOverview, group: StudentGroup) -> str | None:
    request = overview.site_request
    return request.internship_site.name if request and request.awaits_answer(overview.today) else None


def _unread_reply(overview: StudentOverview, group: StudentGroup) -> str | None:
    replies = overview.unread_replies
    return format_local_moment(replies[0], group.local_now) if replies else None


def _panel_without_outside_adult(overview: StudentOverview, group: StudentGroup) -> str | None:
    upcoming = overview.upcoming_exhibition
    if upcoming is None or overview.has_outside:
        return None
    if not group.local_now <= upcoming.starts <= group.local_now + PANEL_AHEAD_PERIOD:
        return None
    return format_local_moment(upcoming.starts, group.local_now)


def _exhibition_url(overview: StudentOverview) -> str:
    """The page of the exhibition that is to come, where a panelist is invited."""
    upcoming = overview.upcoming_exhibition
    if upcoming is None:
        return reverse("student", args=[overview.student_id])
    return reverse("exhibition", args=[upcoming.exhibition.pk])


def _missing_packet(overview: StudentOverview, group: StudentGroup) -> str | None:
    upcoming = overview.upcoming_exhibition
    if upcoming is None or not overview.packet_days or upcoming.exhibition.packet:
        return None
    if upcoming.starts - group.local_now > timedelta(days=overview.packet_days + 7):
        return None
    return format_local_moment(upcoming.starts, group.local_now)


def _step_not_turned_in(overview: StudentOverview, group: StudentGroup) -> str | None:
    steps = [progress.next_step for progress in overview.projects]
    late = [step for step in steps if step and step.due < overview.today]
    return min(late, key=lambda step: step.due).title if late else None


def _no_plan(overview: StudentOverview, group: StudentGroup) -> str | None:
    is_due = (
        group.words.has("plan")
        and overview.term
        and overview.today >= overview.term.starts + PLAN_GRACE_PERIOD
    )
    return "" if is_due and not overview.plan else None


def _no_meeting(overview: StudentOverview, group: StudentGroup) -> str | None:
    is_due = overview.term and overview.today >= overview.term.starts + PLAN_GRACE_PERIOD
    return "" if is_due and overview.plan and not overview.plan.met_at else None


def _no_recent_score(overview: StudentOverview, group: StudentGroup) -> str | None:
    last = overview.last_scored_at
    if last is None:
        return _("no scores yet")
    if group.local_now - last < NO_SCORE_PERIOD:
        return None
    return _("last score %(day)s") % {"day": format_day(last.astimezone(group.local_now.tzinfo).date())}


NEED_RULES = (
    NeedRule(
        _open_concern,
        lambda n, words: (
            ngettext("A mentor has shared a concern", "%(n)d mentors have shared concerns", n) % {"n": n}
        ),
        lambda words: _("Only staff who work with the student can read it."),
        "urgent",
    ),
    NeedRule(
        _unread_reply,
        lambda n, words: ngettext("A family has replied", "%(n)d families have replied", n) % {"n": n},
        lambda words: _("No one at school has read it or listened to it yet."),
        "attention",
    ),
    NeedRule(
        _site_request,
        lambda n, words: (
            ngettext("%(n)d student requested a site", "%(n)d students requested a site", n) % {"n": n}
        ),
        lambda words: _("The spot stays reserved for two weeks. Approve or decline the request."),
        "attention",
        page="placement-search",
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
        "attention",
        page="panel-invite",
    ),
    NeedRule(
        _missing_packet,
        lambda n, words: ngettext("%(n)d packet to write", "%(n)d packets to write", n) % {"n": n},
        lambda words: _(
            "The panel gets the packet a week before. It is sent automatically once it is written."
        ),
        "attention",
        url=_exhibition_url,
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
        "attention",
        "plan",
    ),
    NeedRule(
        _no_meeting,
        lambda n, words: (
            ngettext("%(n)d %(meeting)s to hold", "%(n)d %(meeting)s to hold", n)
            % {"n": n, "meeting": words.word_for("plan_meeting", n)}
        ),
        lambda words: _("The plan is written, but the family has not met about it yet."),
        "attention",
        "plan-meeting",
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
