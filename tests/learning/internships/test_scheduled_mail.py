"""Once a week each mentor for whom days wait has mail, whoever remembers to run it or not."""

from datetime import date, time, timedelta

import pytest
from click.testing import CliRunner
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from trellis.cli import main
from trellis.core.community.models import Link, School
from trellis.core.foundation import daily_tasks
from trellis.learning.internships.models import InternshipDay
from trellis.learning.internships.scheduled_tasks import ask_mentors
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def home() -> Side:
    side = make_world().home
    Link.objects.unscoped(TEXT).all().delete()
    InternshipDay.objects.unscoped(TEXT).all().delete()
    InternshipDay.objects.create(
        placement=side.rows["Placement"],
        date=date.today() - timedelta(days=3),
        arrived=time(9),
        left=time(14),
        minutes=300,
    )
    side.rosa.email = "rosa@clinic.example"
    side.rosa.save()
    return side


def address(name: str, token: str) -> str:
    return "https://trellis.example.org" + reverse(name, args=[token])


def run(days: int = 0) -> int:
    return ask_mentors(timezone.now() + timedelta(days=days), address)


def test_rosa_is_asked_and_not_again_within_the_week(home):
    assert (run(), run(), run(3)) == (1, 0, 0)
    assert mail.outbox[0].to == ["rosa@clinic.example"]
    assert "https://trellis.example.org/confirm/" in mail.outbox[0].body


def test_a_week_later_what_still_waits_is_asked_for_again(home):
    run()
    assert run(8) == 1


def test_no_reminder_without_email_or_waiting_days(home):
    InternshipDay.objects.unscoped(TEXT).update(date=date.today() + timedelta(days=1))
    assert run() == 0
    InternshipDay.objects.unscoped(TEXT).update(date=date.today() - timedelta(days=2), minutes=0)
    assert run() == 0
    InternshipDay.objects.unscoped(TEXT).update(minutes=300)
    home.rosa.email = ""
    home.rosa.save()
    assert run() == 0


@pytest.mark.parametrize(
    ("zone", "mentors"), [("Pacific/Kiritimati", 1), ("UTC", 0), ("Pacific/Pago_Pago", 0)]
)
def test_a_day_is_over_by_the_clock_of_the_school(home, zone, mentors):
    """At 13:00 UTC it is tomorrow in Kiritimati, 14 hours ahead."""
    School.objects.unscoped(TEXT).update(time_zone=zone)
    now = timezone.now().replace(hour=13)
    InternshipDay.objects.unscoped(TEXT).update(date=now.date())
    assert ask_mentors(now, address) == mentors


def test_the_command_tells_what_went_out(home, settings):
    settings.TRELLIS_ADDRESS = "https://trellis.example.org/"
    result = CliRunner().invoke(main, ["daily"])
    assert result.exit_code == 0, result.output
    assert "Mentors asked to confirm days: 1" in result.output


def test_without_an_address_the_command_says_what_to_set(home, settings):
    settings.TRELLIS_ADDRESS = ""
    result = CliRunner().invoke(main, ["daily"])
    assert result.exit_code == 1
    assert "TRELLIS_ADDRESS=https://" in result.output
    assert not mail.outbox


def test_a_daily_task_that_fails_does_not_stop_the_others(home, settings, monkeypatch):
    settings.TRELLIS_ADDRESS = "https://trellis.example.org/"
    first, *others = daily_tasks.DAILY_TASKS

    def breaks(now, address):
        raise OSError("the mail server is down")

    monkeypatch.setitem(daily_tasks.DAILY_TASKS, first, daily_tasks.DailyTask(first, "The first", breaks))
    result = CliRunner().invoke(main, ["daily"])
    assert result.exit_code == 1
    assert "The first: failed. OSError: the mail server is down" in result.output
    for key in others:
        assert f"{daily_tasks.DAILY_TASKS[key].label}: " in result.output
