"""The overview's table of gaps and its three findings: known numbers, one sign, one correction, nothing computed."""

import csv
import io
import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from improvement.opportunity.network import add_school, make_network
from trellis.core.foundation import measures as registry
from trellis.core.foundation.measures import MEASURES
from trellis.engines.gaps import Estimate, Gap
from trellis.improvement.opportunity import findings, gap_tables, matrix, services
from trellis.improvement.opportunity.models import GapTable

TEXT = "the test looks"
NOW = "internship-now"


@pytest.fixture
def network(db):
    """East: 80 learners, of whom 10 have an internship, and 20 others, of whom 4. West: 20, of whom 15, and 80, of
    whom 64. In all 25 of 100 learners and 68 of 100 others."""
    network = make_network("Harbor", {"East": 100}, learners=0.8)
    add_school(network, "West", 100, learners=0.2)
    for school, learners, others in (("East", 10, 4), ("West", 15, 64)):
        for is_learner, many in ((True, learners), (False, others)):
            of_kind = [
                student.person for student in network.students[school] if student.learner is is_learner
            ]
            for person in of_kind[:many]:
                network.place(person)
    services.rebuild_rollups(network.network)
    return network


def table_of(network, school=None, audience="network"):
    tables = GapTable.objects.unscoped(TEXT).filter(network=network.network, audience=audience)
    return tables.get(school=network.schools[school] if school else None)


def cell_of(body, measure=NOW, group="multilingual.yes"):
    return body["measures"][measure]["cells"][group]


def open_as(person, url):
    client = Client()
    client.force_login(person.account)
    return client.get(url)


def test_a_cell_says_the_gap_its_interval_and_that_it_is_clear(network):
    """Newcombe's interval for 25 of 100 against 68 of 100, worked by hand from two Wilson intervals."""
    cell = cell_of(table_of(network).body)
    assert (cell["n"], cell["value"], cell["other"], cell["state"]) == (100, 0.25, 0.68, "behind")
    assert cell["points"] == pytest.approx(-43)
    assert (cell["low"], cell["high"]) == pytest.approx((-54.14, -29.57), abs=0.05)


def test_a_mark_at_the_start_side_is_behind_also_where_less_is_better(network):
    body = table_of(network).body
    (stage, (row,)) = next(
        (stage, [row for row in rows if row.measure.key == NOW])
        for stage, rows in matrix.make_matrix(body, [MEASURES[NOW]]).stages
        if any(row.measure.key == NOW for row in rows)
    )
    cell = next(cell for cell in row.cells if cell.group_key == "multilingual.yes")
    assert (stage, cell.text) == ("Access", "−43")
    assert float(cell.mark_x) < matrix.ZERO
    fewer = replace(MEASURES[NOW], direction="fewer")
    ((_stage, (row,)),) = matrix.make_matrix(body, [fewer]).stages
    cell = next(cell for cell in row.cells if cell.group_key == "multilingual.yes")
    assert cell.text == "+43"
    assert float(cell.mark_x) > matrix.ZERO
    assert float(cell.low_x) <= float(cell.mark_x) <= float(cell.high_x)


def test_a_gap_is_clear_only_after_all_comparisons_are_counted(db):
    """30 of 50 against 40 of 50: 0.03 by itself, and not clear among the groups of every measure."""
    network = make_network("Harbor", {"East": 100})
    for is_learner, many in ((True, 30), (False, 40)):
        for student in [s for s in network.students["East"] if s.learner is is_learner][:many]:
            network.place(student.person)
    services.rebuild_rollups(network.network)
    body = table_of(network).body
    assert cell_of(body)["high"] < 0
    assert cell_of(body)["state"] == ""
    assert body["findings"] == []


def test_no_finding_is_about_fewer_than_twenty_students(db):
    """15 learners without an internship, and 45 others who all have one."""
    network = make_network("Harbor", {"East": 60}, learners=0.25)
    for student in network.students["East"]:
        if not student.learner:
            network.place(student.person)
    services.rebuild_rollups(network.network)
    body = table_of(network).body
    assert cell_of(body)["points"] == -100
    assert cell_of(body)["state"] == ""
    assert not [finding for finding in body["findings"] if finding["group"].startswith(("multi", "ever"))]


def test_a_finding_reads_as_sentences_with_its_size_how_sure_and_where_it_lies(network):
    shown = open_as(network.imani, reverse("network", args=[network.network.pk])).content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))
    assert "Multilingual learners: 43 points lower than all other students. 25% compared with 68%." in text
    assert "Likely between 30 and 54 points" in text
    assert "Very sure" in text
    assert "No earlier year to compare with" in text
    assert "Between schools: 37 of the 43 points." in text


@pytest.mark.parametrize(
    ("years", "sentence"),
    [
        ([[2027, -43, True]], "No earlier year to compare with"),
        ([[2026, -5, False], [2027, -43, True]], "First seen this year"),
        ([[2025, -30, True], [2026, -40, True], [2027, -43, True]], "Seen since 2024–25"),
        ([[2024, -30, True], [2026, -40, True], [2027, -43, True]], "Seen since 2025–26"),
    ],
)
def test_a_finding_says_since_when_it_is_seen(years, sentence):
    assert findings._since(years) == sentence


