"""After a workshop: what schools that came did more often, beside those that did not; no teacher, no single school."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from trellis.adults.professional_learning.events.practice_changes import practice_changes
from trellis.adults.professional_learning.models import LearningSession, SessionAttendance, SignUp
from trellis.core.community.models import Person, Role, School
from trellis.learning.projects.models import Project
from world import Side, make_world, tie

from .events import TEXT, make_event, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return make_world().home


def design_project(school: School, moment: datetime) -> None:
    day = moment.date()
    Project.objects.create(
        school=school, title="P", driving_question="?", starts=day, ends=day, created=moment
    )


def hold_workshop(home: Side, schools: int, days_ago: int = 100):
    """So many schools came, as many did not; those that came design two more projects each than before."""
    event = make_event(home, days=-days_ago)
    session = LearningSession.objects.unscoped(TEXT).get(event=event)
    for number in range(2 * schools):
        school = School.objects.create(network=home.network, name=f"School {number}")
        person = Person.objects.create(network=home.network, given_name=f"Teacher {number}")
        tie(person, Role.TEACHER, school)
        design_project(school, event.starts - timedelta(days=10))
        if number < schools:
            sign_up = SignUp.objects.create(
                event=event, person=person, school=school, number=number + 1, place="seat"
            )
            SessionAttendance.objects.create(sign_up=sign_up, session=session, how="code", by=person)
            for _project in range(2 + number % 2):
                design_project(school, event.ends + timedelta(days=20))
        else:
            for _project in range(number % 2):
                design_project(school, event.ends + timedelta(days=20))
    return event


def test_program_staff_see_the_difference_and_that_it_is_no_experiment(home):
    event = hold_workshop(home, 6)
    page = press(home, "imani", "learning-event-changes", event.pk, 200)
    assert "This is not an experiment." in page
    assert "6 before, 15 after" in page
    assert "More than chance would do." in page
    assert "90 days before and after" in page
    assert "Teacher 1" not in page
    assert "School 1" not in page
    for who in ("ines", "tomas", "kofi", "devi"):
        press(home, who, "learning-event-changes", event.pk, 404)


def test_few_schools_are_not_compared_and_a_new_event_waits(home):
    few = hold_workshop(home, 3)
    assert "Not enough schools to compare" in press(home, "imani", "learning-event-changes", few.pk, 200)
    recent = make_event(home, days=-5)
    assert practice_changes(recent).changes == ()
    assert "The first figures come on" in press(home, "imani", "learning-event-changes", recent.pk, 200)


def test_before_and_after_are_as_long_as_each_other_while_90_days_have_not_passed(home):
    event = hold_workshop(home, 5, days_ago=45)
    effect = practice_changes(event)
    assert effect.days == (timezone.now() - event.ends).days
    design_project(home.school, event.starts - timedelta(days=60))  # longer ago than is counted after
    assert practice_changes(event).changes[0].comparison.other_totals.before == 5
