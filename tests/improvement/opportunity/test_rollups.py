"""Who gets what, told to those who may know it, with nobody picked out."""

import math
import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from improvement.opportunity import world
from trellis.core.community.models import Account, Demographics
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.measures import MEASURES
from trellis.design.blueprint.package import builtin_packages, read_package
from trellis.design.blueprint.services import adopt_package, load_package
from trellis.improvement.opportunity import figures, gap_decomposition, selectors, services
from trellis.improvement.opportunity.models import GapTable, Rollup, Snapshot
from trellis.learning.internships.models import Placement

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbor():
    return world.make("Harbor", 0.25, 0.75)


@pytest.fixture
def summit():
    return world.make("Summit", 0.5, 0.5)


def sign_in(person) -> Client:
    client = Client()
    client.force_login(Account.objects.get(person=person))
    return client


def summarize_measure(side, key="internship-now"):
    year = services.network_school_year(side.network).number
    return selectors.network_reports(side.viewer("imani"), side.network.pk, year, [MEASURES[key]])[0]


def test_the_planted_gap_is_found_and_its_comparison_is_everybody_else(harbor):
    largest = summarize_measure(harbor).largest
    assert largest.key == "multilingual.yes"
    assert largest.points == pytest.approx(100 * (6 / 24 - 42 / 56))
    assert summarize_measure(harbor).everyone.value == pytest.approx(48 / 80)


def test_where_nothing_was_planted_no_gap_is_told(summit):
    assert summarize_measure(summit).find("multilingual.yes").apart is False
    assert summarize_measure(summit).largest is None


def test_a_small_group_is_hidden_with_its_reason_and_a_neighbor_covers_it(harbor):
    rows = selectors.school_reports(
        harbor.viewer("ines"),
        harbor.schools[0].pk,
        services.network_school_year(harbor.network).number,
        [MEASURES["internship-now"]],
    )[0].rows
    races = [row for row in rows if row.key.startswith("race.")]
    native = next(row for row in races if row.key == "race.native")
    assert "fewer than 10" in native.hidden
    assert native.value is None
    assert not native.n
    hidden = [row for row in races if row.hidden]
    assert len(hidden) >= 2, "one hidden group alone follows from the total"


def test_the_sums_equal_a_recount_by_hand(harbor):
    why = "recounts"
    placed = set(Placement.objects.unscoped(why).values_list("student_id", flat=True))
    for school in harbor.schools:
        for level, flag in (("yes", True), ("no", False)):
            students = set(
                Demographics.objects.unscoped(why)
                .filter(student__ties__to_school=school, multilingual_learner=flag)
                .values_list("student_id", flat=True)
            )
            cell = Rollup.objects.unscoped(why).get(
                school=school, measure="internship-now", facet="multilingual", level=level
            )
            assert (cell.students, cell.base, cell.total) == (
                len(students),
                len(students),
                len(students & placed),
            )


def test_laying_out_twice_leaves_one_set_of_sums(harbor):
    before = Rollup.objects.unscoped("counts").count()
    call_command("lay_out_opportunity", "harbor", verbosity=0)
    assert Rollup.objects.unscoped("counts").count() == before
    assert Snapshot.objects.unscoped("counts").filter(network=harbor.network).count() == 2


def test_two_networks_never_mix(harbor, summit):
    assert summarize_measure(harbor).everyone.value == pytest.approx(0.6)
    assert summarize_measure(summit).everyone.value == pytest.approx(0.5)
    year = services.network_school_year(harbor.network).number
    measure = MEASURES["internship-now"]
    assert selectors.network_reports(summit.viewer("imani"), harbor.network.pk, year, [measure]) == []


@pytest.mark.parametrize("page", ["network", "opportunity", "school"])
def test_a_stranger_finds_no_page(harbor, summit, page):
    pk = harbor.schools[0].pk if page == "school" else harbor.network.pk
    url = reverse(page, args=[pk])
    for person in (summit.imani, summit.ines, harbor.daniel):
        assert sign_in(person).get(url).status_code == 404
    assert Client().get(url).status_code in (302, 404)


