"""Amina's year, written by hand: what a visitor sees first. Each date depends on the day the demonstration opens."""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import UUID

from trellis.assessment.evidence.models import Work
from trellis.assessment.evidence.services import save_score
from trellis.assessment.exhibitions.models import Exhibition, Panelist
from trellis.core.community.models import Person, Role
from trellis.learning.internships.models import InternshipDay, Placement
from trellis.learning.plans.models import Goal, Plan, PlanSignature, PlanVersion, SignedSection, VersionBody
from trellis.learning.plans.services import goals_of
from trellis.learning.plans.versions import version_body, wording_digest
from trellis.learning.projects.models import Member, Project, Step

from . import classmates as classmates_work
from . import families, supports, this_week
from .designs import add_design
from .plan import internship_weekdays
from .rows import school_day, utc_moment
from .students import PersonRow, SchoolBuilder

GOALS = [
    ("Learn to take blood pressure and say what it means", "empirical-reasoning", True),
    ("Show with numbers how long people wait at the clinic", "quantitative-reasoning", False),
    ("Explain a care plan in French and in English", "communication", False),
    ("Find out who decides when the clinic is open", "social-reasoning", False),
]
TITLES = {"discuss": "Discuss", "plan": "Plan", "prioritize": "Prioritize", "make-sure": "Make sure"}
SIGNERS = [
    ("student", "demo-student", "Amina Diallo"),
    ("guardian", "demo-guardian", "Carmen Diallo"),
    ("advisor", "demo-advisor", "Daniel Osei"),
]
NOTES = {
    "discuss": "Amina would like to be a nurse. She learns best by doing a thing twice and then telling someone how.",
    "plan": "Time forty visits at the clinic, draw the chart, and ask who could change it. Rosa helps with the times.",
    "prioritize": "The forty visits come first. The visit card in French can wait until spring.",
    "make-sure": "Two mornings a week is enough time. Carmen would like to see the chart before the exhibition.",
}
DAY_GOALS = [
    "Meet everyone and learn where things are",
    "Watch an intake and write down each question",
    "Practice taking blood pressure with Rosa",
    "Put the visit card into French",
    "Time how long ten people wait",
    "Take blood pressure by myself, twice",
]
DAY_NOTES = [
    "I asked three questions and wrote down all the answers.",
    "J’ai traduit pour une dame, avec Rosa.",
    "Today I was faster.",
]
# Weeks ago, title, and what was read: outcome and level.
WORKS = [
    (10, "A first look at waiting", [("empirical-reasoning", 1), ("communication", 2)]),
    (8, "Who is who at the clinic", [("social-reasoning", 1), ("communication", 2)]),
    (5, "Visit card in French", [("communication", 3), ("personal-qualities", 2)]),
    (2, "Ten people, ten waits", [("empirical-reasoning", 2), ("social-reasoning", 2)]),
]
STEPS = [
    (
        "Ten questions about waiting",
        -30,
        "Who waits longest? At what hour? Does anyone leave before they are seen? What does Rosa see?",
    ),
    (
        "Times of forty visits, on paper",
        -9,
        "I wrote down when 40 people came in and when a nurse called them. The longest wait was 74 minutes, on a "
        "Monday at 9. The shortest was 6 minutes. Half of them waited more than 31 minutes.\n\n"
        "I could not see why Mondays are slow. I will ask Rosa how many nurses there are.",
    ),
    ("Chart checked by your mentor", 3, ""),
    ("Letter to the person in charge", 17, ""),
]
"""What is turned in, days from today until it is due, and what Amina has turned in; "" for not yet."""
INSTRUCTIONS = [
    "Choose a place where people wait. Write ten questions about it. Ask someone there what they would ask.",
    "Write down when forty people come in and when it is their turn. No names. Bring the sheet.",
    "Draw one chart of the waits. Ask your mentor what is missing, and change it.",
    "Write one page to the person in charge: what you found, how sure you are, and one thing to try.",
]


def create_story(builder: SchoolBuilder, people: dict[str, PersonRow]) -> None:
    """Create Amina's plan, internship, project, works and exhibition."""
    amina, rosa = people["demo-student"]["sourced_id"], people["demo-mentor"]["sourced_id"]
    daniel = people["demo-advisor"]["sourced_id"]
    builder.tie(rosa, Role.MENTOR, builder.year.starts, to_person_id=amina)
    _create_plan(builder, amina, people)
    _create_internship(builder, amina, rosa)
    teacher, counselor = people["demo-teacher"]["sourced_id"], people["demo-counselor"]["sourced_id"]
    advisory, classmates = _find_classmates(builder, amina)
    project = _create_project(builder, amina, [teacher, daniel])
    classmates_work.create_classmates_work(builder, project, classmates, teacher)
    _create_works(builder, amina, daniel)
    _create_exhibition(builder, amina, daniel)
    families.create_messages(builder, amina, classmates, daniel)
    supports.create_amina_supports(amina, counselor, teacher, builder.today)
    this_week.create_week(builder, advisory, classmates)


def _find_classmates(builder: SchoolBuilder, amina: UUID) -> tuple[UUID, list[UUID]]:
    """Amina's advisory, and who else is in it."""
    advisory, members = next((group, some) for group, _advisor, some in builder.advisories if amina in some)
    return advisory, [member for member in members if member != amina]


