"""What the invented network works on: an aim, and three cycles at the school with the cast, of which one failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from trellis.core.community.models import Network, Role, School, Tie
from trellis.core.foundation.ids import new_id
from trellis.improvement.cycles.models import Aim, Cycle, CycleMeasure, PracticalMeasure
from trellis.improvement.cycles.services import aims, cycles, practical

WEEKS, CHANGE_WEEK, COUNTED = 20, 10, 24
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
        "",
        "",
    ),
)


def create_cycles(network: Network, today: date) -> None:
    """Through the services, as people would."""
    staff = Tie.objects.system().filter(role=Role.NETWORK_STAFF, to_network=network).first()
    school = School.objects.system().filter(network=network).order_by("created").first()
    leader = Tie.objects.system().filter(role=Role.LEADER, to_school=school).order_by("created").first()
    if staff is None or school is None or leader is None:
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
        _create_cycle(school, aim, story, today, leader.person_id)


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
