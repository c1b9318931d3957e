"""Whoever opens the demo finds a school in session: people out, work to score, messages to read, decisions to make."""

from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from django.utils import timezone

from built_demo import open_demo
from trellis.assessment.evidence.scoring_queue import works_to_score
from trellis.assessment.exhibitions.models import Panelist
from trellis.core.community.models import Account, Network, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer
from trellis.core.translations.models import Translation
from trellis.demo import clock, families
from trellis.demo.build import school_name
from trellis.demo.plan import SHAPES, NetworkShape, school_sizes
from trellis.design.blueprint.wording import wording_of
from trellis.learning.internships.models import Clearance, Concern, InternshipDay, Placement, SiteMentor
from trellis.learning.plans.models import Plan
from trellis.learning.projects.models import StepDone
from trellis.web.families.models import Reply
from trellis.web.shell.days.decisions import decisions

pytestmark = pytest.mark.django_db
WHY = "the test looks at the whole demonstration"
MONDAY, TUESDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27)


@cache
def first_opened() -> datetime:
    return datetime.now(UTC)


def since_first_opened() -> timedelta:
    """How far the clock has gone on from test to test: what they share was not written in their future."""
    before = first_opened()
    return datetime.now(UTC) - before


@pytest.fixture
def opened(monkeypatch):
    """A small demo whose clock began to run at 10:30 on a day: opened(day)."""
    monkeypatch.setattr(clock, "_shift", timedelta())
    monkeypatch.setenv(clock.SHIFT_VARIABLE, "0")

    def build(today: date) -> Network:
        clock.set_clock(clock.opening_moment(today) + since_first_opened())
        monkeypatch.setattr(timezone, "now", clock.now)
        return open_demo(NetworkShape(1, 0, 0, 120), clock.nearest_school_day(today))

    return build


def viewer(username: str) -> Viewer:
    person = Account.objects.get(username=username).person_id
    return Viewer.of(Person.objects.unscoped(WHY).get(pk=person))


@pytest.mark.parametrize("today", [MONDAY, TUESDAY, FRIDAY])
def test_students_are_at_internships_and_some_have_not_checked_in(opened, today):
    opened(today)
    placements = Placement.objects.unscoped(WHY).under_way(today)
    expected = {row.pk for row in placements if row.is_internship_day(today)}
    arrived = InternshipDay.objects.unscoped(WHY).filter(date=today).values_list("placement", flat=True)
    assert 10 < len(expected & set(arrived)) < len(expected)
    amina = Account.objects.get(username="demo-student").person_id
    hers = placements.get(student=amina)
    assert hers.pk in expected
    assert hers.pk not in set(arrived)


def test_several_students_work_waits_for_the_teacher_and_some_was_returned(opened):
    opened(TUESDAY)
    waiting = works_to_score(viewer("demo-teacher"))
    assert 6 <= waiting.count() <= 10
    assert waiting.values("member__student").distinct().count() >= 6
    assert StepDone.objects.unscoped(WHY).filter(step__title__contains="waiting", returned_at__isnull=False)
    assert not waiting.filter(at__gt=timezone.now()).exists()


def test_every_mentor_can_be_called_and_emailed(opened):
    opened(TUESDAY)
    mentors = Person.objects.unscoped(WHY).filter(pk__in=SiteMentor.objects.unscoped(WHY).values("person"))
    assert mentors.count() > 50
    assert not mentors.filter(phone="").exists()
    assert not mentors.filter(email="").exists()


def test_the_principal_has_a_concern_a_student_and_a_check_to_decide_on(opened):
    opened(TUESDAY)
    school = School.objects.unscoped(WHY).get()
    lines = decisions(viewer("demo-leader"), school, wording_of(school), TUESDAY)
    titles = " / ".join(line.title for line in lines)
    assert "shared a concern about" in titles
    assert "1 student needs an advisory" in titles
    assert "Hope Clinic: a check ends" in titles
    assert Concern.objects.unscoped(WHY).unread().count() == 1
    assert Clearance.objects.unscoped(WHY).filter(site__name="Hope Clinic", expires__lt=TUESDAY).count() == 0


def test_new_students_start_this_week_and_plan_meetings_are_in_this_and_the_next(opened):
    opened(TUESDAY)
    monday = clock.opening_moment(MONDAY) - timedelta(hours=10)
    starts = Tie.objects.unscoped(WHY).filter(role=Role.STUDENT, to_school__isnull=False, starts__gte=monday)
    assert starts.count() == 2
    for week in (0, 1):
        days = monday + timedelta(weeks=week), monday + timedelta(days=7 * week + 5)
        assert Plan.objects.unscoped(WHY).filter(next_meeting__range=days).exists()


def test_a_family_replied_and_panelists_have_and_have_not_answered(opened):
    opened(TUESDAY)
    reply = Reply.objects.unscoped(WHY).get(heard_at=None)
    assert reply.notice_id
    assert Person.objects.seen_by(viewer("demo-advisor")).filter(pk=reply.student_id).exists()
    invited = Panelist.objects.unscoped(WHY).filter(exhibition__held_at=None, part="outside")
    assert invited.filter(accepted_at=None).exists()
    assert invited.exclude(accepted_at=None).exists()


def test_the_notice_is_in_every_language_of_the_screen(opened, settings):
    opened(TUESDAY)
    languages = {code for code, _name in settings.LANGUAGES} - {"en"}
    assert set(families.NOTICE_TRANSLATIONS) == languages
    assert set(Translation.objects.unscoped(WHY).values_list("language", flat=True)) == languages


def test_the_study_has_90_000_students_in_271_schools_of_different_sizes_and_names():
    sizes = school_sizes(SHAPES["study"])
    assert (len(sizes), sum(sizes)) == (271, 90_000)
    assert max(sizes) > 1.5 * min(sizes)
    assert max(sizes.count(size) for size in sizes) < 10
    names = {school_name(number) for number in range(271)}
    assert len(names) == 271
    assert school_sizes(NetworkShape(1, 0, 0, 64)) == [64]


@pytest.mark.parametrize(
    ("today", "stands_on"),
    [
        (date(2026, 11, 28), FRIDAY),
        (date(2026, 11, 29), FRIDAY),
        (TUESDAY, TUESDAY),
        (date(2027, 7, 4), date(2027, 5, 26)),
    ],
)
def test_the_clock_stands_on_the_nearest_school_day(today, stands_on):
    assert clock.opening_moment(today).date() == stands_on
