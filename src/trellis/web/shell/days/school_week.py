"""The week of a school, from Monday to Friday: who is out, exhibitions, plan meetings and new students."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.assessment.exhibitions.models import Exhibition, Panelist
from trellis.assessment.exhibitions.seats import count_outside_adults_wanted
from trellis.core.community.models import CalendarDay, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_list, format_time
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.core.foundation.query_forms import IdsOf
from trellis.design.blueprint.package.days import DAYS
from trellis.design.blueprint.wording import Wording
from trellis.learning.internships.models import Placement
from trellis.learning.internships.querysets import under_way_on
from trellis.learning.plans.models import Plan
from trellis.learning.schedules.adopted_weeks import designs_in_use, holds_on, read_adopted_week

from .leading import ids_of_students

_DATES = PreparedQuery(CalendarDay, lambda days: days.values_list("date", flat=True))
_PLACEMENTS = PreparedQuery(Placement, lambda placements: placements.only("starts", "ends", "weekdays"))
_EXHIBITIONS = PreparedQuery(Exhibition, lambda exhibitions: exhibitions.values_list("pk", "starts", "kind"))
_SEATS = PreparedQuery(Panelist, lambda seats: seats.values_list("exhibition_id", flat=True))
_MEETINGS = PreparedQuery(Plan, lambda plans: plans.values_list("next_meeting", flat=True))
_NEW_TIES = PreparedQuery(Tie, lambda ties: ties.select_related("person").order_by("person__given_name"))
NAMES_SHOWN = 6
WORKDAYS = 5


class DayLine(NamedTuple):
    """One thing of a day, with the page behind it; "" for none."""

    day: date
    text: str
    url: str = ""


class WeekDay(NamedTuple):
    """A day of the school's week. closed: no school."""

    day: date
    is_today: bool
    closed: bool
    lines: list[DayLine]


