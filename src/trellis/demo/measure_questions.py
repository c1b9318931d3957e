"""What the student of the cast asks about what is measured: one question is answered, one waits for her advisor."""

from __future__ import annotations

from datetime import date, timedelta

from trellis.core.community.models import Account, Network, School
from trellis.core.foundation.measures import MEASURES
from trellis.improvement.measure_questions.models import MeasureQuestion

from .rows import utc_moment

ASKED = (
    (
        "exhibition-held",
        "My exhibition was in October. Why do I not count?",
        "It was last school year’s panel. Your exhibition this year is planned, and you count once it is held.",
    ),
    ("work-read-twice", "Two people scored my budget report. Can you check?", ""),
)


def create_measure_questions(network: Network, today: date) -> None:
    """For the cast, where the network has it."""
    people = dict(
        Account.objects.filter(username__in=("demo-student", "demo-advisor")).values_list(
            "username", "person"
        )
    )
    school = School.objects.system().filter(network=network).order_by("created").first()
    if school is None or len(people) < 2:
        return
    for measure, words, answer in ASKED:
        answered = {
            "outcome": MeasureQuestion.Outcome.EXPLAINED,
            "answer": answer,
            "answered_at": utc_moment(today - timedelta(days=2)),
            "answered_by_id": people["demo-advisor"],
        }
        MeasureQuestion.objects.create(
            school=school,
            student_id=people["demo-student"],
            measure=measure,
            title=str(MEASURES[measure].title),
            value=0,
            words=words,
            by_id=people["demo-student"],
            **(answered if answer else {}),
        )
