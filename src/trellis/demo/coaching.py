"""Coaches of the invented network: three with twelve schools, with visits behind them and ahead, what was agreed, and a
summary that the first principal has not read yet."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from trellis.adults.coaching.models import CoachVisit, PrivateNote, VisitCommitment, VisitNote, VisitSummary
from trellis.adults.coaching.summaries import make_body
from trellis.core.community.clock import zone_named
from trellis.core.community.models import Group, Network, Person, Role, School, Tie
from trellis.design.blueprint.selectors import package_for_school

SCHOOLS, COACHES, FOCUS_ROWS = 12, 3, 3
DAYS = (-82, -40, 16)
"""When the visits of a school are, in days from today: the earlier ones were made."""
NOT_VISITED = 5
"""Every so many schools, the last visit was left out: nobody was there for long."""
COMMITMENTS = (
    ("Each advisor has a list of mentors to call", VisitCommitment.Status.DONE),
    ("Two outside adults on each panel", VisitCommitment.Status.PARTLY),
    ("A plan for the rooms on Fridays", VisitCommitment.Status.OPEN),
)
NOTES = (
    "2 of 4 panels this week had an outside adult. Students named who would use their work.",
    "Two scorers differed on 3 of 7 pieces. They talked before both had written a score.",
    "The team knew every student’s plan. The bell cut the meeting short.",
)
FIGURES = {
    "measures": {
        "internship-now": {"value": 0.42, "n": 280},
        "plan-current": {"value": 0.71, "n": 280},
        "exhibition-held": {"value": 0.55, "n": 280},
        "outside-adult": {"value": 0.48, "n": 280},
    }
}
"""What the schools' measures are said to have been at the earlier visits."""
WORDS = "Thank you for the day. Next time I would like to see two scorers write before they talk."


def create_coaching(network: Network, today: date) -> None:
    """Ties of the coaches, and the visits of each school."""
    schools = list(School.objects.system().filter(network=network).order_by("created")[:SCHOOLS])
    ties = Tie.objects.system().filter(role=Role.COACH, to_school__in=schools).select_related("person")
    by_school = {tie.to_school_id: tie.person for tie in ties.order_by("person__created")}
    coaches = list(dict.fromkeys(by_school.values()))
    first = by_school.get(schools[0].pk) if schools else None
    coaches = sorted(coaches, key=lambda person: person != first)[:COACHES]
    if not coaches:
        return
    for number, school in enumerate(schools):
        coach = by_school.get(school.pk)
        if coach is None:
            coach = coaches[number * len(coaches) // len(schools)]
            starts = timezone.now() - timedelta(days=400)
            Tie.objects.create(person=coach, role=Role.COACH, to_school=school, starts=starts)
        _create_visits(school, coach, number, today)


def _create_visits(school: School, coach: Person, number: int, today: date) -> None:
    package = package_for_school(school.pk)
    rows = package.review.rows[:FOCUS_ROWS] if package and package.review else ()
    ties = Tie.objects.system().filter(role=Role.LEADER, to_school=school).select_related("person")
    tie = ties.order_by("starts").first()
    leader = tie.person if tie else None
    for days in DAYS:
        if days == DAYS[1] and number % NOT_VISITED == NOT_VISITED - 1:
            continue
        day = _weekday(today + timedelta(days=days + number % 4))
        is_made = day < today
        visit = CoachVisit.objects.create(
            school=school,
            coach=coach,
            current_coach=coach,
            day=day,
            status=CoachVisit.Status.MADE if is_made else CoachVisit.Status.PLANNED,
            purpose="Exhibitions and scoring",
            focus=[row.key for row in rows],
            people_met="the principal, two teams, four advisors" if is_made else "",
            visit_minutes=300 if is_made else 0,
            preparation_minutes=45 if is_made else 0,
            travel_minutes=90 if is_made else 0,
            follow_up_minutes=30 if is_made else 0,
            figures=FIGURES if is_made else {},
        )
        if is_made:
            _write_notes(visit, coach, rows)
            _agree(visit, leader, today)
        if is_made and number == 0 and days == DAYS[1]:
            _share(visit, coach, rows)


def _weekday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= 5 else day


def _write_notes(visit: CoachVisit, coach: Person, rows: tuple) -> None:
    written_at = datetime.combine(visit.day, time(15), zone_named(visit.school.time_zone))
    written = {"visit": visit, "by": coach, "written_at": written_at}
    VisitNote.objects.bulk_create(
        VisitNote(row=row.key, title=row.title, text=text, level=2 + (number + visit.day.day) % 2, **written)
        for number, (row, text) in enumerate(zip(rows, NOTES, strict=False))
    )
    PrivateNote.objects.create(text="Ask how the new schedule feels to the advisors.", **written)


def _agree(visit: CoachVisit, leader: Person | None, today: date) -> None:
    """What was agreed: the principal's, a team's where the school has one, and the network's."""
    team = Group.objects.system().filter(school=visit.school, kind=Group.Kind.TEAM).order_by("title").first()
    owners = (
        {"owner_kind": "person", "owner": leader} if leader else {"owner_kind": "network"},
        {"owner_kind": "team", "team": team} if team else {"owner_kind": "network"},
        {"owner_kind": "network"},
    )
    for number, ((text, status), owner) in enumerate(zip(COMMITMENTS, owners, strict=True)):
        is_old = visit.day < today - timedelta(days=60)
        VisitCommitment.objects.create(
            visit=visit,
            text=text,
            due=visit.day + timedelta(days=28 + 14 * number),
            status=VisitCommitment.Status.DONE if is_old else status,
            checked_at=timezone.now() - timedelta(days=3) if is_old or number < 2 else None,
            **owner,
        )


def _share(visit: CoachVisit, coach: Person, rows: tuple) -> None:
    commitments = list(VisitCommitment.objects.system().filter(visit=visit).select_related("owner", "team"))
    body = make_body(WORDS, [(row.title, "") for row in rows], commitments)
    VisitSummary.objects.create(visit=visit, version=1, body=body, shared_by=coach)
