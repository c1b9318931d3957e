"""`trellis daily` sends the daily email, says how many, and goes on where one task fails."""

import pytest
from click.testing import CliRunner
from django.core import mail
from django.utils import timezone

from trellis.cli import main
from trellis.core.foundation import daily_tasks
from trellis.web.families.models import Notice
from web.notifications.letters import TEXT, give_email, quiet_world
from world import Side

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    side = quiet_world()
    give_email(side, "carmen")
    Notice.objects.unscoped(TEXT).update(created=timezone.now())
    return side


def test_the_command_tells_what_went_out(home, settings):
    settings.TRELLIS_ADDRESS = "https://trellis.example.org/"
    result = CliRunner().invoke(main, ["daily"])
    assert result.exit_code == 0, result.output
    assert "Daily emails sent: 1" in result.output


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
