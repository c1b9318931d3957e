"""Whoever sees a network and each of its schools cannot subtract one page from another and find a few students."""

from datetime import timedelta

import pytest
from django.utils import timezone

from trellis.core.community.models import Demographics, Network, Person, Role, School, Schooling, Tie
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.measures import MEASURES
from trellis.improvement.opportunity import gap_decomposition, places, selectors, services
from trellis.learning.internships.models import Placement, Site
from trellis.learning.supports.models import Need

pytestmark = pytest.mark.django_db
KEY = "internship-now"
LONG_AGO = timezone.now() - timedelta(days=500)


def network(*schools: dict[str, int]) -> tuple[Network, list[School], Viewer, Viewer]:
    """A network of schools with so many students "now" learners, "before", and "never". Imani, and the first's Ines."""
    net = Network.objects.create(name="Bay", slug="bay")
    made_schools = []
    for place, sizes in enumerate(schools):
        school = School.objects.create(network=net, name=f"School {place}")
        made_schools.append(school)
        for kind, many in sizes.items():
            for _number in range(many):
                _student(school, kind)
    imani, ines = (Person.objects.create(network=net, given_name=name) for name in ("Imani", "Ines"))
    Tie.objects.create(person=imani, role=Role.NETWORK_STAFF, to_network=net, starts=LONG_AGO)
    Tie.objects.create(person=ines, role=Role.LEADER, to_school=made_schools[0], starts=LONG_AGO)
    site = Site.objects.create(network=net, name="Clinic")
    for school in made_schools:  # something is recorded at each
        student = Person.objects.unscoped("the test").filter(ties__to_school=school, grade="10").first()
        Placement.objects.create(student=student, site=site, starts=timezone.localdate())
    services.rebuild_rollups(net)
    return net, made_schools, Viewer.of(imani), Viewer.of(ines)


def _student(school: School, kind: str) -> Person:
    student = Person.objects.create(network=school.network, given_name="S", grade="10")
    Tie.objects.create(person=student, role=Role.STUDENT, to_school=school, starts=LONG_AGO)
    Demographics.objects.create(student=student, multilingual_learner=kind == "now")
    if kind == "before":
        Schooling.objects.create(student=student, school=school, cohort=2026, ever_learner=True)
    return student


def shown(viewer: Viewer, net: Network, school: School | None = None, alone: bool = False) -> dict[str, str]:
    """By group, the number of students that a page shows."""
    year = services.network_school_year(net).number
    if school:
        summaries = selectors.school_reports(viewer, school.pk, year, [MEASURES[KEY]], alone)
    else:
        summaries = selectors.network_reports(viewer, net.pk, year, [MEASURES[KEY]])
    rows = [summaries[0].everyone, *summaries[0].rows]
    return {row.key: row.n for row in rows if not row.hidden}


def test_second_school_cannot_be_derived(db):
    net, (first, second), imani, ines = network({"now": 30, "never": 40}, {"now": 4, "never": 40})
    assert shown(imani, net)["multilingual.yes"] == "34"
    assert "multilingual.yes" not in shown(imani, net, second)
    assert "multilingual.yes" not in shown(imani, net, first)
    assert shown(imani, net, first)["all.all"] == "70"
    assert shown(ines, net, first, alone=True)["multilingual.yes"] == "30"


def test_the_list_of_schools_hides_what_their_pages_hide(db):
    net, _schools, imani, _ines = network({"now": 30, "never": 40}, {"now": 4, "never": 40})
    year = services.network_school_year(net).number
    decomposition = gap_decomposition.decompose_gap(
        imani, net.pk, year, MEASURES[KEY], ("multilingual", "yes")
    )
    assert decomposition.compared == 0
    lines = [gap_decomposition.school_gap(MEASURES[KEY], *line) for line in decomposition.lines]
    assert all(line.row.hidden and not line.row.gap for line in lines)
    assert [line.students for line in lines] == ["70", "44"]


