"""A model's own words for a measure are on screen, and everybody sees the same groups of a school."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from improvement.opportunity.network import make_network
from trellis.core.foundation.measures import MEASURES
from trellis.design.blueprint.package import Package, builtin_packages, read_package
from trellis.design.blueprint.services import adopt_package, load_package
from trellis.improvement.opportunity import services
from trellis.improvement.opportunity.model_measures import measures_of

pytestmark = pytest.mark.django_db
NOW, DAYS = "internship-now", "days-to-internship"


def model(slug="big-picture", name=None, **measures):
    """A shipped model under another name, whose measures say something else."""
    body = read_package(builtin_packages()[slug]).model_dump(mode="json")
    entries = {entry["key"]: entry for entry in body["measures"]["measures"]}
    for key, changes in measures.items():
        entries[key.replace("_", "-")].update(changes)
    body |= {"slug": (name or slug).lower(), "name": name or body["name"]}
    return load_package(Package.model_validate(body))


@pytest.fixture
def network():
    small = make_network("Harbor", {"East": 60, "West": 60})
    for student in small.students["East"][20:]:
        small.place(student.person)
    return small


def page(network, person, name="network", pk=None, **query):
    client = Client()
    client.force_login(person.account)
    return client.get(reverse(name, args=[pk or network.network.pk]), query).content.decode()


def school_page(network, person, school="East"):
    return page(network, person, "school", network.schools[school].pk)


def test_a_models_title_counts_period_and_target_are_on_every_page(network):
    wording = {
        "title": "Real-world learners",
        "counts": "You count on site.",
        "target": 0.85,
        "period": "term",
    }
    harbor = model(name="Harbor", internship_now=wording)
    for school in network.schools.values():
        adopt_package(school, harbor)
    services.rebuild_rollups(network.network)
    principal = network.principals["East"]
    for shown in (
        page(network, network.imani),
        page(network, network.imani, "opportunity", measure=NOW),
        school_page(network, network.imani),
        school_page(network, principal),
    ):
        assert "Real-world learners" in shown
        assert "Target: 85%." in shown
        assert "Reviewed every term." in shown
        assert str(MEASURES[NOW].title) not in shown
    assert "You count on site." in school_page(network, principal)
    assert "You count on site." in page(network, network.imani, "opportunity", measure=NOW)


def test_where_models_differ_the_network_has_trellis_words_and_names_each(network):
    adopt_package(
        network.schools["East"], model(name="Alpha", internship_now={"title": "Alpha title", "target": 0.5})
    )
    adopt_package(
        network.schools["West"], model(name="Beta", internship_now={"title": "Beta title", "target": 0.6})
    )
    (measure,) = [measure for measure in measures_of(network.network) if measure.key == NOW]
    assert measure.title == MEASURES[NOW].title
    assert [(text.model, text.title, text.standing[:11]) for text in sorted(measure.texts)] == [
        ("Alpha", "Alpha title", "Target: 50%"),
        ("Beta", "Beta title", "Target: 60%"),
    ]
    assert "Target" not in measure.standing
    services.rebuild_rollups(network.network)
    shown = page(network, network.imani, "opportunity", measure=NOW)
    assert "Alpha title" in shown
    assert "Beta title" in shown
    assert "Alpha title" in school_page(network, network.principals["East"])
    assert "Beta title" not in school_page(network, network.principals["East"])


def test_fewer_is_better_turns_the_target(network):
    adopt_package(network.schools["East"], model(name="Alpha", days_to_internship={"target": 21.0}))
    (measure,) = [measure for measure in measures_of(network.network) if measure.key == DAYS]
    assert measure.standing == "Target: 21.0 or less. Reviewed every school year."


def test_a_schools_own_changes_to_its_measures_count(network):
    changes = {
        "measures.work-read-twice.title": "Two pairs of eyes",
        "measures.evidence-depth": None,
    }
    adopt_package(network.schools["East"], model(), changes=changes)
    measures = {measure.key: measure for measure in measures_of(network.network, network.schools["East"].pk)}
    assert measures["work-read-twice"].title == "Two pairs of eyes"
    assert "evidence-depth" not in measures


def test_the_words_are_read_in_the_readers_language(network):
    adopt_package(network.schools["East"], model())
    with translation.override("es"):
        (measure,) = [measure for measure in measures_of(network.network) if measure.key == NOW]
    assert measure.title != "Has an internship now"


def groups_on(shown):
    """The groups that a school's page has a column for."""
    return re.findall(r'<th scope="col">\s*([^<]*?)\s*<span class="scale"', shown)


def test_a_principal_and_the_network_see_the_same_groups_of_a_school(network):
    """Alpha asks for internships by grade alone, Beta by multilingual learners too: the widest gap at East."""
    adopt_package(network.schools["East"], model(name="Alpha", internship_now={"facets": ["grade"]}))
    adopt_package(
        network.schools["West"], model(name="Beta", internship_now={"facets": ["multilingual", "sex"]})
    )
    services.rebuild_rollups(network.network)
    principal_groups = groups_on(school_page(network, network.principals["East"]))
    staff_groups = groups_on(school_page(network, network.imani))
    assert principal_groups == staff_groups
    assert "Multilingual learners" in principal_groups
    for person in (network.imani, network.principals["East"]):
        shown = school_page(network, person)
        assert "<b>−67</b>" in shown
