"""What people are told about change ideas by email."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from trellis.core.community.models import School
from trellis.design.blueprint.models import ChangeProposal
from trellis.improvement.change_ideas.decisions import idea_decisions
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


def test_an_idea_that_fits_an_aim_is_on_today(home):
    (decision,) = idea_decisions(home.viewer("ines"), timezone.localdate())
    assert decision.title == "A change idea fits an aim of your school"


def test_the_answer_to_a_proposal_reaches_the_leaders_of_each_school_that_adopted_the_idea(home):
    idea = home.rows["ChangeIdea"]
    IdeaTest.objects.unscoped("a test").filter(idea=idea).update(school=home.school, decision="adopt")
    summit = School.objects.unscoped("a test").get(name="Summit")
    ChangeProposal.objects.create(
        network=home.network,
        school=summit,
        package=home.rows["Adoption"].package,
        part="words",
        what="A call.",
        evidence={"title": idea.title},
        source=idea.pk,
        status="declined",
        answer="Not yet.",
    )
    assert lines(home, "ines", 1) == ["The network answered your proposal: Call before the meeting"]
    assert lines(home, "tomas", 1) == []
    decisions = list(idea_decisions(home.viewer("ines"), timezone.localdate()))
    assert [decision.title for decision in decisions] == ["The network answered your proposal"]
