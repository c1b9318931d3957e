"""What the adults of the invented network learn together: workshops, a series, a visit, a residency, a conference."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import cycle, islice
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from trellis.adults.professional_learning.models import (
    LearningEvent,
    LearningSession,
    SessionAttendance,
    SessionChoice,
    SessionCredit,
    SignUp,
)
from trellis.adults.professional_learning.services.events import new_code
from trellis.adults.professional_learning.topics import topics_of
from trellis.core.community.models import Network, Role, School, Tie
from trellis.core.community.viewer import SCHOOL_ROLES

from .rows import school_day

SCHOOL_COUNT = 12
"""Whose adults sign up: as many as a page can show, at every size of the network."""
Kind, Format = LearningEvent.Kind, LearningEvent.Format


COLUMNS = ("kind", "title", "about", "focus", "format", "needs_approval", "stipend")


class Plan(NamedTuple):
    """An event: days from today, hour, minutes, weeks, seats, and how many sign up."""

    kind: str
    title: str
    about: str
    days: int
    hour: int = 15
    minutes: int = 120
    weeks: int = 1
    seats: int | None = 30
    people: int = 12
    format: str = Format.IN_PERSON
    topic: int = 0
    category: str = "pedagogy"
    host: int | None = None
    needs_approval: bool = False
    focus: str = ""
    stipend: int | None = None


EVENTS = (
    Plan(
        Kind.WORKSHOP,
        "Feedback that moves work",
        "You bring two drafts of one student. You write feedback, and look at what the student did with it.",
        -60,
        people=14,
        topic=2,
    ),
    Plan(
        Kind.WORKSHOP,
        "Scoring exhibitions together",
        "Bring a recording of one exhibition. You score it with three people from other schools, find where you "
        "differ, and write down what level 3 looks like to all of you.",
        16,
        13,
        240,
        people=24,
        topic=2,
        needs_approval=True,
    ),
    Plan(
        Kind.WORKSHOP,
        "Language objectives that work in any class",
        "You write a language objective for a lesson that you teach next week.",
        9,
        16,
        90,
        seats=40,
        people=22,
        format=Format.ONLINE,
        topic=1,
        category="language",
    ),
    Plan(
        Kind.SERIES,
        "How to look at student work",
        "Four meetings with the same people. Between them you try one thing.",
        23,
        16,
        90,
        4,
        24,
        13,
        Format.ONLINE,
        topic=3,
    ),
    Plan(
        Kind.VISIT,
        "A day with projects in math",
        "You see two classes and a team meeting, and talk with students.",
        30,
        9,
        360,
        seats=6,
        people=8,
        topic=0,
        host=5,
        focus="How students choose their own questions in a math project",
    ),
    Plan(
        Kind.RESIDENCY,
        "Design a project with a partner",
        "Four days beside a team that has worked with partners for years. You leave with a project of your own.",
        200,
        9,
        360,
        seats=12,
        people=9,
        topic=0,
        host=3,
        needs_approval=True,
        stipend=600,
    ),
)
CONFERENCE = ("Confluence conference", "A day of all schools: students open it, adults teach each other.")
CONFERENCE_SESSIONS = (
    ("What students say about their internships", "A panel of six students", "Hall", 200),
    ("Projects in math that begin with a question", "Team 10", "Room 12", 30),
    ("Families who have not come yet", "Two family coordinators", "Room 14", 24),
    ("Scoring when two people differ", "The scoring group", "Room 12", 30),
    ("A first year with newcomers", "Team East", "Room 14", 24),
)


def create_learning_events(network: Network, today: date) -> None:
    """Every event with its sessions and who signed up. The people have no email address: nobody is written to."""
    schools = list(School.objects.system().filter(network=network).order_by("created")[:SCHOOL_COUNT])
    people = _adults(schools)
    organizer = Tie.objects.system().filter(role=Role.NETWORK_STAFF, to_network=network).first()
    topics = list(topics_of(network.pk)) or [""]
    for number, plan in enumerate(EVENTS):
        event = _create_event(network, schools, plan, today, topics, organizer)
        chosen = list(islice(cycle(people), number * 5, number * 5 + plan.people))
        sign_ups = _create_sign_ups(event, dict(chosen), plan)
        if plan.days < 0:
            _attend(event, sign_ups)
    _create_conference(network, people, today, organizer)


def _adults(schools: list[School]) -> list[tuple[UUID, UUID]]:
    """Adults of the schools, each with their school, one of each school in turn; the cast signs up itself."""
    ties = Tie.objects.system().filter(role__in=SCHOOL_ROLES).exclude(person__account__isnull=False)
    by_school = []
    for school in schools:
        rows = ties.filter(to_school=school) | ties.filter(to_group__school=school)
        ids = list(dict.fromkeys(rows.order_by("created", "pk").values_list("person", flat=True)))[:12]
        by_school.append([(person, school.pk) for person in ids])
    turns = max((len(each) for each in by_school), default=0)
    return [each[turn] for turn in range(turns) for each in by_school if turn < len(each)]


def _create_event(
    network: Network,
    schools: list[School],
    plan: Plan,
    today: date,
    topics: list[str],
    organizer: Tie | None,
) -> LearningEvent:
    host = schools[plan.host % len(schools)] if plan.host is not None else None
    zone = host.time_zone if host else network.time_zone
    times, length = _times(plan, today, zone), timedelta(minutes=plan.minutes)
    online = plan.format == Format.ONLINE
    event = LearningEvent.objects.create(
        **{name: getattr(plan, name) for name in COLUMNS},
        network=network,
        host=host,
        topic=topics[plan.topic % len(topics)],
        place=f"{host.name}, front office" if host else "" if online else "Network office",
        online_link="https://meet.example.org/learning" if online else "",
        time_zone=zone,
        starts=times[0],
        ends=times[-1] + length,
        capacity=plan.seats,
        organizer_id=organizer.person_id if organizer else None,
        status=LearningEvent.Status.OPEN,
    )
    for moment in times:
        session = LearningSession.objects.create(
            event=event, starts=moment, ends=moment + length, code=new_code()
        )
        SessionCredit.objects.create(session=session, category=plan.category, minutes=plan.minutes)
    return event


def _times(plan: Plan, today: date, zone: str) -> list[datetime]:
    """When an event meets: each week, or on four days in a row for a residency."""
    first = school_day(today + timedelta(days=plan.days))
    starts = datetime.combine(first, time(plan.hour), tzinfo=ZoneInfo(zone))
    days = 4 if plan.kind == Kind.RESIDENCY else 1
    return [starts + timedelta(weeks=week, days=day) for week in range(plan.weeks) for day in range(days)]


def _create_sign_ups(event: LearningEvent, school_by_person: dict[UUID, UUID], plan: Plan) -> list[SignUp]:
    seats = plan.seats or len(school_by_person)
    sign_ups = [
        SignUp(
            event=event,
            person_id=person,
            school_id=school,
            number=number,
            place=SignUp.Place.SEAT if number <= seats else SignUp.Place.WAITING,
            approval=_approval(plan, number),
        )
        for number, (person, school) in enumerate(school_by_person.items(), start=1)
    ]
    return SignUp.objects.bulk_create(sign_ups)


def _approval(plan: Plan, number: int) -> str:
    """Everybody's request was approved but for the first one's and the eighth's."""
    if not plan.needs_approval:
        return SignUp.Approval.NOT_NEEDED
    return SignUp.Approval.ASKED if number % 7 == 1 else SignUp.Approval.APPROVED


