"""What people are told about change ideas by email."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from trellis.core.community.models import School
from trellis.improvement.change_ideas.models import ChangeIdea, IdeaTest
from trellis.improvement.change_ideas.news import week_before
from trellis.improvement.cycles.models import Aim
from trellis.web.notifications.sources.change_ideas import change_idea_news
from world import Side, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings, tmp_path) -> Side:
    """A school with an aim for multilingual learners; another school shared an idea for them last week."""
    settings.MEDIA_ROOT = tmp_path
    side = make_world().home
    _first, monday = week_before(timezone.localdate())
    last_week = timezone.now() - (timezone.localdate() - monday) - timedelta(days=3)
    summit = School.objects.create(network=side.network, name="Summit")
    IdeaTest.objects.unscoped("a test").filter(idea=side.rows["ChangeIdea"]).update(
        school=summit, shared_at=last_week
    )
    ChangeIdea.objects.unscoped("a test").filter(pk=side.rows["ChangeIdea"].pk).update(
        group="multilingual.yes"
    )
    Aim.objects.unscoped("a test").filter(pk=side.rows["Aim"].pk).update(group="multilingual.yes")
    return side


def lines(side: Side, name: str, days_ago: int) -> list[str]:
    since = timezone.now() - timedelta(days=days_ago)
    return [item.text for item in change_idea_news(side.viewer(name), since)]


def test_an_idea_that_fits_an_aim_is_told_once_in_a_week(home):
    assert lines(home, "ines", 8) == ["1 school idea fits an aim of your school: Call before the meeting"]
    assert [item.text for item in change_idea_news(home.viewer("ines"), timezone.now())] == []


def test_an_idea_for_other_students_is_not_told(home):
    Aim.objects.unscoped("a test").filter(pk=home.rows["Aim"].pk).update(group="disability.yes")
    assert lines(home, "ines", 8) == []


def test_an_idea_of_the_own_school_is_no_news(home):
    IdeaTest.objects.unscoped("a test").filter(idea=home.rows["ChangeIdea"]).update(school=home.school)
    assert lines(home, "ines", 8) == []
