"""What moved at a school since its coach was there, from tables that hide small groups."""

import pytest

from improvement.opportunity.network import LONG_AGO, make_network
from trellis.adults.coaching.school_changes import current_figures, school_changes
from trellis.core.community.models import Person, Role, Tie
from trellis.improvement.opportunity import services

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    """East has 60 students, 6 of them with an internship. West has 6, and North hides with it."""
    small = make_network("Harbor", {"East": 60, "North": 40, "West": 6})
    kofi = Person.objects.create(network=small.network, given_name="Kofi")
    for school in small.schools.values():
        Tie.objects.create(person=kofi, role=Role.COACH, to_school=school, starts=LONG_AGO)
    for student in small.students["East"][-6:]:
        small.place(student.person)
    small.kofi = kofi
    services.rebuild_rollups(small.network)
    return small


def test_a_rate_that_moved_is_told_with_whether_chance_would_do_it(network):
    viewer, east = network.viewer(network.kofi), network.schools["East"]
    before = current_figures(viewer, east)
    for student in network.students["East"][20:-6]:
        network.place(student.person)
    services.rebuild_rollups(network.network)
    changes = school_changes(viewer, east, before)
    moved = next(each for each in changes.moved if each.now == "67%")  # 40 of 60
    assert (moved.before, moved.direction, moved.is_clear) == ("10%", "better", True)
    assert not changes.since_last_year
    assert any(
        "lower than all other students" in gap for gap in changes.gaps
    )  # 10 learners have one, 30 others


def test_a_school_with_few_students_shows_nothing(network):
    viewer, west = network.viewer(network.kofi), network.schools["West"]
    assert current_figures(viewer, west) == {"measures": {}}
    assert school_changes(viewer, west, {}).moved == ()


def test_who_has_no_tie_to_the_school_gets_no_figures(network):
    stranger = Person.objects.create(network=network.network, given_name="Lena")
    assert current_figures(network.viewer(stranger), network.schools["East"]) == {"measures": {}}
