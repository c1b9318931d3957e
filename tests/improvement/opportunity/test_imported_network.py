"""Figures of a real installation: opened, a roster of two districts imported, a model adopted; nothing of the demo."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.rosters import bring_in, write_out
from trellis.assessment.evidence.models import Score, Work
from trellis.cli import main
from trellis.core.community.models import Account, Network, Person, School
from trellis.design.frameworks.models import Outcome
from trellis.improvement.opportunity.models import Rollup
from trellis.web.shell.network_creation import create_network

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
TODAY = timezone.localdate()
FIRST = {"north": TODAY - timedelta(days=100), "south": TODAY - timedelta(days=70)}
"""The first day of school of either district."""


def roster():
    """Two districts with a school each: 40 students since the first day, and 25 learners who came two weeks ago."""
    tables = {name: [] for name in ("orgs", "academicSessions", "users", "roles", "demographics")}
    for place, first in FIRST.items():
        last = TODAY + timedelta(days=150)
        tables["orgs"] += [[f"d-{place}", f"{place} district", "district", "", ""]]
        tables["orgs"] += [[f"s-{place}", f"{place} school", "school", "", f"d-{place}"]]
        tables["academicSessions"].append(
            [f"y-{place}", "Year", "schoolYear", first.isoformat(), last.isoformat(), "", str(last.year)]
        )
        for number in range(65):
            new = number >= 40
            key, since = f"{place}-{number}", TODAY - timedelta(days=14) if new else first
            tables["users"].append([key, "true", "", "Student", key, "", "", "10", ""])
            tables["roles"].append(
                [f"r-{key}", key, "primary", "student", since.isoformat(), "", f"s-{place}"]
            )
            tables["demographics"].append([key, "", "female", "", "", "", "Y" if new else "N", ""])
    return tables


@pytest.fixture
def imani(tmp_path, django_capture_on_commit_callbacks):
    """Network staff of the imported network, signed in."""
    create_network("Harbor", "harbor", "new-tech", "Imani Moss")
    network = Network.objects.unscoped(TEXT).get()
    bring_in(write_out(tmp_path / "roster", roster()), network)
    with django_capture_on_commit_callbacks(execute=True):
        assert CliRunner().invoke(main, ["model", "adopt", "new-tech"]).exit_code == 0
    person = Person.objects.unscoped(TEXT).get(given_name="Imani")
    client = Client()
    client.force_login(Account.objects.create_user("imani", person=person))
    return client


def page(imani, name="network", **query):
    network = Network.objects.unscoped(TEXT).get()
    return imani.get(reverse(name, args=[network.pk]), query).content.decode()


def test_figures_are_there_and_say_that_nothing_is_recorded_yet(imani):
    shown = page(imani)
    assert "Data last updated:" in shown
    assert "Nothing recorded yet" in shown
    assert "no clear gap" not in shown
    assert "of 80 students" not in shown


def score(person: Person) -> None:
    now = timezone.now()
    work = Work.objects.create(student=person, title="Essay", shown_at=now)
    Score.objects.create(work=work, outcome=Outcome.objects.first(), scorer=person, level=2, scored_at=now)


def test_newcomers_do_not_look_behind_in_either_district(imani):
    for person in Person.objects.unscoped(TEXT).filter(roster_id__regex=r"-[0-3]?[0-9]$"):
        score(person)
    assert CliRunner().invoke(main, ["figures"]).exit_code == 0
    counted = dict(
        Rollup.objects.unscoped(TEXT)
        .filter(measure="readings-per-student", facet="all", school__isnull=False)
        .values_list("school__name", "counted")
    )
    assert counted == {"north school": 40, "south school": 40}
    assert "Multilingual learners" not in page(imani).partition("<main")[2].partition('id="schools"')[0]
    assert School.objects.unscoped(TEXT).count() == 2
