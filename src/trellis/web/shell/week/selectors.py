"""What a person's next days hold: lessons; for a student also internship days, steps that are due, and meetings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trellis.assessment.exhibitions.models import Exhibition
from trellis.core.community.clock import school_local_time, zone_named, zone_of_viewer
from trellis.core.community.models import CalendarDay, Role, School, Term
from trellis.core.community.viewer import Viewer
from trellis.design.blueprint.package.days import DAYS
from trellis.design.blueprint.wording import Wording
from trellis.learning.internships.models import Placement
from trellis.learning.plans.models import Plan
from trellis.learning.projects.models import Member, Step, StepDone
from trellis.learning.schedules.adopted_weeks import lessons_between, without_overlap

from .adult_items import apprentice_days, learning_sessions, pathway_meetings, tuning_sessions
from .items import WeekItem

WORKDAYS = 5


@dataclass(frozen=True)
class WeekDay:
    """One day: its lessons, and what else there is."""

    day: date
    lessons: list[WeekItem]
    items: list[WeekItem]

    @property
    def ends(self) -> time | None:
        """When the last lesson ends."""
        return max((item.ends for item in self.lessons if item.ends), default=None)


def week_items(
    viewer: Viewer, school: School | None, words: Wording, first: date, last: date
) -> list[WeekItem]:
    """Everything of the viewer from the first day to the last, in order."""
    internship_days = list(_internship_days(viewer, school, words, first, last))
    items = [
        *_lessons(viewer, school, words, first, last, internship_days),
        *internship_days,
        *_due_steps(viewer, first, last),
        *_exhibitions(viewer, school, words, first, last),
        *_plan_meetings(viewer, school, words, first, last),
        *learning_sessions(viewer, zone_of_week(viewer, school), first, last),
        *pathway_meetings(viewer, zone_of_week(viewer, school), first, last),
        *apprentice_days(viewer, first, last),
        *tuning_sessions(viewer, zone_of_week(viewer, school), first, last),
    ]
    return sorted(items, key=lambda item: (item.day, item.starts or time.min, item.title))


def zone_of_week(viewer: Viewer, school: School | None) -> ZoneInfo:
    """The clock that the week is shown on: the school's, or that of the viewer's schools or network."""
    return zone_named(school.time_zone) if school else zone_of_viewer(viewer)


def days_of_week(items: list[WeekItem], first: date, last: date) -> list[WeekDay]:
    """Each school day of the range with its items; a weekend day only where something is on it."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    rows = [
        WeekDay(
            day,
            [item for item in items if item.day == day and item.is_lesson],
            [item for item in items if item.day == day and not item.is_lesson],
        )
        for day in days
    ]
    return [row for row in rows if row.lessons or row.items or row.day.weekday() < WORKDAYS]


def _lessons(
    viewer: Viewer,
    school: School | None,
    words: Wording,
    first: date,
    last: date,
    internship_days: list[WeekItem],
) -> Iterator[WeekItem]:
    """Lessons that the viewer has or teaches, on days on which the school is open; none during an internship."""
    if school is None:
        return
    groups = frozenset(viewer.to("group", Role.STUDENT))
    lessons = lessons_between(viewer, school, first, last, viewer.person_id, groups)
    open_days = set(_school_days(viewer, school, words, first, last)) if lessons else set()
    teaches = not groups
    away = {item.day: (item.starts, item.ends) for item in internship_days if item.starts and item.ends}
    for row in lessons:
        lesson = row.lesson
        if row.date in open_days and (row.date not in away or without_overlap([lesson], *away[row.date])):
            yield WeekItem(
                key=f"lesson-{lesson.meeting_id}-{row.date:%Y%m%d}",
                day=row.date,
                title=f"{lesson.name}, {lesson.group}" if teaches else lesson.name,
                place=lesson.room,
                starts=lesson.starts,
                ends=lesson.ends,
                is_lesson=True,
            )


