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
from trellis.core.translations import translation_services
from trellis.core.translations.sources import WrittenText
from trellis.design.blueprint.package.days import DAYS
from trellis.design.blueprint.wording import Wording
from trellis.learning.internships.models import InternshipDay, Placement
from trellis.learning.plans.models import Plan
from trellis.learning.projects.models import Agenda, Member, Step, StepDone

from .models import Contact, Notice, RecordAccess, Reply

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
    """One child on one day. `where`: "site", "closed", "exhibition" or "school"."""

    where: str
    placement: Placement | None = None
    arrived: time | None = None
    agenda: list[str] = field(default_factory=list)
    projects: list[tuple[Member, Step | None]] = field(default_factory=list)
    coming: list[UpcomingEvent] = field(default_factory=list)


def student_today(
    viewer: Viewer, student: Person, school: School | None, local_now: datetime, words: Wording
) -> StudentToday:
    """Return the day of a child, as whoever sees them sees it. Eight queries at most."""
    day = local_now.date()
    placement = _placement_today(viewer, student, day)
    kind = _kind_of_day(viewer, school, day)
    is_closed = kind == CalendarDay.Kind.CLOSED or not (kind or placement or _is_in_school_week(words, day))
    today = StudentToday("closed" if is_closed else "site" if placement else "school", placement)
    if kind == CalendarDay.Kind.EXHIBITION:
        today.where = "exhibition"
    if placement:
        days = InternshipDay.objects.seen_by(viewer).filter(placement=placement, date=day)
        today.arrived = days.values_list("arrived", flat=True).first()
    members = list(
        Member.objects.seen_by(viewer)
        .filter(student=student, project__starts__lte=day, project__ends__gte=day)
        .select_related("project")
        .order_by("project__ends", "pk")
    )
    today.projects = _next_steps(viewer, members)
    if today.where == "school":
        agendas = Agenda.objects.seen_by(viewer).filter(
            project__in=[member.project_id for member in members], date=day
        )
        today.agenda = [line for agenda in agendas for line in agenda.lines]
    today.coming = sorted(
        _upcoming_events(viewer, student, local_now, today.projects, words),
        key=lambda event: (event.day, event.kind),
    )
    return today


def _kind_of_day(viewer: Viewer, school: School | None, day: date) -> str | None:
    calendar_days = CalendarDay.objects.seen_by(viewer).filter(school=school, date=day)
    return calendar_days.values_list("kind", flat=True).first() if school else None


def _is_in_school_week(words: Wording, day: date) -> bool:
    week = words.package.calendar.week.days if words.package else DAYS[:5]
    return DAYS[day.weekday()] in week


def _placement_today(viewer: Viewer, student: Person, day: date) -> Placement | None:
    placements = (
        Placement.objects.under_way(day).seen_by(viewer).select_related("site").filter(student=student)
    )
    for placement in placements.order_by("-starts"):
        if placement.is_internship_day(day):
            return placement
    return None


def _next_steps(viewer: Viewer, members: list[Member]) -> list[tuple[Member, Step | None]]:
    steps = Step.objects.seen_by(viewer).filter(project__in=[member.project_id for member in members])
    done = set(
        StepDone.objects.seen_by(viewer).filter(member__in=members).values_list("step_id", "member_id")
    )
    by_project: dict[UUID, list[Step]] = {}
    for step in steps.order_by("position"):
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
    shown = Exhibition.objects.seen_by(viewer).filter(
        student=student, held_at=None, starts__gte=local_now, starts__lte=until
    )
    events = [
        UpcomingEvent(
            "exhibition", str(words.one["exhibition"]), exhibition.starts.astimezone(local_now.tzinfo)
        )
        for exhibition in shown
    ]
    plans = Plan.objects.seen_by(viewer).filter(
        student=student, next_meeting__gte=local_now, next_meeting__lte=until
    )
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
    rows = list(
        Notice.objects.seen_by(viewer).filter(student=student).select_related("by").order_by("-created")[:30]
    )
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
    rows = Reply.objects.seen_by(viewer).filter(student=student).select_related("by", "heard_by", "notice")
    return list(rows.order_by("-created")[:30])


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
    rows = (
        RecordAccess.objects.seen_by(viewer)
        .filter(student=student, day__gt=day - timedelta(days=ACCESS_LOG_DAYS))
        .select_related("person")
        .order_by("-day", "page")
    )
    by_person: dict[UUID, AccessLogEntry] = {}
    for opening in rows:
        reader = by_person.setdefault(opening.person_id, AccessLogEntry(opening.person, [], opening.day))
        if opening.page not in reader.pages:
            reader.pages.append(opening.page)
    for person, on in scorers_of(student):  # named once they have finished, and nobody before
        if on > day - timedelta(days=ACCESS_LOG_DAYS):
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