@pytest.mark.parametrize(
    ("between", "sentence"),
    [
        (-34.0, "Between schools: 34 of the 49 points."),
        (-0.3, "All of the gap is inside schools."),
        (-49.2, "All of the gap lies between schools."),
        (6.0, "Inside schools the gap is wider: 55 points."),
        (None, "There is too little data to tell how much lies between schools."),
    ],
)
def test_a_finding_says_how_much_lies_between_schools(between, sentence):
    assert findings._between_sentence(-49.0, between) == sentence


def test_last_year_stands_beside_this_year(network):
    this_year = table_of(network)
    last_body = {
        **this_year.body,
        "measures": {NOW: {"cells": {"multilingual.yes": {"points": -20.0, "state": "behind"}}}},
    }
    GapTable.objects.create(
        network=network.network, year=this_year.year - 1, audience="network", body=last_body
    )
    services.rebuild_rollups(network.network)
    body = GapTable.objects.unscoped(TEXT).get(network=network.network, school=None, year=this_year.year).body
    assert cell_of(body)["last"] == -20.0
    shown = open_as(network.imani, reverse("network", args=[network.network.pk])).content.decode()
    assert "<small>−20</small>" in shown
    assert f"Seen since {this_year.year - 2}–{(this_year.year - 1) % 100:02}" in shown


def test_the_file_has_the_numbers_of_the_page(network):
    pk = network.network.pk
    shown = open_as(network.imani, reverse("network", args=[pk]) + "?groups=all").content.decode()
    answer = open_as(network.imani, reverse("network-gaps-csv", args=[pk]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    in_file = [row["Gap"] for row in rows if row["Gap"]]
    on_page = [gap.replace("−", "-").replace("+", "") for gap in re.findall(r"<b>([−+\d.]+)</b>", shown)]
    assert sorted(map(float, in_file)) == sorted(map(float, on_page))
    (row,) = [
        r for r in rows if r["Measure"] == MEASURES[NOW].title and r["Group"] == "Multilingual learners"
    ]
    assert [row[name] for name in ("Students", "Result", "All other students", "Gap", "Likely from")] == [
        "100", "25", "68", "-43", "-54",
    ]  # fmt: skip


def test_a_schools_file_has_the_networks_gap_beside_its_own(network):
    answer = open_as(
        network.principals["East"], reverse("school-gaps-csv", args=[network.schools["East"].pk])
    )
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    (row,) = [
        r for r in rows if r["Measure"] == MEASURES[NOW].title and r["Group"] == "Multilingual learners"
    ]
    assert (row["Gap"], row["Gap at all schools"]) == ("-8", "-43")


def test_a_small_group_is_hidden_and_the_cell_says_why(db):
    network = make_network("Harbor", {"East": 60})
    for number, student in enumerate(network.students["East"]):
        if number < 30:
            network.place(student.person)
    network.enroll("East", learner=True, disability=True)
    services.rebuild_rollups(network.network)
    url = reverse("network", args=[network.network.pk]) + "?groups=all"
    body = table_of(network).body
    assert cell_of(body, group="disability.yes") == {"hidden": "small"}
    assert "Not enough data (fewer than 10 students)" in open_as(network.imani, url).content.decode()


def test_the_networks_gap_stands_beside_a_schools_only_where_nobody_can_subtract(network):
    """Of 100 learners East has 80, so 20 are elsewhere. Were there 85 in all, its principal could work out five."""
    assert cell_of(table_of(network, "East", "school").body)["network"] == pytest.approx(-43)
    at_east = Gap(points=-20.0, estimate=Estimate("rate", 0.125, 0.07, 0.21, n=80))
    assert gap_tables._network_gap({"n": 100, "points": -43.0}, at_east) == {"network": -43.0}
    assert gap_tables._network_gap({"n": 85, "points": -43.0}, at_east) == {}


def test_every_measure_has_a_stage():
    assert {measure.stage for measure in MEASURES.values()} == set(registry.get_args(registry.Stage))


def test_the_tables_print_without_the_menu():
    from django.contrib.staticfiles import finders

    with open(finders.find("shell/css/media.css")) as sheet:
        printed = sheet.read().partition("@media print")[2]
    assert ".rail," in printed.partition("display: none")[0]


@pytest.mark.parametrize(("name", "most"), [("network", 13), ("school", 13)])
def test_a_page_of_gaps_asks_few_questions_and_computes_nothing(
    network, name, most, django_assert_max_num_queries, monkeypatch
):
    from trellis.improvement.opportunity import selectors

    def fail(*_args, **_kwargs):
        raise AssertionError("A page computed gaps.")

    monkeypatch.setattr(selectors.gaps, "compare_moments", fail)
    pk = network.network.pk if name == "network" else network.schools["East"].pk
    person = network.imani if name == "network" else network.principals["East"]
    client = Client()
    client.force_login(person.account)
    client.get(reverse(name, args=[pk]))
    with django_assert_max_num_queries(most):
        assert client.get(reverse(name, args=[pk])).status_code == 200


def test_figures_that_did_not_change_are_not_written_again(network):
    before = set(GapTable.objects.unscoped(TEXT).values_list("pk", flat=True))
    services.rebuild_rollups(network.network)
    assert set(GapTable.objects.unscoped(TEXT).values_list("pk", flat=True)) == before