def _create_plan(builder: SchoolBuilder, amina: UUID, people: dict[str, PersonRow]) -> None:
    quarter, outcomes = builder.quarter, {key: pk for pk, key, _levels in builder.scored_outcomes}
    met = min(builder.today, quarter.starts + timedelta(days=4))
    plan = Plan.objects.create(
        student_id=amina,
        term=quarter,
        met_at=utc_moment(school_day(met), 21),
        family_present=True,
        notes=NOTES,
        present=["student", "guardian", "advisor", "mentor"],
        interpreter="Ms. Ba",
        interpreter_language="fr",
        next_meeting=utc_moment(school_day(builder.today + timedelta(days=2)), 21, 30),
        carried=[{"text": "Bring numbers of your own, not only the clinic's", "source": "Quarter 1"}],
    )
    for title, key, reached in GOALS:
        Goal.objects.create(
            plan=plan,
            title=title,
            outcome_id=outcomes.get(key),
            evidence_wanted="Shown to someone who works there",
            due=quarter.ends - timedelta(days=9),
            reached_at=utc_moment(builder.today) if reached else None,
            helper="Rosa" if reached else "",
        )
    _create_signed_versions(plan, school_day(met), people)


def _create_signed_versions(plan: Plan, day: date, people: dict[str, PersonRow]) -> None:
    """The version that everybody signed, and the next one, which Daniel has not signed yet."""
    body = version_body(plan, goals_of(plan), TITLES)
    sections: list[SignedSection] = [
        {**section, "text": section["text"].split(".")[0]} for section in body["sections"]
    ]
    first: VersionBody = {**body, "sections": sections, "goals": body["goals"][:-1]}
    first["goals"] = [{**goal, "due": day.isoformat(), "helper": ""} for goal in first["goals"]]
    for number, version, signed in ((1, first, day), (2, body, day + timedelta(days=7))):
        saved = PlanVersion.objects.create(
            plan=plan,
            number=number,
            body=version,
            wording=wording_digest(version),
            saved_at=utc_moment(signed, 21),
            saved_by_id=people["demo-advisor"]["sourced_id"],
        )
        for part, key, name in SIGNERS[: 4 - number]:
            PlanSignature.objects.create(
                version=saved,
                part=part,
                name=name,
                person_id=people[key]["sourced_id"],
                way=PlanSignature.Way.ACCOUNT,
                signed_at=utc_moment(signed, 21),
            )


def _create_internship(builder: SchoolBuilder, amina: UUID, rosa: UUID) -> None:
    """Two days a week with Rosa; the last two are not confirmed, and today Amina has not checked in yet."""
    starts, weekdays = builder.year.starts + timedelta(days=14), internship_weekdays(builder.today)[0]
    placement = Placement.objects.create(
        student_id=amina,
        site_id=builder.sites[0].id,
        mentor_id=rosa,
        starts=starts,
        weekdays=weekdays,
        from_time=time(9),
        to_time=time(14),
    )
    past = [starts + timedelta(days=n) for n in range(max(0, (builder.today - starts).days))]
    days = [day for day in past if day.isoweekday() in weekdays][-12:]
    for number, day in enumerate(days):
        is_unconfirmed = number >= len(days) - 2
        InternshipDay.objects.create(
            placement=placement,
            date=day,
            arrived=time(9, 5),
            left=time(14, 5),
            minutes=300,
            goal=DAY_GOALS[number * len(DAY_GOALS) // len(days)],
            summary=DAY_NOTES[number % len(DAY_NOTES)],
            confirmed_at=None if is_unconfirmed else utc_moment(day, 20),
        )


def _create_project(builder: SchoolBuilder, amina: UUID, authors: list[UUID]) -> Project:
    project = Project.objects.create(
        school=builder.school,
        title="What waiting costs patients",
        driving_question="How long do people wait in our city, and who could change it?",
        audience="The director of Hope Clinic, and whoever is in charge where you counted",
        starts=builder.today - timedelta(days=40),
        ends=builder.today + timedelta(days=20),
    )
    outcomes = [key for _pk, key, _levels in builder.scored_outcomes][:2]
    report, *_others = add_design(project, authors, amina, builder.today, outcomes)
    member = Member.objects.create(project=project, student_id=amina)
    for position, (title, after, done) in enumerate(STEPS, start=1):
        due = school_day(builder.today + timedelta(days=after))
        step = Step.objects.create(
            project=project,
            title=title,
            due=due,
            position=position,
            product=report,
            instructions=INSTRUCTIONS[position - 1],
        )
        if done:
            piece = classmates_work.turn_in(step, member, done, utc_moment(due))
            if position == 1:
                classmates_work.return_work(piece, 0, authors[0])
    return project


def _create_works(builder: SchoolBuilder, amina: UUID, daniel: UUID) -> None:
    levels = {key: (pk, most) for pk, key, most in builder.scored_outcomes}
    scorer = Person.objects.system().get(pk=daniel)
    for weeks, title, read in WORKS:
        day: date = builder.today - timedelta(weeks=weeks)
        work = Work.objects.create(student_id=amina, title=title, shown_at=utc_moment(day))
        for key, level in read:
            outcome, most = levels[key]
            scored_at = utc_moment(day + timedelta(days=2), 18)
            save_score(work, outcome, min(level, most), scorer, scored_at)


def _create_exhibition(builder: SchoolBuilder, amina: UUID, daniel: UUID) -> None:
    """In nine days: a peer has not answered, and nobody from outside the school is on the panel yet."""
    exhibition = Exhibition.objects.create(
        student_id=amina,
        term=builder.quarter,
        starts=utc_moment(school_day(builder.today + timedelta(days=9)), 19, 30),
        room="Commons",
    )
    peer = next(student.id for student in builder.students if student.grade == "12")
    accepted = utc_moment(builder.today - timedelta(days=1), 20)
    for person, part, accepted_at in ((daniel, "advisor", accepted), (peer, "peer", None)):
        Panelist.objects.create(exhibition=exhibition, person_id=person, part=part, accepted_at=accepted_at)
