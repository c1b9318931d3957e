"""What a family's page says: where the child is today, what they work on, what comes next, what one can do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from trellis.assessment.exhibitions.models import Exhibition
from trellis.assessment.portfolios.disclosures import readers_of
from trellis.core.community.models import CalendarDay, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active
from trellis.core.translations import translating
from trellis.core.translations.sources import Written
from trellis.design.blueprint.wording import Wording
from trellis.learning.internships.models import InternshipDay, Placement
from trellis.learning.plans.models import Plan
from trellis.learning.projects.models import Agenda, Member, Step, StepDone

from .models import Contact, Notice, Opened, Reply

AHEAD = timedelta(days=21)
LOOKED_DAYS = 60


@dataclass(frozen=True)
class Coming:
    """Something that comes: its kind ("exhibition", "meeting", "step"), its title, and its day or moment."""

    kind: str
    title: str
    when: date | datetime

    @property
    def day(self) -> date:
        return self.when.date() if isinstance(self.when, datetime) else self.when


@dataclass
class Today:
    """One child on one day. `where`: "site", "closed", "exhibition" or "school"."""

    where: str
    placement: Placement | None = None
    arrived: Any = None
    agenda: list[str] = field(default_factory=list)
    projects: list[tuple[Member, Step | None]] = field(default_factory=list)
    coming: list[Coming] = field(default_factory=list)


def today_of(viewer: Viewer, student: Person, school: School | None, here: datetime, words: Wording) -> Today:
    """The day of a child, as whoever sees them sees it. Eight queries at most."""
    day = here.date()
    placement = _out_today(viewer, student, day)
    kind = _kind_of_day(viewer, school, day)
    told = Today(
        "closed" if kind == CalendarDay.Kind.CLOSED else "site" if placement else "school", placement
    )
    if kind == CalendarDay.Kind.EXHIBITION:
        told.where = "exhibition"
    if placement:
        days = InternshipDay.objects.seen_by(viewer).filter(placement=placement, date=day)
        told.arrived = days.values_list("arrived", flat=True).first()
    members = list(
        Member.objects.seen_by(viewer)
        .filter(student=student, project__starts__lte=day, project__ends__gte=day)
        .select_related("project")
        .order_by("project__ends", "pk")
    )
    told.projects = _next_steps(viewer, members)
    if told.where == "school":
        agendas = Agenda.objects.seen_by(viewer).filter(
            project__in=[one.project_id for one in members], date=day
        )
        told.agenda = [line for one in agendas for line in one.lines]
    told.coming = sorted(
        _coming(viewer, student, here, told.projects, words), key=lambda one: (one.day, one.kind)
    )
    return told


def _kind_of_day(viewer: Viewer, school: School | None, day: date) -> str | None:
    found = CalendarDay.objects.seen_by(viewer).filter(school=school, date=day)
    return found.values_list("kind", flat=True).first() if school else None


def _out_today(viewer: Viewer, student: Person, day: date) -> Placement | None:
    held = Placement.objects.seen_by(viewer).select_related("site").filter(student=student, starts__lte=day)
    for one in held.filter(Q(ends=None) | Q(ends__gte=day)).order_by("-starts"):
        if day.isoweekday() in one.weekdays:
            return one
    return None


def _next_steps(viewer: Viewer, members: list[Member]) -> list[tuple[Member, Step | None]]:
    steps = Step.objects.seen_by(viewer).filter(project__in=[one.project_id for one in members])
    done = set(
        StepDone.objects.seen_by(viewer).filter(member__in=members).values_list("step_id", "member_id")
    )
    by_project: dict[Any, list[Step]] = {}
    for step in steps.order_by("position"):
        by_project.setdefault(step.project_id, []).append(step)
    return [
        (one, next((s for s in by_project.get(one.project_id, []) if (s.pk, one.pk) not in done), None))
        for one in members
    ]


def _coming(
    viewer: Viewer,
    student: Person,
    here: datetime,
    projects: list[tuple[Member, Step | None]],
    words: Wording,
) -> list[Coming]:
    until = here + AHEAD
    shown = Exhibition.objects.seen_by(viewer).filter(
        student=student, held_at=None, starts__gte=here, starts__lte=until
    )
    told = [
        Coming("exhibition", words.one["exhibition"], one.starts.astimezone(here.tzinfo)) for one in shown
    ]
    plans = Plan.objects.seen_by(viewer).filter(
        student=student, next_meeting__gte=here, next_meeting__lte=until
    )
    told += [
        Coming("meeting", words.one["plan_meeting"], one.next_meeting.astimezone(here.tzinfo))
        for one in plans
    ]
    return told + [
        Coming("step", step.title, step.due)
        for _member, step in projects
        if step and here.date() <= step.due <= until.date()
    ]


def notices_of(viewer: Viewer, student: Person) -> list[tuple[Notice, translating.Told]]:
    """What the school told the family, the newest first, each in the reader's language where it is."""
    rows = list(
        Notice.objects.seen_by(viewer).filter(student=student).select_related("by").order_by("-created")[:30]
    )
    held = translating.held_for(student.network_id, (one.words for one in rows))
    return [
        (one, translating.told(student.network_id, one.words, one.language, one.vital, held)) for one in rows
    ]


def replies_of(viewer: Viewer, student: Person) -> list[Reply]:
    """What the family answered and the viewer may read, the newest first."""
    rows = Reply.objects.seen_by(viewer).filter(student=student).select_related("by", "heard_by")
    return list(rows.order_by("-created")[:30])


def contacts_of(viewer: Viewer, student: Person) -> list[Contact]:
    """When the school spoke with the family, the newest first."""
    rows = Contact.objects.seen_by(viewer).filter(student=student).select_related("by")
    return list(rows.order_by("-date", "-created")[:30])


@dataclass(frozen=True)
class Looked:
    """Somebody who opened pages of a record: who, as what, which pages, and when last."""

    person: Person
    pages: list[str]
    last: date


def looked(viewer: Viewer, student: Person, day: date) -> list[Looked]:
    """Who opened the child's record in the last sixty days, whoever looked last first."""
    rows = (
        Opened.objects.seen_by(viewer)
        .filter(student=student, day__gt=day - timedelta(days=LOOKED_DAYS))
        .select_related("person")
        .order_by("-day", "page")
    )
    told: dict[Any, Looked] = {}
    for one in rows:
        found = told.setdefault(one.person_id, Looked(one.person, [], one.day))
        if one.page not in found.pages:
            found.pages.append(one.page)
    for person, on in readers_of(student):  # named once they have finished, and nobody before
        if on > day - timedelta(days=LOOKED_DAYS):
            told[person.pk] = _also(told.get(person.pk), person, on)
    return sorted(told.values(), key=lambda one: one.last, reverse=True)


def _also(held: Looked | None, person: Person, on: date) -> Looked:
    if held is None:
        return Looked(person, ["portfolio"], on)
    return Looked(person, list(dict.fromkeys([*held.pages, "portfolio"])), max(on, held.last))


def family_of(viewer: Viewer, student: Person) -> list[Person]:
    """The student's family, by name."""
    ties = Tie.objects.seen_by(viewer).filter(active(viewer.now), role=Role.GUARDIAN, to_person=student)
    return list(
        Person.objects.seen_by(viewer).filter(pk__in=ties.values("person")).order_by("given_name", "pk")
    )


def written(viewer: Viewer, student: Person) -> Iterator[Written]:
    """What the school told the family."""
    for one, _told in notices_of(viewer, student):
        yield Written(one.words, one.language, one.by.name if one.by else "", vital=one.vital)