def _attend(event: LearningEvent, sign_ups: list[SignUp]) -> None:
    """All but one came."""
    session = LearningSession.objects.system().get(event=event)
    SessionAttendance.objects.bulk_create(
        SessionAttendance(
            sign_up=sign_up, session=session, how=SessionAttendance.How.CODE, by_id=sign_up.person_id
        )
        for sign_up in sign_ups[1:]
    )


def _create_conference(
    network: Network, people: list[tuple[UUID, UUID]], today: date, organizer: Tie | None
) -> None:
    """A day with an opening for everybody and two rounds of sessions to choose from."""
    title, about = CONFERENCE
    day = school_day(today + timedelta(days=75))
    zone = ZoneInfo(network.time_zone)
    event = LearningEvent.objects.create(
        network=network,
        kind=Kind.CONFERENCE,
        title=title,
        about=about,
        place="Foundry Hall",
        time_zone=network.time_zone,
        starts=datetime.combine(day, time(9), tzinfo=zone),
        ends=datetime.combine(day, time(14), tzinfo=zone),
        capacity=200,
        school_limit=12,
        organizer_id=organizer.person_id if organizer else None,
        status=LearningEvent.Status.OPEN,
    )
    sessions = _create_conference_sessions(event, day)
    sign_ups = SignUp.objects.bulk_create(
        SignUp(event=event, person_id=person, school_id=school, number=number, place=SignUp.Place.SEAT)
        for number, (person, school) in enumerate(people[:48], start=1)
    )
    SessionChoice.objects.bulk_create(
        SessionChoice(sign_up=sign_up, session=sessions[choice])
        for number, sign_up in enumerate(sign_ups)
        for choice in (1 + number % 2, 3 + number % 2)
    )


def _create_conference_sessions(event: LearningEvent, day: date) -> list[LearningSession]:
    hours = (9, 10, 10, 13, 13)
    return [
        LearningSession.objects.create(
            event=event,
            title=title,
            presenters=presenters,
            room=room,
            capacity=capacity,
            is_choice=number > 0,
            starts=datetime.combine(day, time(hours[number]), tzinfo=event.zone),
            ends=datetime.combine(day, time(hours[number] + 1), tzinfo=event.zone),
            code=new_code(),
        )
        for number, (title, presenters, room, capacity) in enumerate(CONFERENCE_SESSIONS)
    ]
