"""What the invented network works on: an aim, and six cycles at three schools, of which two failed; and what teams try.

The first three are at the school with the cast, the others at schools that follow it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from trellis.core.community.models import Group, Network, Role, School, Tie
from trellis.core.foundation.ids import new_id
from trellis.improvement.cycles.models import Aim, Cycle, CycleMeasure, Observation, PracticalMeasure
from trellis.improvement.cycles.services import aims, cycles, practical

WEEKS, CHANGE_WEEK, COUNTED = 20, 10, 24
OBSERVATIONS = (
    "Pairs first: eleven spoke, last week it was six.",
    "Two who never had spoke in their own language first.",
)
BEFORE = (10, 11, 9, 10, 12, 10, 9, 11, 10, 10)


@dataclass(frozen=True)
class Story:
    """One cycle: its question, its change, what was counted in each week since, and what was decided."""

    title: str
    change: str
    measure: str
    question: str
    since: tuple[int, ...]
    predicted: int
    school: int
    decision: str
    words: str


STORIES = (
    Story(
        "Does an interpreter on the first call help?",
        "An interpreter joins the first call to a site.",
        "First calls that led to a shadow day",
        "Of the first calls this week, how many led to a shadow day?",
        (10, 13, 12, 14, 15, 14, 15, 16, 15, 15),
        60,
        0,
        "adopt",
        "Every first call has an interpreter from now on. Sites say yes when they can ask.",
    ),
    Story(
        "Do letters in three languages help?",
        "Families get a letter in their language before the plan meeting.",
        "Plan meetings with a family member",
        "Of the plan meetings this week, at how many was a family member there?",
        (11, 10, 9, 10, 11, 10, 12, 9, 10, 11),
        65,
        0,
        "abandon",
        "Letters made no difference that we can see. Families told us that they would rather get a call.",
    ),
    Story(
        "Does a call before the plan meeting help?",
        "The advisor calls the family two days before.",
        "Plan meetings with a family member, after a call",
        "Of the meetings with a call this week, at how many was a family member there?",
        (11, 12, 13, 11, 13, 14, 12, 13, 14, 13),
        70,
        0,
        "",
        "",
    ),
    Story(
        "Does a visit to the site before the first day help?",
        "Advisor and student visit the site together before the first internship day.",
        "Students at their internship in the first week",
        "Of the students who began this month, how many came on every day of the first week?",
        (13, 14, 13, 15, 14, 16, 15, 14, 16, 15),
        65,
        1,
        "adopt",
        "Each student visits first, with the advisor. It takes an afternoon and saves three calls.",
    ),
    Story(
        "Do text reminders on Sunday evening help?",
        "Students get a text message on Sunday about the internship day ahead.",
        "Students at their internship, with a reminder",
        "Of the students with an internship day this week, how many were there?",
        (10, 9, 11, 10, 10, 11, 9, 10, 10, 11),
        60,
        1,
        "abandon",
        "Reminders changed nothing. Students said that the bus was the reason, and not that they forgot.",
    ),
    Story(
        "Does an interpreter on the first call help here too?",
        "An interpreter joins the first call to a site, as another school does it.",
        "First calls with an interpreter that led to a shadow day",
        "Of the first calls this week, how many led to a shadow day?",
        (11, 13, 12, 14, 13, 15, 14, 15, 14, 16),
        55,
        2,
        "adopt",
        "It works here too. Two staff members who speak Arabic and Spanish take turns.",
    ),
)


def create_cycles(network: Network, today: date) -> None:
    """Through the services, as people would."""
    _create_team_cycles(network, today)
    staff = Tie.objects.system().filter(role=Role.NETWORK_STAFF, to_network=network).first()
    schools = list(School.objects.system().filter(network=network).order_by("created")[:3])
    if staff is None or not schools:
        return
    values = {
        "title": "More multilingual learners complete an internship",
        "why": "They have shadow days as often as others, and fewer of them lead to an internship.",
        "group": "multilingual.yes",
        "measure": "internship-now",
        "baseline": 39.0,
        "baseline_n": 120,
        "baseline_source": "Opportunity page of last school year",
        "target": 55.0,
        "due": today + timedelta(days=190),
        "next_look": today + timedelta(days=40),
    }
    aim = aims.start_aim(new_id(), {"network": network}, values, staff.person_id)
    for story in STORIES:
        school = schools[story.school % len(schools)]
        leader = Tie.objects.system().filter(role=Role.LEADER, to_school=school).order_by("created").first()
        if leader is not None:
            _create_cycle(school, aim, story, today, leader.person_id)


def _create_team_cycles(network: Network, today: date) -> None:
    """For each team one cycle under way with what was seen, and one that ended. They stay within the school."""
    teams = Group.objects.system().filter(school__network=network, kind=Group.Kind.TEAM).order_by("pk")
    for team in teams:
        ties = Tie.objects.system().filter(to_group=team, role=Role.TEACHER).order_by("pk")
        teachers = list(ties.values_list("person", flat=True)[:2])
        if not teachers:
            continue
        common = {"team": team, "scale": Cycle.Scale.TEAM, "within_school": True}
        starts = today - timedelta(days=15)
        cycle = Cycle.objects.create(
            **common,
            title="Who speaks in the circle, and who does not yet?",
            change_idea="Everyone says it to a partner before anyone says it to all.",
            data_plan="A tally of who spoke, every Tuesday, in two classes.",
            starts=starts,
            change_on=starts,
            due=today + timedelta(days=6),
        )
        for back, words, who in zip((9, 2), OBSERVATIONS, (teachers * 2)[:2], strict=True):
            Observation.objects.create(cycle=cycle, day=today - timedelta(days=back), words=words, by_id=who)
        Cycle.objects.create(
            **common,
            title="Does reading aloud in two languages help with a lab report?",
            change_idea="The first paragraph is read aloud in a home language, then written in English.",
            data_plan="Twelve reports, before and after.",
            starts=today - timedelta(days=80),
            change_on=today - timedelta(days=80),
            due=today - timedelta(days=50),
            decision=Cycle.Decision.ADOPT,
            decision_words="Nine of twelve were longer, and said why more often.",
            decided_on=today - timedelta(days=48),
        )


def _create_cycle(school: School, aim: Aim, story: Story, today: date, by: UUID) -> None:
    first = today - timedelta(weeks=WEEKS)
    change_on = first + timedelta(weeks=CHANGE_WEEK)
    measure = practical.add_measure(
        new_id(), {"school": school}, {"title": story.measure, "question": story.question}, by
    )
    plan = {
        "aim": aim,
        "title": story.title,
        "change_idea": story.change,
        "scale": Cycle.Scale.TEAM,
        "starts": change_on - timedelta(days=7),
        "change_on": change_on,
        "due": today + timedelta(days=2),
        "next_meeting": today + timedelta(days=2),
    }
    cycle = cycles.start_cycle(new_id(), {"school": school}, plan, by)
    row = cycles.look_at(cycle, measure, by)
    _enter_numbers(measure, story, first, by)
    prediction = {
        "question": f"What share will it be? ({story.measure})",
        "practical": measure,
        "value": float(story.predicted),
        "reason": "Those whom we asked said so.",
    }
    cycles.predict(cycle, new_id(), prediction, change_on - timedelta(days=5), by)
    _freeze(row, first, change_on, by)
    seen = change_on + timedelta(days=9)
    words = "It took four minutes more than planned. Two people asked to do it again."
    cycles.observe(cycle, new_id(), seen, words, None, by)
    if story.decision:
        cycles.decide(cycle, story.decision, story.words, cycle.revision, {}, today - timedelta(days=1), by)


def _enter_numbers(measure: PracticalMeasure, story: Story, first: date, by: UUID) -> None:
    for week, done in enumerate((*BEFORE, *story.since)):
        day = first + timedelta(weeks=week)
        practical.add_point(measure, practical.Entry(new_id(), day, done, COUNTED, None), by)


def _freeze(row: CycleMeasure, first: date, change_on: date, by: UUID) -> None:
    cycles.freeze_baseline(row, first, change_on - timedelta(days=7), "", change_on, by)
