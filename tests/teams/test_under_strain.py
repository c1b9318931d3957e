"""Teams under strain: people who left before, small numbers, and words of two who write at once."""

import pytest
from django.utils import timezone

from teams.people import TEXT, adopt, classmates, groups
from trellis.community.models import Group, Person, Tie
from trellis.community.viewer import Viewer
from trellis.teams import forming
from trellis.teams.models import Forming
from world import Side, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return make_world().home


def work_in(side: Side, group: Group, count: int = 2, title: str = "Water", balance: tuple = ()) -> Forming:
    return forming.begin(side.school, "work", title, group, count, "", list(balance), side.tomas.pk)


def strands_in(side: Side, team: Group) -> Forming:
    return forming.begin(side.school, "strand", "Strands", team, 2, "", [], side.ines.pk)


def leave(person: Person, group: Group) -> None:
    Tie.objects.unscoped(TEXT).filter(person=person, to_group=group).update(ends=timezone.now())


def sees(who: Person, *students: Person) -> bool:
    """Whether somebody sees any of these."""
    return Person.objects.seen_by(Viewer.of(who)).filter(pk__in=[one.pk for one in students]).exists()


def test_a_student_who_left_the_class_does_not_stay_in_its_old_work_groups(home):
    biology = home.rows["Class"]
    gone = classmates(home, 5, biology)[0]
    adopt(work_in(home, biology))
    leave(gone, biology)
    adopt(work_in(home, biology, title="Fire"))
    assert not sees(home.tomas, gone)
    assert len(groups("work")) == 2


def test_a_student_who_left_the_team_does_not_stay_in_its_old_strands_or_their_work_groups(home):
    team = home.rows["Team"]
    gone = classmates(home, 5, team)[0]
    adopt(strands_in(home, team))
    for strand in groups("strand"):
        adopt(work_in(home, strand, 1))
    leave(gone, team)
    adopt(strands_in(home, team))
    assert not sees(home.tomas, gone)
    assert not groups("work")