def _internship_days(
    viewer: Viewer, school: School | None, words: Wording, first: date, last: date
) -> Iterator[WeekItem]:
    if not words.has("internship") or school is None:
        return
    placements = (
        Placement.objects.under_way(first, last)
        .seen_by(viewer)
        .filter(student=viewer.person_id, host_school=None)
    )
    placements = list(placements.select_related("site"))
    if not placements:
        return
    open_days = _school_days(viewer, school, words, first, last)
    for placement in placements:
        for day in open_days:
            if placement.is_internship_day(day):
                yield WeekItem(
                    key=f"internship-{placement.pk}-{day:%Y%m%d}",
                    day=day,
                    title=placement.site.name,
                    place=placement.site.address or placement.site.city,
                    starts=placement.from_time,
                    ends=placement.to_time,
                    url=reverse("placement", args=[placement.pk]),
                )


def _school_days(viewer: Viewer, school: School, words: Wording, first: date, last: date) -> list[date]:
    """Days on which the school is open: within a term, by its calendar or else by its model's week."""
    terms = Term.objects.seen_by(viewer).filter(Q(school=school) | Q(school=None, network=school.network_id))
    spans = list(terms.filter(starts__lte=last, ends__gte=first).values_list("starts", "ends"))
    special = CalendarDay.objects.seen_by(viewer).filter(school=school, date__range=(first, last))
    kinds = dict(special.values_list("date", "kind"))
    week = words.package.calendar.week.days if words.package else DAYS[:5]
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [
        day
        for day in days
        if any(starts <= day <= ends for starts, ends in spans)
        and (kinds[day] != CalendarDay.Kind.CLOSED if day in kinds else DAYS[day.weekday()] in week)
    ]


def _due_steps(viewer: Viewer, first: date, last: date) -> Iterator[WeekItem]:
    """Steps of one's projects that are not turned in yet."""
    done = StepDone.objects.seen_by(viewer).filter(member__student=viewer.person_id).values("step")
    projects = Member.objects.seen_by(viewer).filter(student=viewer.person_id).values("project")
    steps = Step.objects.seen_by(viewer).filter(project__in=projects, due__range=(first, last))
    for step in steps.exclude(pk__in=done).select_related("project"):
        yield WeekItem(
            key=f"step-{step.pk}",
            day=step.due,
            title=_("Turn in: %(step)s") % {"step": step.title},
            place=step.project.title,
            url=reverse("project-step", args=[step.project_id, step.pk]),
        )


def _exhibitions(
    viewer: Viewer, school: School | None, words: Wording, first: date, last: date
) -> Iterator[WeekItem]:
    if not words.has("exhibition"):
        return
    for exhibition in Exhibition.objects.seen_by(viewer).filter(student=viewer.person_id, held_at=None):
        local = _local(exhibition.starts, school)
        if local and first <= local.date() <= last:
            yield WeekItem(
                key=f"exhibition-{exhibition.pk}",
                day=local.date(),
                title=str(capfirst(str(words.one["exhibition"]))),
                place=exhibition.room,
                starts=local.time(),
                ends=(local + timedelta(minutes=exhibition.minutes)).time(),
                url=reverse("exhibition", args=[exhibition.pk]),
            )


def _plan_meetings(
    viewer: Viewer, school: School | None, words: Wording, first: date, last: date
) -> Iterator[WeekItem]:
    if not words.has("plan"):
        return
    plans = Plan.objects.seen_by(viewer).filter(student=viewer.person_id).exclude(next_meeting=None)
    for plan in plans:
        local = _local(plan.next_meeting, school)
        if local and first <= local.date() <= last:
            yield WeekItem(
                key=f"meeting-{plan.pk}",
                day=local.date(),
                title=str(capfirst(str(words.one["plan_meeting"]))),
                starts=local.time(),
                url=reverse("plan", args=[viewer.person_id]),
            )


def _local(moment: datetime | None, school: School | None) -> datetime | None:
    """A moment on the school's clock."""
    return school_local_time(school, moment) if moment else None
