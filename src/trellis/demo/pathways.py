"""Four people who would like to lead, a cohort with two meetings, and two student teachers."""

from __future__ import annotations

from datetime import date, timedelta

from trellis.adults.leadership import cohort_services, pathway_services, trainee_services
from trellis.adults.leadership.models import CohortMeeting, StartedPathway, StartedStep
from trellis.core.community.models import Account, Network, Person, Role, School, Tie
from trellis.design.blueprint.selectors import package_for_school

from .rows import utc_moment

KEY = "leader-aspiring"
WORDS = (
    "I wrote down what I want every student here to be able to do, and showed it to my team. We dropped two units.",
    "Two visits to classes in other advisories, and what the advisors and I agreed to try.",
)
TRAINEES = (
    ("Wren Castillo", "wren.castillo@lakeside.example", "student-teacher", "Lakeside College"),
    ("Idris Bello", "idris.bello@lakeside.example", "resident", "Lakeside College"),
)


def create_pathways(network: Network, today: date) -> None:
    """At the school with the cast, so that a visitor who is its advisor has a pathway."""
    schools = list(School.objects.system().filter(network=network).order_by("pk"))
    staff = Tie.objects.system().filter(role=Role.NETWORK_STAFF, to_network=network).first()
    leader = _first_person(schools[-1], Role.LEADER)
    if staff is None or leader is None:
        return
    started = [row for school in schools[:4] if (row := _start(school, leader, today))]
    cohort = cohort_services.add_cohort(network, KEY, "Aspiring leaders, first year", staff.person_id)
    for row in started:
        cohort_services.add_member(cohort, row, staff.person_id)
    for days, agenda in ((-21, "What we saw in our first visits"), (14, "A budget that follows students")):
        meeting = cohort_services.add_meeting(
            cohort, utc_moment(today + timedelta(days=days), 21), schools[-1].name, agenda, staff.person_id
        )
        if days < 0:
            CohortMeeting.objects.system().filter(pk=meeting.pk).update(
                notes="Everybody brought one question from a visit. Next time, each brings a budget."
            )
    _add_trainees(schools[0], today)


def _first_person(school: School, role: str) -> Person | None:
    ties = Tie.objects.system().filter(role=role).order_by("person__created")
    tie = ties.filter(to_school=school).first() or ties.filter(to_group__school=school).first()
    return Person.objects.system().get(pk=tie.person_id) if tie else None


def _start(school: School, mentor: Person, today: date) -> StartedPathway | None:
    """Somebody of a school who would like to lead, and agreed to be named."""
    package, person = package_for_school(school.pk), _aspiring_leader(school)
    pathway = package.roles.pathway(KEY) if package else None
    if pathway is None or person is None or person == mentor:
        return None
    row = pathway_services.start_pathway(person, school, pathway)
    StartedPathway.objects.system().filter(pk=row.pk).update(
        started_on=today - timedelta(days=90),
        mentor=mentor,
        shown_to_network=True,
        named=True,
        meets_at=utc_moment(today + timedelta(days=6), 20),
        meets_where=school.name,
    )
    steps = StartedStep.objects.system().filter(pathway=row).order_by("position")
    for step, words in zip(steps, WORDS, strict=False):
        step.words = words
        if step.position == 1:
            step.confirmed_on, step.confirmed_by = today - timedelta(days=30), mentor
        step.save()
    return row


def _aspiring_leader(school: School) -> Person | None:
    """The advisor of the cast, or else the first who teaches at the school."""
    advisor = Account.objects.filter(username="demo-advisor").select_related("person").first()
    works_here = Tie.objects.system().filter(to_group__school=school, role=Role.ADVISOR)
    if advisor and works_here.filter(person=advisor.person).exists():
        return advisor.person
    return _first_person(school, Role.ADVISOR) or _first_person(school, Role.TEACHER)


def _add_trainees(school: School, today: date) -> None:
    """Two student teachers beside an advisor of the school, until the summer."""
    ties = Tie.objects.system().filter(role=Role.ADVISOR, to_group__school=school, ends=None)
    tie = ties.select_related("person", "to_group").order_by("person__created").first()
    leader = _first_person(school, Role.LEADER)
    if tie is None or tie.to_group is None or leader is None:
        return
    for name, email, kind, university in TRAINEES:
        facts = trainee_services.TrainingFacts(
            kind,
            "Advising",
            university,
            tie.person,
            tie.to_group,
            today - timedelta(days=40),
            today + timedelta(days=120),
        )
        trainee_services.add_trainee(school, name, email, facts, leader.pk)
