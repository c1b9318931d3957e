"""What a student is told: work that came back, what is due soon, and the time of their exhibition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trellis.assessment.exhibitions.models import Exhibition
from trellis.core.community.selectors import school_of
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_day, format_moment
from trellis.core.foundation.ledger_history import moments_before
from trellis.design.blueprint.wording import wording_of
from trellis.learning.plans.models import Goal
from trellis.learning.projects.models import Member, Step, StepDone

from ..registry import DigestItem, page_link

STEP_AHEAD, GOAL_AHEAD = timedelta(days=2), timedelta(days=7)
"""How long before its due date a step and a goal are told, once."""


def returned_work(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Work that came back since then: scored, or to work on again."""
    rows = StepDone.objects.seen_by(viewer).filter(
        member__student=viewer.person_id, returned_at__gt=since, step__deleted_at=None
    )
    for done in rows.select_related("step").order_by("returned_at"):
        if done.status == StepDone.Status.TURNED_IN:
            continue
        text = _("Scored: %(step)s") if done.scored else _("Returned for more work: %(step)s")
        yield DigestItem(
            text % {"step": done.step.title}, page_link("project-step", done.step.project_id, done.step_id)
        )


def due_soon(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Steps not turned in yet and goals not reached yet whose due date has come near since then. Each is told once."""
    today, last_day = timezone.localdate(viewer.now), timezone.localdate(since)
    for title, due, name, parts in sorted(
        [*_steps_due(viewer, today, last_day, since), *_goals_due(viewer, today, last_day, since)],
        key=lambda row: row[1],
    ):
        text = _("Due %(day)s: %(title)s") % {"day": format_day(due), "title": title}
        yield DigestItem(text, page_link(name, *parts))


DueRow = tuple[str, date, str, tuple[object, ...]]


def _came_near(ahead: timedelta, today: date, last_day: date, since: datetime) -> Q:
    """Due dates from today on that came within `ahead` of today since the last email, or were written since."""
    in_reach = Q(due__gte=today, due__lte=today + ahead)
    return in_reach & (Q(due__gt=last_day + ahead) | Q(created__gt=since))


def _steps_due(viewer: Viewer, today: date, last_day: date, since: datetime) -> Iterator[DueRow]:
    memberships = Member.objects.seen_by(viewer).filter(student=viewer.person_id, deleted_at=None)
    turned_in = StepDone.objects.seen_by(viewer).filter(
        step=OuterRef("pk"), member__student=viewer.person_id, deleted_at=None
    )
    steps = Step.objects.seen_by(viewer).filter(
        _came_near(STEP_AHEAD, today, last_day, since),
        project__in=memberships.values("project"),
        deleted_at=None,
    )
    for step in steps.exclude(Exists(turned_in)):
        yield step.title, step.due, "project-step", (step.project_id, step.pk)


def _goals_due(viewer: Viewer, today: date, last_day: date, since: datetime) -> Iterator[DueRow]:
    goals = Goal.objects.seen_by(viewer).filter(
        _came_near(GOAL_AHEAD, today, last_day, since),
        plan__student=viewer.person_id,
        reached_at=None,
        deleted_at=None,
    )
    for goal in goals:
        if goal.due:
            yield goal.title, goal.due, "plan", (viewer.person_id,)


def exhibition_times(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """One's own exhibitions to come whose time was set or changed since then."""
    school = school_of(viewer.person_id)
    words = wording_of(school.pk if school else None)
    what = capfirst(str(words.one["exhibition"]))
    for exhibition in newly_timed_exhibitions(viewer, Q(student=viewer.person_id), since):
        if exhibition.starts:
            params = {"what": what, "when": format_moment(exhibition.starts)}
            yield DigestItem(
                _("%(what)s, new time: %(when)s") % params, page_link("student-exhibitions", viewer.person_id)
            )


def newly_timed_exhibitions(viewer: Viewer, whose: Q, since: datetime) -> list[Exhibition]:
    """Exhibitions to come, as the viewer sees them, with another time than at `since`; the earliest first."""
    rows = Exhibition.objects.seen_by(viewer).filter(
        whose, starts__gt=viewer.now, held_at=None, deleted_at=None
    )
    upcoming = {exhibition.pk: exhibition for exhibition in rows.select_related("student").order_by("starts")}
    before = moments_before(Exhibition, "starts", upcoming, since)
    return [upcoming[pk] for pk in upcoming if pk in before and before[pk] != upcoming[pk].starts]