@dataclass(frozen=True)
class SchoolWeek:
    """The days of a week at a school, for one viewer. `local_now`: on the school's clock."""

    viewer: Viewer
    school: School
    words: Wording
    local_now: datetime
    students: IdsOf

    @property
    def days(self) -> list[date]:
        monday = self.local_now.date() - timedelta(days=self.local_now.weekday())
        return [monday + timedelta(days=number) for number in range(WORKDAYS)]

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From the first moment of Monday to the last of Friday."""
        first = datetime.combine(self.days[0], time(), tzinfo=self.local_now.tzinfo)
        return first, datetime.combine(self.days[-1], time.max, tzinfo=self.local_now.tzinfo)

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.local_now.tzinfo).date()


def school_week(viewer: Viewer, school: School, words: Wording, local_now: datetime) -> list[WeekDay]:
    """Monday to Friday, each with what is on."""
    week = SchoolWeek(viewer, school, words, local_now, ids_of_students(viewer, school))
    lines: dict[date, list[DayLine]] = defaultdict(list)
    for read_lines in (_timetable, _internships, _exhibitions, _plan_meetings, _new_students):
        for line in read_lines(week):
            lines[line.day].append(line)
    first, last = week.days[0], week.days[-1]
    closed = set(
        _DATES.seen_by(viewer, school=school, date__gte=first, date__lte=last, kind=CalendarDay.Kind.CLOSED)
    )
    return [
        WeekDay(day, day == local_now.date(), day in closed, [] if day in closed else lines[day])
        for day in week.days
    ]


def _timetable(week: SchoolWeek) -> Iterator[DayLine]:
    """From the week that the school has: which teams are out, and when teams plan together."""
    designs = designs_in_use(week.viewer, week.school.pk, week.days[0], week.days[-1])
    for day in week.days:
        design = next((row for row in designs if holds_on(row, day)), None)
        if design is None:
            continue
        table, key = read_adopted_week(design), DAYS[day.weekday()]
        url = reverse("week-design", args=[design.pk])
        out = table.internships.get(key, ())
        if out:
            yield DayLine(day, _("Out at internships: %(teams)s") % {"teams": format_list(out)}, url)
        planning = [
            _("%(team)s at %(time)s") % {"team": lesson.group, "time": format_time(lesson.starts)}
            for lesson in table.lessons
            if lesson.day == key and not lesson.title
        ]
        if planning:
            yield DayLine(day, _("Team planning: %(teams)s") % {"teams": format_list(planning)}, url)


def _internships(week: SchoolWeek) -> Iterator[DayLine]:
    if not week.words.has("internship"):
        return
    rows = _PLACEMENTS.seen_by(
        week.viewer, under_way_on(week.days[0], week.days[-1]), student__in=week.students
    )
    for day in week.days:
        count = sum(row.is_internship_day(day) for row in rows)
        if count:
            names = {"n": count, "internships": week.words.word_for("internship", count)}
            yield DayLine(
                day, ngettext("%(n)d at %(internships)s", "%(n)d at %(internships)s", count) % names
            )


def _exhibitions(week: SchoolWeek) -> Iterator[DayLine]:
    if not week.words.has("exhibition"):
        return
    first, last = week.span
    exhibitions = _EXHIBITIONS.seen_by(
        week.viewer, student__in=week.students, held_at=None, starts__gte=first, starts__lte=last
    )
    coming = Counter(
        _SEATS.seen_by(
            week.viewer,
            exhibition__in=[pk for pk, _moment, _kind in exhibitions],
            part=Panelist.Part.OUTSIDE,
            accepted_at__isnull=False,
        )
    )
    counts: Counter[date] = Counter()
    needing: Counter[date] = Counter()
    model = week.words.package.exhibition if week.words.package else None
    kinds = {kind.key: kind for kind in model.kinds} if model else {}
    for pk, moment, kind in exhibitions:
        day = week.day_of(moment)
        counts[day] += 1
        needing[day] += coming[pk] < count_outside_adults_wanted(kinds.get(kind))
    url = reverse("exhibition-rounds", args=[week.school.pk])
    for day, count in counts.items():
        names = {"n": count, "exhibitions": week.words.word_for("exhibition", count)}
        yield DayLine(day, ngettext("%(n)d %(exhibitions)s", "%(n)d %(exhibitions)s", count) % names, url)
        if needing[day]:
            missing_text = ngettext(
                "%(n)d needs an outside panelist", "%(n)d need an outside panelist", needing[day]
            )
            yield DayLine(day, missing_text % {"n": needing[day]}, url)


def _plan_meetings(week: SchoolWeek) -> Iterator[DayLine]:
    if not week.words.has("plan"):
        return
    first, last = week.span
    moments = _MEETINGS.seen_by(
        week.viewer, student__in=week.students, next_meeting__gte=first, next_meeting__lte=last
    )
    counts = Counter(week.day_of(moment) for moment in moments)
    for day, count in counts.items():
        names = {"n": count, "meetings": week.words.word_for("plan_meeting", count)}
        yield DayLine(day, ngettext("%(n)d %(meetings)s", "%(n)d %(meetings)s", count) % names)


def _new_students(week: SchoolWeek) -> Iterator[DayLine]:
    first, last = week.span
    ties = _NEW_TIES.seen_by(
        week.viewer, role=Role.STUDENT, to_school=week.school, starts__gte=first, starts__lte=last
    )
    people_by_day: dict[date, list[Person]] = defaultdict(list)
    for tie in ties:
        people_by_day[week.day_of(tie.starts)].append(tie.person)
    for day, people in people_by_day.items():
        if len(people) > NAMES_SHOWN:
            yield DayLine(day, _("%(n)d new students start") % {"n": len(people)})
        else:
            for person in people:
                text = _("New student: %(name)s") % {"name": person.name}
                yield DayLine(day, text, reverse("student", args=[person.pk]))
