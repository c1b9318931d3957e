"""Every measure says whether more or fewer is better, and whoever is behind by that is flagged."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from improvement.opportunity.network import make_network
from trellis.core.foundation.measures import MEASURES, register
from trellis.improvement.opportunity import selectors, services

DAYS = "days-to-internship"


def test_every_measure_has_a_direction():
    assert {measure.direction for measure in MEASURES.values()} == {"more", "fewer"}
    fewer = {key for key, measure in MEASURES.items() if measure.direction == "fewer"}
    assert fewer == {DAYS, "advisory-size", "days-since-coach-visit"}


def test_a_measure_without_a_known_direction_cannot_be_declared():
    with pytest.raises(ValueError, match="more or fewer"):
        register("odd", "Odd", "Odd.", "rate", lambda *_: [], direction="sideways")
    assert "odd" not in MEASURES


@pytest.fixture
def waiting(db):
    """Multilingual learners wait 60 to 69 days for their first internship, everybody else 10 to 19."""
    network = make_network("Harbor", {"East": 60})
    start = services.network_school_year(network.network).starts
    for number, student in enumerate(network.students["East"]):
        late = 60 if student.learner else 10
        network.place(student.person, start + timedelta(days=late + number % 10))
    services.rebuild_rollups(network.network)
    return network


def summarize_measure(network, key):
    year = services.network_school_year(network.network).number
    return selectors.network_reports(
        network.viewer(network.imani), network.network.pk, year, [MEASURES[key]]
    )[0]


def test_those_who_wait_longer_are_flagged_and_those_who_wait_less_are_not(waiting):
    summary = summarize_measure(waiting, DAYS)
    assert summary.largest.key == "multilingual.yes"
    assert summary.headline == "Multilingual learners: 50.0 higher than all other students."
    assert summary.find("multilingual.yes").apart
    assert not summary.find("sex.female").apart


def test_the_page_says_it_in_the_direction_of_the_measure(waiting):
    client = Client()
    client.force_login(waiting.imani.account)
    page = client.get(reverse("opportunity", args=[waiting.network.pk]), {"measure": DAYS}).content.decode()
    assert "50.0 higher than all other students" in page
    assert "Lower is better." in page
