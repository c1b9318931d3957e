"""What students of two schools said in the fall and what came of it; and a survey of families that is open now."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from uuid import UUID

from trellis.core.community.models import Network, Person, Role, School, Tie
from trellis.core.foundation.ids import new_id
from trellis.improvement.surveys.content import surveys_of
from trellis.improvement.surveys.models import SurveyRound, SurveyTicket
from trellis.improvement.surveys.people import today_of
from trellis.improvement.surveys.services import rounds
from trellis.improvement.surveys.services.answers import save_answer

SEED = 20260905
SCHOOLS = 2
"""So many schools asked: enough for the network to see a sum."""
MOST_ANSWERS = 160
ANSWERING = 0.8
"""The share of students who answered."""
WORDS = (
    "Start the day a little later.",
    "More time for the project, fewer short tasks.",
    "I would like to choose my group sometimes.",
    "Help at the site when something goes wrong.",
    "Quiet rooms to read.",
    "Let us show our work to younger students.",
    "More words in my language in the instructions.",
    "Nothing, it is good.",
)
LOOP = {
    "heard": "You feel known here. You want help sooner when you are stuck. You want to use your languages more.",
    "will_change": "Every Tuesday and Thursday, two teachers are free to help from 2 to 3. New projects come with key "
    "words in your languages.",
    "will_stay": "School still starts at 8:30. The buses set that time, and we cannot move them this year.",
}


def create_surveys(network: Network, today: date) -> None:
    """Through the services, as people would; without emails."""
    random = Random(SEED)
    for school in School.objects.system().filter(network=network).order_by("created")[:SCHOOLS]:
        leader = Tie.objects.system().filter(role=Role.LEADER, to_school=school).order_by("created").first()
        if leader is None or surveys_of(school)[0] is None:
            continue
        _closed_round(school, today, leader.person_id, random)
        _open_round(school, today, leader.person_id)


def _plan(school: School, survey: str, first: date, last: date, by: UUID) -> SurveyRound:
    values = {"opens": first, "closes": last, "is_required": False, "federally_funded": False}
    return rounds.start_round(new_id(), school, survey, values, by)


def _closed_round(school: School, today: date, by: UUID, random: Random) -> None:
    """It is open on the day that the network is built, so that it takes answers; its days are moved afterwards."""
    row = _plan(school, "students", today - timedelta(days=1), max(today, today_of(school)), by)
    rows = SurveyRound.objects.system().filter(pk=row.pk).select_related("school")
    rows.update(opened_on=today - timedelta(days=1))
    row = rows.get()
    rounds.issue_tickets(row)
    tickets = SurveyTicket.objects.system().filter(round=row).select_related("person").order_by("person")
    for ticket in tickets[:MOST_ANSWERS]:
        if random.random() < ANSWERING:
            choices, words = _answer(row, ticket.person, random)
            save_answer(row, ticket.person, choices, words)
    rounds.close_round(row, by)
    row = rows.get()
    rounds.save_loop(row, LOOP, row.revision, {}, by)
    rounds.publish_loop(rows.get(), by)
    rows.update(
        opens=today - timedelta(days=30),
        opened_on=today - timedelta(days=30),
        closes=today - timedelta(days=16),
        closed_on=today - timedelta(days=15),
        published_on=today - timedelta(days=6),
    )


def _answer(row: SurveyRound, person: Person, random: Random) -> tuple[dict[str, int], dict[str, str]]:
    """Most feel known; students who speak several languages use them less than they would like."""
    choices: dict[str, int] = {}
    words: dict[str, str] = {}
    for item in row.content["items"]:
        if item["kind"] == "words":
            words[item["key"]] = random.choice(WORDS) if random.random() < 0.5 else ""
            continue
        weights = [1, 2, 5, 4] if item["kind"] == "scale" else [2, 4, 2, 3]
        if item["key"] == "languages" and len(person.home_languages) > 0:
            weights = [3, 4, 3, 1]
        if item["key"] == "help":
            weights = [3, 4, 3, 2]
        choices[item["key"]] = random.choices(range(len(item["answers"])), weights[: len(item["answers"])])[0]
    return choices, words


def _open_round(school: School, today: date, by: UUID) -> None:
    row = _plan(school, "families", today - timedelta(days=2), today + timedelta(days=12), by)
    rows = SurveyRound.objects.system().filter(pk=row.pk).select_related("school")
    rows.update(opened_on=today - timedelta(days=2))
    rounds.issue_tickets(rows.get())