@pytest.mark.parametrize("page", ["network", "opportunity", "school"])
def test_imani_reads_each_page_with_few_questions_to_the_database(
    harbor, page, django_assert_max_num_queries
):
    client = sign_in(harbor.imani)
    pk = harbor.schools[0].pk if page == "school" else harbor.network.pk
    with django_assert_max_num_queries(14):
        answer = client.get(reverse(page, args=[pk]))
    assert answer.status_code == 200
    assert "style=" not in answer.content.decode().partition("<main")[2]


def test_ines_reads_her_school_with_its_advisories_and_not_the_other(harbor):
    client = sign_in(harbor.ines)
    page = client.get(reverse("school", args=[harbor.schools[0].pk])).content.decode()
    assert "Advisory 10-A" in page
    assert "Daniel Osei" in page
    assert client.get(reverse("school", args=[harbor.schools[1].pk])).status_code == 404


def test_imani_sees_no_advisor_by_name_on_a_schools_page(harbor):
    page = sign_in(harbor.imani).get(reverse("school", args=[harbor.schools[0].pk])).content.decode()
    assert "Daniel Osei" not in page


def test_schools_stand_by_name_and_the_parts_add_up_to_the_gap(harbor):
    year = services.network_school_year(harbor.network).number
    decomposition = gap_decomposition.decompose_gap(
        harbor.viewer("imani"), harbor.network.pk, year, MEASURES["internship-now"], ("multilingual", "yes")
    )
    assert [line[0].name for line in decomposition.lines] == ["Harbor East", "Harbor West"]
    row = summarize_measure(harbor).find("multilingual.yes")
    between, within = summarize_measure(harbor).split(row)
    assert between == pytest.approx(0)
    assert math.isclose(between + within, 100 * (6 / 24 - 42 / 56))
    line = gap_decomposition.school_gap(MEASURES["internship-now"], *decomposition.lines[0])
    assert line.row.gap == "−50"


def test_small_groups_hide_gaps_of_two_schools(harbor):
    year = services.network_school_year(harbor.network).number
    decomposition = gap_decomposition.decompose_gap(
        harbor.viewer("imani"), harbor.network.pk, year, MEASURES["internship-now"], ("race", "native")
    )
    lines = [gap_decomposition.school_gap(MEASURES["internship-now"], *line) for line in decomposition.lines]
    assert all(line.row.hidden and not line.row.gap for line in lines)


def test_before_the_first_laying_out_the_page_says_what_to_do(harbor):
    GapTable.objects.unscoped("starts afresh").filter(network=harbor.network).delete()
    page = sign_in(harbor.imani).get(reverse("network", args=[harbor.network.pk])).content.decode()
    assert "trellis figures" in page


def test_a_network_without_students_is_refused_in_a_sentence():
    with pytest.raises(ActionError, match="Import its roster first"):
        services.rebuild_rollups(world.Network.objects.create(name="Empty", slug="empty"))


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_no_number_in_the_drawing_is_localized_and_arabic_is_mirrored(language):
    from trellis.web.shell.templatetags.charts import interval_chart

    row = figures.FigureRow("a", "A", value=0.125, low=0.1, high=0.3, estimate="x", n="1")
    with translation.override(language):
        svg = interval_chart([row], "caption")
    places = re.findall(r' (?:x|y|x1|x2|cx|cy|y1|y2)="([^"]*)"', svg)
    assert places
    assert all(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?%?", place) for place in places)
    assert f'cx="{"87.50" if language == "ar" else "12.50"}%"' in svg


def test_anyone_can_read_the_public_results():
    page = Client().get(reverse("published")).content.decode()
    for words in ("110/196", "56.1%", "+18.7", "+13.6 to +23.6", "Rest of the city", "57.3%", "64.2%"):
        assert words in page


def test_measure_not_in_the_model_does_not_count(harbor):
    new_tech, big_picture = (
        load_package(read_package(builtin_packages()[slug])) for slug in ("new-tech", "big-picture")
    )
    adopt_package(harbor.schools[0], new_tech)  # has no learning plans
    adopt_package(harbor.schools[1], big_picture)
    services.rebuild_rollups(harbor.network)
    cell = Rollup.objects.unscoped("counts").get(measure="plan-current", facet="all", school=None)
    assert cell.counted == 40
    year = services.network_school_year(harbor.network).number
    measures = [MEASURES["plan-current"]]
    assert selectors.school_reports(harbor.viewer("ines"), harbor.schools[0].pk, year, measures) == []
