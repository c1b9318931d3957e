"""What a family's page shows: where the child is today, what they work on, what comes next, what the family can do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from trellis.assessment.exhibitions.models import Exhibition
from trellis.assessment.portfolios.disclosures import scorers_of
from trellis.core.community.models import CalendarDay, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.core.translations import translation_services
from trellis.core.translations.sources import WrittenText
from trellis.design.blueprint.package.days import DAYS
from trellis.design.blueprint.wording import Wording
from trellis.learning.internships.models import InternshipDay, Placement
from trellis.learning.internships.querysets import under_way_on
from trellis.learning.plans.models import Plan
from trellis.learning.projects.models import Agenda, Member, Step, StepDone
from trellis.learning.schedules.adopted_weeks import week_in_use

from .models import Contact, Notice, RecordAccess, Reply

_ARRIVALS = PreparedQuery(InternshipDay, lambda days: days.values_list("arrived", flat=True))
_MEMBERS = PreparedQuery(
    Member, lambda members: members.select_related("project").order_by("project__ends", "pk")
)
_AGENDAS = PreparedQuery(Agenda, lambda agendas: agendas.values_list("lines", flat=True))
_CALENDAR_KINDS = PreparedQuery(
    CalendarDay, lambda days: days.order_by("pk").values_list("kind", flat=True)[:1]
)
_GROUPS = PreparedQuery(Tie, lambda ties: ties.values_list("to_group", flat=True))
_PLACEMENTS = PreparedQuery(
    Placement, lambda placements: placements.select_related("site").order_by("-starts")
)
_STEPS_DONE = PreparedQuery(StepDone, lambda done: done.values_list("step_id", "member_id"))
_STEPS = PreparedQuery(Step, lambda steps: steps.order_by("position"))
_EXHIBITIONS = PreparedQuery(Exhibition)
_PLANS = PreparedQuery(Plan)
_NOTICES = PreparedQuery(Notice, lambda notices: notices.select_related("by").order_by("-created")[:30])
_REPLIES = PreparedQuery(
    Reply,
    lambda replies: replies.select_related("by", "heard_by", "notice").order_by("-created")[:30],
)
_RECORD_ACCESSES = PreparedQuery(
    RecordAccess, lambda accesses: accesses.select_related("person").order_by("-day", "page")
)
AHEAD_PERIOD = timedelta(days=21)
ACCESS_LOG_DAYS = 60


@dataclass(frozen=True)
class UpcomingEvent:
    """Something that comes: its kind ("exhibition", "meeting", "step"), its title, and its day or moment."""

    kind: str
    title: str
    when: date | datetime

    @property
    def day(self) -> date:
        return self.when.date() if isinstance(self.when, datetime) else self.when


@dataclass
class StudentToday:
    """One child on one day. `where`: "site", "closed", "exhibition" or "school".

    hours: when their lessons begin and end, by the week that the school has.
    """

    where: str
    placement: Placement | None = None
    hours: tuple[time, time] | None = None
    arrived: time | None = None
    agenda: list[str] = field(default_factory=list)
    projects: list[tuple[Member, Step | None]] = field(default_factory=list)
    coming: list[UpcomingEvent] = field(default_factory=list)


def student_today(
    viewer: Viewer, student: Person, school: School | None, local_now: datetime, words: Wording
) -> StudentToday:
    """Return the day of a child, as whoever sees them sees it. Ten queries at most."""
    day = local_now.date()
    placement = _placement_today(viewer, student, day)
    kind = _kind_of_day(viewer, school, day)
    is_closed = kind == CalendarDay.Kind.CLOSED or not (kind or placement or _is_in_school_week(words, day))
    today = StudentToday("closed" if is_closed else "site" if placement else "school", placement)
    if kind == CalendarDay.Kind.EXHIBITION:
        today.where = "exhibition"
    if placement:
        arrivals = _ARRIVALS.seen_by(viewer, placement=placement, date=day)
        today.arrived = arrivals[0] if arrivals else None
    members = _MEMBERS.seen_by(viewer, student=student, project__starts__lte=day, project__ends__gte=day)
    today.projects = _next_steps(viewer, members)
    if today.where == "school":
        projects = [member.project_id for member in members]
        agendas = _AGENDAS.seen_by(viewer, project__in=projects, date=day)
        today.agenda = [line for lines in agendas for line in lines]
        today.hours = _school_hours(viewer, student, school, day)
    today.coming = sorted(
        _upcoming_events(viewer, student, local_now, today.projects, words),
        key=lambda event: (event.day, event.kind),
    )
    return today


def _school_hours(
    viewer: Viewer, student: Person, school: School | None, day: date
) -> tuple[time, time] | None:
    week = week_in_use(viewer, school.pk, day) if school else None
    if week is None:
        return None
    groups = _GROUPS.seen_by(viewer, active_at(viewer.now), person=student.pk, role=Role.STUDENT)
    lessons = week.lessons_of(None, frozenset(group for group in groups if group))
    on_day = [lesson for lesson in lessons if lesson.day == DAYS[day.weekday()]]
    return (on_day[0].starts, max(lesson.ends for lesson in on_day)) if on_day else None


def _kind_of_day(viewer: Viewer, school: School | None, day: date) -> str | None:
    kinds = _CALENDAR_KINDS.seen_by(viewer, school=school, date=day) if school else []
    return kinds[0] if kinds else None


def _is_in_school_week(words: Wording, day: date) -> bool:
    week = words.package.calendar.week.days if words.package else DAYS[:5]
    return DAYS[day.weekday()] in week


def _placement_today(viewer: Viewer, student: Person, day: date) -> Placement | None:
    for placement in _PLACEMENTS.seen_by(viewer, under_way_on(day), student=student):
        if placement.is_internship_day(day):
            return placement
    return None


def _next_steps(viewer: Viewer, members: list[Member]) -> list[tuple[Member, Step | None]]:
    done = set(_STEPS_DONE.seen_by(viewer, member__in=members))
    by_project: dict[UUID, list[Step]] = {}
    for step in _STEPS.seen_by(viewer, project__in=[member.project_id for member in members]):
        by_project.setdefault(step.project_id, []).append(step)
    return [
        (
            member,
            next((s for s in by_project.get(member.project_id, []) if (s.pk, member.pk) not in done), None),
        )
        for member in members
    ]


def _upcoming_events(
    viewer: Viewer,
    student: Person,
    local_now: datetime,
    projects: list[tuple[Member, Step | None]],
    words: Wording,
) -> list[UpcomingEvent]:
    until = local_now + AHEAD_PERIOD
    shown = _EXHIBITIONS.seen_by(
        viewer, student=student, held_at=None, starts__gte=local_now, starts__lte=until
    )
    events = [
        UpcomingEvent(
            "exhibition", str(words.one["exhibition"]), exhibition.starts.astimezone(local_now.tzinfo)
        )
        for exhibition in shown
    ]
    plans = _PLANS.seen_by(viewer, student=student, next_meeting__gte=local_now, next_meeting__lte=until)
    events += [
        UpcomingEvent(
            "meeting", str(words.one["plan_meeting"]), plan.next_meeting.astimezone(local_now.tzinfo)
        )
        for plan in plans
    ]
    return events + [
        UpcomingEvent("step", step.title, step.due)
        for _member, step in projects
        if step and local_now.date() <= step.due <= until.date()
    ]


def notices_of(viewer: Viewer, student: Person) -> list[tuple[Notice, translation_services.TextForReader]]:
    """The school's messages to the family, the newest first, each in the reader's language where it is."""
    rows = _NOTICES.seen_by(viewer, student=student)
    translations = translation_services.translations_of(student.network_id, (notice.words for notice in rows))
    return [
        (
            notice,
            translation_services.text_for_reader(
                student.network_id, notice.words, notice.language, notice.vital, translations
            ),
        )
        for notice in rows
    ]


def replies_of(viewer: Viewer, student: Person) -> list[Reply]:
    """What the family answered and the viewer may read, the newest first."""
    return _REPLIES.seen_by(viewer, student=student)


def contacts_of(viewer: Viewer, student: Person) -> list[Contact]:
    """When the school spoke with the family, the newest first."""
    rows = Contact.objects.seen_by(viewer).filter(student=student).select_related("by")
    return list(rows.order_by("-date", "-created")[:30])


@dataclass(frozen=True)
class AccessLogEntry:
    """Somebody who opened pages of a record: who, as what, which pages, and when last."""

    person: Person
    pages: list[str]
    last: date


def access_log(viewer: Viewer, student: Person, day: date) -> list[AccessLogEntry]:
    """Return who opened the child's record in the last sixty days, whoever opened it last first."""
    since = day - timedelta(days=ACCESS_LOG_DAYS)
    rows = _RECORD_ACCESSES.seen_by(viewer, student=student, day__gt=since)
    by_person: dict[UUID, AccessLogEntry] = {}
    for opening in rows:
        reader = by_person.setdefault(opening.person_id, AccessLogEntry(opening.person, [], opening.day))
        if opening.page not in reader.pages:
            reader.pages.append(opening.page)
    for person, on in scorers_of(student):  # named once they have finished, and nobody before
        if on > since:
            by_person[person.pk] = _add_portfolio_access(by_person.get(person.pk), person, on)
    return sorted(by_person.values(), key=lambda reader: reader.last, reverse=True)


def _add_portfolio_access(existing: AccessLogEntry | None, person: Person, on: date) -> AccessLogEntry:
    if existing is None:
        return AccessLogEntry(person, ["portfolio"], on)
    return AccessLogEntry(person, list(dict.fromkeys([*existing.pages, "portfolio"])), max(on, existing.last))


def family_of(viewer: Viewer, student: Person) -> list[Person]:
    """The student's family, by name."""
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), role=Role.GUARDIAN, to_person=student)
    return list(
        Person.objects.seen_by(viewer).filter(pk__in=ties.values("person")).order_by("given_name", "pk")
    )


def notice_texts(viewer: Viewer, student: Person) -> Iterator[WrittenText]:
    """Yield the school's messages to the family, as texts to translate."""
    for notice, _translation in notices_of(viewer, student):
        yield WrittenText(
            notice.words, notice.language, notice.by.name if notice.by else "", vital=notice.vital
        )
