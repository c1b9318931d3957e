"""Figures are computed before anything is locked, swapped at once, and updated where it matters."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.rosters import rows, write_out
from improvement.opportunity.network import make_network
from trellis.cli import main
from trellis.core.community.models import Demographics, Network, School
from trellis.core.foundation import ledger
from trellis.core.foundation.formatting import format_date_time
from trellis.core.foundation.measures import MEASURES
from trellis.design.blueprint.selectors import package_for_school
from trellis.exchange.services import import_roster, preview_import
from trellis.improvement.opportunity import rollup_sums, services
from trellis.improvement.opportunity.models import Rollup, Snapshot

TEXT = "the test looks"


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_figures_are_computed(monkeypatch):
    network = make_network("Harbor", {"East": 4})
    locked, facts = [], MEASURES["plan-current"].facts

    def watched(*args):
        locked.append(connection.in_atomic_block or ledger.running_act() is not None)
        return facts(*args)

    object.__setattr__(MEASURES["plan-current"], "facts", watched)
    try:
        services.rebuild_rollups(network.network)
    finally:
        object.__setattr__(MEASURES["plan-current"], "facts", facts)
    assert locked == [False]
    assert Rollup.objects.unscoped(TEXT).filter(measure="plan-current", facet="all").count() == 2


@pytest.mark.django_db
def test_figures_that_fail_half_way_leave_the_old_ones(monkeypatch):
    network = make_network("Harbor", {"East": 4})
    services.rebuild_rollups(network.network)
    before = Rollup.objects.unscoped(TEXT).count()
    monkeypatch.setattr(services.bulk, "insert_rows", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.rebuild_rollups(network.network)
    assert Rollup.objects.unscoped(TEXT).count() == before
    assert Snapshot.objects.unscoped(TEXT).count() == 1


@pytest.mark.django_db
def test_figures_that_were_begun_earlier_never_replace_newer_ones(monkeypatch):
    network = make_network("Harbor", {"East": 4})
    slow = rollup_sums.compute_figures(network.network)
    newer = services.rebuild_rollups(network.network)
    assert services._replace_rollups(slow) == newer
    assert newer.taken_at > slow.started > timezone.now() - timedelta(minutes=5)


def rollups():
    """By key what is in each row, with the key of the row itself."""
    rows = Rollup.objects.unscoped(TEXT)
    return {(row.school_id, row.measure, row.facet, row.level): row for row in rows}


@pytest.mark.django_db
def test_only_what_changed_is_written():
    network = make_network("Harbor", {"East": 40, "West": 40})
    services.rebuild_rollups(network.network)
    before = {key: row.pk for key, row in rollups().items()}
    services.rebuild_rollups(network.network)
    assert {key: row.pk for key, row in rollups().items()} == before
    network.place(network.students["East"][0].person)
    services.rebuild_rollups(network.network)
    changed = {key for key, row in rollups().items() if before.get(key) != row.pk}
    assert {measure for _, measure, _, _ in changed} == {"internship-now", "days-to-internship"}
    assert not any(school == network.schools["West"].pk for school, *_ in changed)
    assert snapshots() == 3


@pytest.mark.django_db
def test_a_group_that_is_gone_leaves_no_figures_behind():
    network = make_network("Harbor", {"East": 12})
    network.enroll("East", learner=True, race="native")
    services.rebuild_rollups(network.network)
    assert any(level == "native" for *_, level in rollups())
    Demographics.objects.unscoped(TEXT).filter(race="native").update(race="")
    services.rebuild_rollups(network.network)
    assert not any(level == "native" for *_, level in rollups())


@pytest.mark.django_db
def test_figures_written_by_somebody_else_meanwhile_are_taken_into_account(monkeypatch):
    network = make_network("Harbor", {"East": 12})
    difference = services._replacements

    def slow(figures):
        changes = difference(figures)
        monkeypatch.setattr(services, "_replacements", difference)
        other = rollup_sums.compute_figures(network.network)
        object.__setattr__(other, "started", figures.started - timedelta(seconds=1))
        services._replace_rollups(other)
        return changes

    monkeypatch.setattr(services, "_replacements", slow)
    services.rebuild_rollups(network.network)
    assert Rollup.objects.unscoped(TEXT).count() == len(rollups())
    assert snapshots() == 2


def page(network, person, name="network", pk=None):
    client = Client()
    client.force_login(person.account)
    return client.get(reverse(name, args=[pk or network.network.pk])).content.decode()


@pytest.fixture
def harbor(db):
    return make_network("Harbor", {"East": 12})


def snapshots():
    return Snapshot.objects.unscoped(TEXT).count()


def test_every_page_with_figures_says_when_they_were_updated(harbor):
    taken = services.rebuild_rollups(harbor.network).taken_at
    label = f"Data last updated: {format_date_time(taken)}"
    for shown in (
        page(harbor, harbor.imani),
        page(harbor, harbor.imani, "opportunity"),
        page(harbor, harbor.imani, "school", harbor.schools["East"].pk),
        page(harbor, harbor.principals["East"], "school", harbor.schools["East"].pk),
    ):
        assert label in " ".join(shown.split())


def daily():
    return CliRunner().invoke(main, ["daily"])


def test_trellis_daily_skips_networks_without_students(harbor, settings):
    settings.TRELLIS_ADDRESS = "https://trellis.example.org"
    make_network("Empty", {})
    result = daily()
    assert "Networks whose figures were updated: 1" in result.output
    assert result.exit_code == 0
    assert snapshots() == 1


def test_without_an_address_for_mail_figures_are_updated_all_the_same(harbor, settings):
    settings.TRELLIS_ADDRESS = ""
    result = daily()
    assert result.exit_code == 1
    assert "TRELLIS_ADDRESS=https://" in result.output
    assert snapshots() == 1


def test_one_network_that_fails_keeps_no_other_from_its_figures(harbor, settings, monkeypatch):
    settings.TRELLIS_ADDRESS = "https://trellis.example.org"
    make_network("Bay", {"Bay": 12})
    compute = services.compute_figures
    monkeypatch.setattr(
        services,
        "compute_figures",
        lambda network, year: 1 / 0 if network.slug == "bay" else compute(network, year),
    )
    result = daily()
    assert result.exit_code == 1
    assert "Networks whose figures were updated: failed." in result.output
    assert snapshots() == 1


def test_adopting_a_model_updates_the_figures(harbor, django_capture_on_commit_callbacks):
    services.rebuild_rollups(harbor.network)
    measures = Rollup.objects.unscoped(TEXT).filter(school__isnull=False).values("measure")
    assert measures.filter(measure="plan-current").exists()
    with django_capture_on_commit_callbacks(execute=True):
        result = CliRunner().invoke(main, ["model", "adopt", "new-tech"])
    assert result.exit_code == 0
    assert snapshots() == 2
    assert not measures.filter(measure="plan-current").exists()  # New Tech has no learning plans


def test_adopting_a_model_before_there_are_students_is_no_error(db, django_capture_on_commit_callbacks):
    network = Network.objects.create(name="New", slug="new")
    School.objects.create(network=network, name="One")
    with django_capture_on_commit_callbacks(execute=True):
        assert CliRunner().invoke(main, ["model", "adopt", "new-tech"]).exit_code == 0


def test_an_adoption_stands_though_the_figures_fail(harbor, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(services, "compute_figures", lambda *_: 1 / 0)
    with django_capture_on_commit_callbacks(execute=True):
        assert CliRunner().invoke(main, ["model", "adopt", "new-tech"]).exit_code == 0
    assert package_for_school(harbor.schools["East"].pk).slug == "new-tech"


def press(network, person):
    client = Client()
    client.force_login(person.account)
    return client.post(reverse("update-figures", args=[network.network.pk]), follow=True)


def test_network_staff_update_figures_by_a_button(harbor):
    assert "Update data" in page(harbor, harbor.imani)
    answer = press(harbor, harbor.imani)
    assert "The data is being updated. Reload this page in a minute." in answer.content.decode()
    assert snapshots() == 1


def test_nobody_else_has_the_button(harbor):
    services.rebuild_rollups(harbor.network)
    ines = harbor.principals["East"]
    assert "Update data" not in page(harbor, ines, "school", harbor.schools["East"].pk)
    assert press(harbor, ines).status_code == 404
    assert snapshots() == 1


def test_a_second_press_while_figures_are_being_updated_starts_nothing(harbor, monkeypatch):
    started = []
    monkeypatch.setattr(services.background, "run_in_background", started.append)
    press(harbor, harbor.imani)
    assert (
        "The data is already being updated. Reload this page in a minute."
        in press(harbor, harbor.imani).content.decode()
    )
    assert "Update data" not in page(harbor, harbor.imani)
    assert len(started) == 1


def test_an_update_that_came_to_nothing_can_be_asked_for_again(harbor, monkeypatch):
    monkeypatch.setattr(services.background, "run_in_background", lambda _work: None)
    press(harbor, harbor.imani)
    assert services.is_updating(harbor.network)
    after_timeout = timezone.now() + services.UPDATE_TIMEOUT
    monkeypatch.setattr(timezone, "now", lambda: after_timeout)
    assert not services.is_updating(harbor.network)


def figures(*args):
    return CliRunner().invoke(main, ["figures", *args])


def test_the_command_updates_the_networks_it_names(harbor):
    result = figures("harbor")
    assert "Harbor: 12 students, school year " in result.output
    assert snapshots() == 1


def test_the_command_says_which_networks_there_are(harbor):
    result = figures("harbour")
    assert result.exit_code == 1
    assert "No network has the short name harbour. Choose one of: harbor." in result.output


def test_the_command_says_why_a_network_has_no_figures(harbor):
    make_network("Empty", {})
    result = figures("empty")
    assert result.exit_code == 1
    assert "Empty: This network has no students yet." in result.output
    assert figures().exit_code == 0
    assert snapshots() == 1


@pytest.mark.django_db
def test_an_import_confirmed_on_a_page_updates_figures_after_its_act(
    tmp_path, monkeypatch, django_capture_on_commit_callbacks
):
    """The page imports within an act: the figures wait until it is committed."""
    network = make_network("Harbor", {"East": 4}).network
    preview = preview_import(write_out(tmp_path / "roster", rows()), network, "Our SIS")
    running, compute = [], services.compute_figures

    def watched(*args):
        running.append(ledger.running_act())
        return compute(*args)

    monkeypatch.setattr(services, "compute_figures", watched)
    with django_capture_on_commit_callbacks(execute=True), ledger.act("import a roster"):
        import_roster(preview, network)
    assert running == [None]
    assert snapshots() == 1
