"""What the invented network learns: three beliefs, of which one fell, and a roll-out to half of its schools."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from uuid import UUID

from trellis.core.community.models import Network, Role, School, Tie
from trellis.core.foundation.device_entries import fingerprint
from trellis.core.foundation.ids import new_id
from trellis.improvement.cycles.models import Cycle, DataPoint, PracticalMeasure
from trellis.improvement.cycles.services import practical
from trellis.improvement.network_learning.models import Belief
from trellis.improvement.network_learning.services import beliefs, roll_outs

from .cycles import STORIES
from .rows import write_records

WEEKS, FIRST_START, SECOND_START = 16, 6, 10
COUNTED, USUAL, RISE = 24, 10, 4
CALL = "A call two days before the plan meeting brings more families."
INTERPRETER = "An interpreter on the first call leads to more shadow days."
LETTERS = "Letters in three languages bring more families to plan meetings."


def create_network_learning(network: Network, today: date) -> None:
    """Through the services, as program staff would."""
    staff = Tie.objects.system().filter(role=Role.NETWORK_STAFF, to_network=network).first()
    if staff is None:
        return
    roll_out = _create_roll_out(network, today, staff.person_id)
    _create_beliefs(network, today, roll_out, staff.person_id)


def _create_beliefs(network: Network, today: date, roll_out: UUID, by: UUID) -> None:
    cycles = Cycle.objects.system().filter(school__network=network)
    adopted, dropped = (cycles.filter(title=story.title).first() for story in STORIES[:2])
    call = _add(network, CALL, Belief.Sure.SEVERAL, today, by)
    _evidence(call, "for", "Schools that call see more families than before.", ("roll_out", roll_out), by)
    _evidence(
        call, "against", "Two schools called and saw no difference. Both called on the day itself.", None, by
    )
    interpreter = _add(network, INTERPRETER, Belief.Sure.ONCE, today + timedelta(days=45), by)
    if adopted:
        _evidence(interpreter, "for", "More first calls led to a shadow day.", ("cycle", adopted.pk), by)
    letters = _add(network, LETTERS, Belief.Sure.ONCE, today + timedelta(days=120), by)
    if dropped:
        _evidence(
            letters, "against", "Letters made no difference that we can see.", ("cycle", dropped.pk), by
        )
    values = {
        "statement": LETTERS,
        "sure": Belief.Sure.ONCE,
        "look_again_on": today + timedelta(days=120),
        "status": Belief.Status.DROPPED,
        "reason": "A cycle saw no difference, and families told us that they would rather get a call.",
    }
    beliefs.update_belief(letters, values, letters.revision, {}, by)


def _add(network: Network, statement: str, sure: str, look_again_on: date, by: UUID) -> Belief:
    values = {"statement": statement, "sure": sure, "look_again_on": look_again_on}
    return beliefs.add_belief(new_id(), network, values, by)


def _evidence(belief: Belief, side: str, words: str, target: tuple[str, UUID] | None, by: UUID) -> None:
    beliefs.add_evidence(new_id(), belief, beliefs.EvidenceDetails(side, words, target=target), by)


def _create_roll_out(network: Network, today: date, by: UUID) -> UUID:
    """Half of the schools start, in two steps; each counts once a week."""
    words = {
        "title": "Plan meetings with a family member",
        "question": "Of the plan meetings this week, at how many was a family member there?",
    }
    measure = practical.add_measure(new_id(), {"network": network}, words, by)
    values = {
        "title": "A call before each plan meeting",
        "what": "The advisor calls the family two days before the meeting, with an interpreter where one is needed.",
        "practical": measure,
    }
    roll_out = roll_outs.start_roll_out(new_id(), network, values, by)
    schools = list(
        School.objects.system().filter(network=network).order_by("created").values_list("pk", flat=True)
    )
    practical.copy_to_schools(measure, schools, by)
    first = today - timedelta(days=today.weekday(), weeks=WEEKS)
    steps = {FIRST_START: schools[0::4], SECOND_START: schools[2::4]}
    for week, starting in steps.items():
        roll_outs.add_schools(roll_out, starting, first + timedelta(weeks=week), by)
    _count(measure, first, {school: week for week, starting in steps.items() for school in starting})
    return roll_out.pk


def _count(measure: PracticalMeasure, first: date, starts: dict[UUID, int]) -> None:
    random = Random("plan meetings")
    points = []
    copies = PracticalMeasure.objects.system().filter(same_as=measure).order_by("school__created")
    for copy in copies:
        level = USUAL + random.randint(-3, 3)
        for week in range(WEEKS):
            has_started = copy.school_id in starts and week >= starts[copy.school_id]
            done = max(0, min(COUNTED, level + random.randint(-2, 2) + RISE * has_started))
            day = first + timedelta(weeks=week, days=3)
            points.append(
                DataPoint(
                    measure=copy,
                    day=day,
                    numerator=done,
                    denominator=COUNTED,
                    fingerprint=fingerprint(copy.pk, day, done, COUNTED, None, ""),
                )
            )
    write_records(points)