@pytest.mark.parametrize(("small", "is_shown"), [(0, True), (1, False), (3, True)])
def test_a_split_that_would_narrow_down_the_few_at_one_school_is_not_told(db, small, is_shown):
    """Two schools that may show their learners, and so many with 4 each (a second one covers a single one)."""
    sizes = [{"now": 30, "never": 40}] * 2 + [{"now": 4, "never": 40}] * small
    net, _schools, imani, _ines = network(*sizes)
    year = services.network_school_year(net).number
    (summary,) = selectors.network_reports(imani, net.pk, year, [MEASURES[KEY]])
    row = summary.find("multilingual.yes")
    assert row.n == str(60 + 4 * small)
    assert (summary.split(row) is not None) is is_shown


def test_a_network_of_one_school_shows_on_both_pages_the_same(db):
    net, (only,), imani, _ines = network({"now": 30, "before": 12, "never": 40})
    assert shown(imani, net) == shown(imani, net, only)
    assert shown(imani, net)["ever_learner.yes"] == "42"


def test_those_who_stopped_being_learners_do_not_follow_from_two_facets(db):
    """Ever learners less learners now are three students."""
    net, (only,), imani, _ines = network({"now": 30, "before": 3, "never": 40})
    for page in (shown(imani, net), shown(imani, net, only)):
        assert page["multilingual.yes"] == "30"
        assert "ever_learner.yes" not in page


def test_twelve_needs_of_one_student_are_one_student(db):
    net, (_only,), imani, _ines = network({"now": 30, "never": 40})
    student = Person.objects.unscoped("the test").filter(grade="10").first()
    day = services.network_school_year(net).starts
    monday = min(day, timezone.localdate() - timedelta(days=40))
    year = services.network_school_year(net)
    if monday < year.starts:
        pytest.skip("the school year has not been under way for thirty days")
    for _number in range(12):
        Need.objects.create(student=student, area="food", words="Lunch.", opened_at=monday, review_on=monday)
    services.rebuild_rollups(net)
    summary = selectors.network_reports(imani, net.pk, year.number, [MEASURES["needs-met-in-30-days"]])[0]
    assert summary.everyone.hidden
    assert not summary.everyone.estimate


def test_a_share_of_things_is_told_of_students_and_its_interval_too(db):
    """Twelve students, ten needs each, half of them met: no surer than of twelve."""
    cells = [("all", 12, 120.0, 60.0, 300.0)]
    comparison = selectors.compare_groups(MEASURES["needs-met-in-30-days"], cells).total
    assert (comparison.value, comparison.n) == (0.5, 12)
    assert comparison.high - comparison.low > 0.4


def test_a_measure_is_looked_at_by_the_facets_that_the_model_names(db):
    net, _schools, imani, _ines = network({"now": 30, "never": 40})
    assert shown(imani, net).keys() >= {"multilingual.yes", "grade.10"}
    from dataclasses import replace

    year = services.network_school_year(net).number
    narrow = replace(MEASURES[KEY], facets=frozenset({"grade"}))
    assert {row.key for row in selectors.network_reports(imani, net.pk, year, [narrow])[0].rows} == {
        "grade.10"
    }


def test_list_of_schools_counts_current_people(db):
    net, (only,), imani, _ines = network({"now": 12, "never": 14})
    gone = _student(only, "before")
    Tie.objects.unscoped("the test").filter(person=gone).update(ends=timezone.now())
    services.rebuild_rollups(net)
    year = services.network_school_year(net).number
    (line,) = places.school_lines(imani, year, [only], [])
    assert line.students == "26"


def test_a_placement_changes_no_hiding(db):
    net, (first, _second), imani, _ines = network({"now": 30, "never": 40}, {"now": 4, "never": 40})
    site = Site.objects.create(network=net, name="Clinic")
    student = Person.objects.unscoped("the test").filter(grade="10").first()
    before = shown(imani, net, first)
    Placement.objects.create(student=student, site=site, starts=timezone.localdate())
    services.rebuild_rollups(net)
    assert shown(imani, net, first) == before
