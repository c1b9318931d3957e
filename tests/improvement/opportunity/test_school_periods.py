"""Each school is measured over its own school year, also where another's begins when it is in the middle of its own."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from improvement.opportunity.network import LONG_AGO, add_school, make_network
from trellis.core.community.models import School, Term
from trellis.improvement.opportunity import services
from trellis.improvement.opportunity.models import Rollup
from trellis.improvement.opportunity.periods import school_periods
from trellis.improvement.opportunity.students import students_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def add_year(school: School, starts: int, ends: int, number: int) -> None:
    """A school's year, in days from today."""
    days = {"starts": TODAY + timedelta(days=starts), "ends": TODAY + timedelta(days=ends)}
    Term.objects.create(
        network=school.network, school=school, kind=Term.Kind.YEAR, title="Year", school_year=number, **days
    )


@pytest.fixture
def two():
    """North began 90 days ago; South is 290 days into its year, and its next one has the number of North's."""
    small = make_network("Two", {"North": 30}, days=90)
    number = small.term.school_year
    add_school(small, "South", 30)
    small.term.school = small.schools["North"]
    small.term.save()
    add_year(small.schools["South"], -290, 20, number - 1)
    add_year(small.schools["South"], 75, 385, number)
    return small


def placed(small) -> dict[str, int]:
    """By school, how many students had an internship in the year."""
    rollups = Rollup.objects.unscoped("test").filter(
        measure="days-to-internship", facet="all", school__isnull=False, year=small.term.school_year
    )
    return dict(rollups.values_list("school__name", "counted"))


def test_southern_school_uses_its_own_school_year(two):
    for name in ("North", "South"):
        placement = two.place(two.students[name][0].person, TODAY - timedelta(days=250))
        placement.ends = TODAY - timedelta(days=200)
        placement.save()
        two.place(two.students[name][1].person, TODAY - timedelta(days=60))
    services.rebuild_rollups(two.network)
    assert placed(two) == {"North": 1, "South": 2}


def test_the_figures_of_the_network_stand_under_one_year(two):
    assert services.rebuild_rollups(two.network).year == two.term.school_year
    assert set(Rollup.objects.unscoped("test").values_list("year", flat=True)) == {two.term.school_year}


def test_who_is_new_this_year_is_new_in_the_schools_own_year(two):
    since = timezone.now() - timedelta(days=250)
    north, south = (two.enroll(name, False, since) for name in ("North", "South"))
    students = students_of(two.network, school_periods(two.network))
    levels, coded = students.levels["new_this_year"]
    assert [levels[coded[students.place[student.pk.hex]]] for student in (north, south)] == ["no", "yes"]
    assert list(students.long_enough[[students.place[student.pk.hex] for student in (north, south)]]) == [
        True,
        True,
    ]


def test_who_came_late_in_the_schools_own_year_was_not_there_for_most_of_it(two):
    late = [two.enroll(name, False, timezone.now() - timedelta(days=85)) for name in ("North", "South")]
    students = students_of(two.network, school_periods(two.network))
    assert list(students.long_enough[[students.place[student.pk.hex] for student in late]]) == [True, False]


def test_schools_whose_years_begin_within_weeks_share_one_period(two):
    number = two.term.school_year
    add_school(two, "East", 5)
    add_year(two.schools["East"], -70, 215, number)
    add_school(two, "Without a calendar", 5)
    periods = school_periods(two.network)
    north, east, south, none = (
        periods.year(two.schools[name].pk) for name in ("North", "East", "South", "Without a calendar")
    )
    assert north == east
    assert (north.starts, north.ends) == (TODAY - timedelta(days=90), TODAY + timedelta(days=215))
    assert (south.starts, south.number) == (TODAY - timedelta(days=290), number - 1)
    assert none == periods.years[0]
    assert len(periods.years) == 3


def test_a_year_that_is_over_counts_who_was_there_at_its_end_at_each_school(two):
    number = two.term.school_year - 1
    add_year(two.schools["North"], -450, -160, number)
    moment = datetime.combine(TODAY - timedelta(days=100), time(12), timezone.get_current_timezone())
    for name in ("North", "South"):
        gone = two.enroll(name, False, LONG_AGO)
        gone.ties.unscoped("test").update(ends=moment)
    students = students_of(two.network, school_periods(two.network, number))
    counts = {school: int((students.school == i).sum()) for i, school in enumerate(students.schools)}
    assert counts == {two.schools["North"].pk: 31, two.schools["South"].pk: 30}


def test_a_past_year_that_a_school_has_no_calendar_of_is_the_networks(two):
    number = two.term.school_year - 2
    assert {
        school_periods(two.network, number).year(school.pk).number for school in two.schools.values()
    } == {number}


def test_a_network_of_one_calendar_has_one_period():
    small = make_network("One", {"North": 3, "East": 3})
    periods = school_periods(small.network)
    assert periods.years == [services.network_school_year(small.network)]
    assert isinstance(periods.years[0].starts, date)


@pytest.mark.parametrize(("zone", "days"), [("Pacific/Kiritimati", 1), ("Pacific/Pago_Pago", 0)])
def test_today_is_the_day_where_the_schools_of_a_period_stand(two, monkeypatch, zone, days):
    noon = datetime(TODAY.year, TODAY.month, TODAY.day, 13, tzinfo=UTC)
    School.objects.unscoped("test").filter(name="South").update(time_zone=zone)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    assert school_periods(two.network).year(two.schools["South"].pk).day == TODAY + timedelta(days=days)
