"""When a step is due: the earliest day that its rule gives, on the school's own clock."""

from datetime import UTC, date, datetime

import pytest

from trellis.adults.joining.due_dates import due_date, today_at
from trellis.adults.joining.models import JoiningSchool
from trellis.core.community.models import Network, School
from trellis.design.blueprint.package.joining import DueRule

STARTED, OPENING = date(2026, 11, 30), date(2027, 8, 30)


@pytest.mark.parametrize(
    ("rule", "year", "opening", "due"),
    [
        ({"after_start": 14}, None, None, date(2026, 12, 14)),
        ({"before_opening": 30}, 0, OPENING, date(2027, 7, 31)),
        ({"before_opening": 30}, 0, None, None),
        ({"on": "03-15"}, None, None, date(2027, 3, 15)),  # no year of its own: the next one
        ({"on": "03-15"}, 0, OPENING, date(2027, 3, 15)),
        ({"on": "10-31"}, 1, OPENING, date(2027, 10, 31)),
        ({"on": "05-15"}, 1, OPENING, date(2028, 5, 15)),
        ({"on": "05-15"}, 4, OPENING, date(2031, 5, 15)),
        ({"on": "05-15"}, 2, date(2028, 2, 29), date(2029, 5, 15)),
        ({"on": "03-15", "before_opening": 90}, 0, OPENING, date(2027, 3, 15)),
        ({"on": "03-15", "before_opening": 210}, 0, OPENING, date(2027, 2, 1)),
        ({"after_start": 400, "before_opening": 90}, 0, None, date(2028, 1, 4)),  # what is known so far
    ],
)
def test_a_step_is_due_on_the_earliest_day_of_its_rule(rule, year, opening, due):
    assert due_date(DueRule(**rule), year, STARTED, opening) == due


def test_today_is_the_schools_own_day_and_before_that_the_networks():
    now = datetime(2026, 11, 30, 14, tzinfo=UTC)
    network = Network(name="Two Coasts", time_zone="America/Los_Angeles")
    joining = JoiningSchool(network=network)
    assert today_at(joining, now) == date(2026, 11, 30)
    joining.school = School(network=network, time_zone="Australia/Hobart")
    assert today_at(joining, now) == date(2026, 12, 1)
