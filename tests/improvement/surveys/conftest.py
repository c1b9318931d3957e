"""A school with enough students for a survey to say something."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from trellis.core.community.models import Demographics, Person, School
from trellis.improvement.surveys.models import (
    SurveyDecision,
    SurveyRound,
    SurveyTally,
    SurveyTicket,
    SurveyWords,
)
from world import Side, World, make_world, tie

TEXT = "the test looks"
SCALE = ["Not true", "A little true", "Mostly true", "Very true"]


def item(key: str, kind: str = "scale", areas: tuple[str, ...] = ()) -> dict[str, object]:
    answers = {"scale": SCALE, "choice": ["Alone", "Together"], "words": []}[kind]
    return {"key": key, "text": f"Question {key}?", "kind": kind, "answers": answers, "areas": list(areas)}


def content(*items: dict[str, object], third_party: bool = False) -> dict[str, object]:
    items = items or (item("known"), item("best", "choice"), item("change", "words"))
    return {"title": "Your classes", "about": "Tell us.", "third_party": third_party, "items": list(items)}


@pytest.fixture
def world(db) -> World:
    both_sides = make_world()
    for model in (SurveyWords, SurveyTally, SurveyTicket, SurveyDecision, SurveyRound):
        model.objects.unscoped("the test begins without surveys").all().delete()
    return both_sides


@pytest.fixture
def home(world) -> Side:
    return world.home


def add_round(school: School, **values: object) -> SurveyRound:
    today = date.today()
    columns = {
        "survey": "students",
        "version": "1.0.0",
        "content": content(),
        "audience": "students",
        "opens": today,
        "closes": today + timedelta(days=10),
        "min_group": 10,
    }
    return SurveyRound.objects.create(school=school, **columns | values)


def add_students(side: Side, count: int, race: str = "", grade: str = "09", **more: object) -> list[Person]:
    people = []
    for number in range(count):
        person = Person.objects.create(
            network=side.network, given_name=f"Lu{race}{grade}{number}", family_name="Okafor", grade=grade
        )
        tie(person, "student-of", side.school)
        Demographics.objects.create(student=person, race=race, **more)
        people.append(person)
    return people


def reload(row: SurveyRound) -> SurveyRound:
    return SurveyRound.objects.unscoped(TEXT).select_related("school").get(pk=row.pk)
