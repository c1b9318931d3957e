"""What the cast of the demonstration learned, tries and offers; a session that runs now, and a visit that is over."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from trellis.adults.professional_learning.models import (
    DirectoryEntry,
    EventFeedback,
    EventMaterial,
    HoursGoal,
    LearningEvent,
    LearningSession,
    PracticeTry,
    SessionAttendance,
    SessionCredit,
    SignUp,
    VisitRecord,
)
from trellis.adults.professional_learning.records.certificates import issue_certificates
from trellis.core.community.models import Account, Network, Person, School

from .rows import school_day

CAST = ("demo-advisor", "demo-teacher", "demo-leader", "demo-counselor", "demo-coach")
FEEDBACK = (
    ("demo-advisor", "now", "Scoring apart before we talked.", "More time with our own work."),
    ("demo-teacher", "more", "Seeing level 3 in three languages.", ""),
    ("demo-counselor", "later", "", "Start after the last bell."),
)
HOST_SAW = "Six guests sat in two panels. Students asked each other before any adult did."
VISITOR_SAW = "Every panel began with a question of the student. Nobody spoke longer than the student did."
VISITOR_TAKES_HOME = "We let the student ask first, starting with the next exhibition."


def create_own_learning(network: Network, today: date) -> None:
    """For the cast only: the demonstration of a network without one stays without it."""
    accounts = Account.objects.filter(username__in=CAST, person__network=network).select_related("person")
    people = {account.username: account.person for account in accounts if account.person}
    school = School.objects.system().filter(network=network).order_by("created").first()
    if school is None or len(people) < len(CAST):
        return
    past = _create_past_workshop(network, school, people, today)
    _create_running_session(network, school, people, today)
    _create_visit(network, school, people, today)
    _create_own_rows(people["demo-advisor"], network, past, today)


def _create_event(
    network: Network, school: School, title: str, day: date, hour: time, minutes: int, **columns: object
) -> tuple[LearningEvent, LearningSession]:
    event = LearningEvent(network=network, title=title, time_zone=school.time_zone, status="open", **columns)
    starts = datetime.combine(day, hour, event.zone)
    event.starts, event.ends = starts, starts + timedelta(minutes=minutes)
    event.save(force_insert=True)
    session = LearningSession.objects.create(event=event, starts=event.starts, ends=event.ends, code="482913")
    return event, session


def _seat(event: LearningEvent, person: Person, school: School, number: int, **columns: object) -> SignUp:
    return SignUp.objects.create(
        event=event, person=person, school=school, number=number, place=SignUp.Place.SEAT, **columns
    )


def _create_past_workshop(
    network: Network, school: School, people: dict[str, Person], today: date
) -> LearningEvent:
    """Three of the cast were there, said what they think of it, and have their certificates."""
    event, session = _create_event(
        network,
        school,
        "Looking at exhibitions together",
        school_day(today - timedelta(days=42)),
        time(15, 30),
        180,
        kind=LearningEvent.Kind.WORKSHOP,
        host=school,
        place=school.name,
        sponsor="Confluence Schools",
        sponsor_number="RI-0417",
        sponsor_state=school.state,
    )
    SessionCredit.objects.create(session=session, category="pedagogy", minutes=120)
    SessionCredit.objects.create(session=session, category="language", minutes=60)
    EventMaterial.objects.create(event=event, title="Questions for a panel", link="https://example.org/panel")
    for number, (username, use, useful, change) in enumerate(FEEDBACK, start=1):
        sign_up = _seat(event, people[username], school, number)
        SessionAttendance.objects.create(
            sign_up=sign_up, session=session, how=SessionAttendance.How.CODE, by=people[username]
        )
        EventFeedback.objects.create(sign_up=sign_up, use=use, useful=useful, change=change)
    issue_certificates(event, None)
    return event


def _create_running_session(network: Network, school: School, people: dict[str, Person], today: date) -> None:
    """A circle that has just begun when the demonstration opens, and whose code is to be entered."""
    event, _session = _create_event(
        network,
        school,
        "Advisors’ circle",
        school_day(today),
        time(10, 15),
        75,
        kind=LearningEvent.Kind.SERIES,
        format=LearningEvent.Format.ONLINE,
        host=school,
    )
    _seat(event, people["demo-teacher"], school, 1)
    _seat(event, people["demo-advisor"], school, 2, substitute=SignUp.Substitute.NEEDED)


def _create_visit(network: Network, school: School, people: dict[str, Person], today: date) -> None:
    """Guests came, and both sides have written what they saw."""
    event, session = _create_event(
        network,
        school,
        "A morning of exhibitions",
        school_day(today - timedelta(days=12)),
        time(9),
        180,
        kind=LearningEvent.Kind.VISIT,
        host=school,
        place=school.name,
        focus="Who asks the first question, and who the second?",
        capacity=6,
        organizer=people["demo-leader"],
    )
    guest = people["demo-coach"]
    sign_up = SignUp.objects.create(
        event=event,
        person=guest,
        number=1,
        place=SignUp.Place.SEAT,
        question="How do students prepare their own questions?",
    )
    SessionAttendance.objects.create(
        sign_up=sign_up, session=session, how=SessionAttendance.How.HAND, by=people["demo-leader"]
    )
    issue_certificates(event, None)
    records = (
        (people["demo-leader"], "host", HOST_SAW, ""),
        (guest, "visitor", VISITOR_SAW, VISITOR_TAKES_HOME),
    )
    for person, side, saw, takes_home in records:
        VisitRecord.objects.create(event=event, person=person, side=side, saw=saw, takes_home=takes_home)


def _create_own_rows(person: Person, network: Network, event: LearningEvent, today: date) -> None:
    """What an advisor tries next, their goal of hours, and what they can be asked."""
    PracticeTry.objects.create(
        person=person,
        event=event,
        text="Two of us score each exhibition before we talk.",
        review_on=today,
        shared=True,
    )
    ends = date(today.year + (today.month >= 7), 6, 30)
    HoursGoal.objects.create(person=person, hours=30, starts=date(ends.year - 1, 7, 1), ends=ends)
    DirectoryEntry.objects.create(
        person=person,
        network=network,
        event=event,
        text="We run panels in two languages, and the student chooses which.",
        contact="After 3:30 PM, by email",
    )
