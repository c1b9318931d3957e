"""Every table, asked by every person of two networks: each sees what a tie gives and nothing else."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from trellis.core.community.models import Person, Tie
from trellis.core.foundation import permissions
from trellis.core.foundation.models import Act
from walk.rows import LEDGER, PEOPLE, SEES
from world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def wrong_sights(world: World, first: str = "") -> Iterator[str]:
    """Every way in which the declarations differ from the expectation, as sentences, beginning with one model."""
    cast = {name: world.home.viewer(name) for name in world.home.people}
    for label, row in sorted(world.home.rows.items(), key=lambda item: type(item[1]).__name__ != first):
        strange = world.other.rows[label]
        for name, viewer in cast.items():
            seen = set(type(row).objects.seen_by(viewer).values_list("pk", flat=True))
            if strange.pk in seen:
                yield f"{name} sees {label} of another network"
            if (row.pk in seen) != (name in SEES[label]):
                yield f"{name} {'sees' if row.pk in seen else 'does not see'} {label}"
    for name, viewer in cast.items():
        seen = set(Person.objects.seen_by(viewer))
        expected = {world.home.people[n] for n in PEOPLE[name]}
        yield from (f"{name} sees {p.name} {p.network_id}" for p in seen - expected)
        yield from (f"{name} does not see {p.name}" for p in expected - seen)
    yield from _ledger(world, cast["daniel"])


def _ledger(world: World, daniel: object) -> list[str]:
    mine = Act.objects.create(verb="confirm a day", person_id=world.home.daniel.pk)
    Act.objects.create(verb="confirm a day", person_id=world.home.tomas.pk)
    faults = [] if set(Act.objects.seen_by(daniel)) == {mine} else ["daniel sees acts of others"]
    changes = permissions.RULES[_model("Change")].rows(daniel)
    return faults + ([] if changes == permissions.NOBODY else ["daniel sees single changes"])


def _model(name: str) -> type:
    return next(m for m in permissions.RULES if m.__name__ == name)


def test_each_person_sees_what_a_tie_gives_and_nothing_else(world):
    assert "\n".join(wrong_sights(world)) == ""


def test_a_table_without_an_expectation_fails_the_build(world):
    expected = {type(row) for row in world.home.rows.values()} | {Person}
    assert {m.__name__ for m in permissions.RULES} - {m.__name__ for m in expected} - LEDGER == set()
    assert set(world.home.rows) == set(SEES)


@pytest.mark.parametrize("model", sorted(m.__name__ for m in permissions.RULES))
def test_the_walk_catches_a_declaration_that_is_taken_away(world, monkeypatch, model):
    open_to_all = permissions.Rule(rows=lambda viewer: Q())
    monkeypatch.setitem(permissions.RULES, _model(model), open_to_all)
    assert any(wrong_sights(world, model)), f"Nobody noticed that {model} lay open."


def test_charlie_of_another_network_sees_nothing_of_ours(world):
    for row in world.home.rows.values():
        assert row.pk not in set(type(row).objects.seen_by(world.charlie).values_list("pk", flat=True))


def test_a_tie_that_ends_takes_its_access_with_it_the_same_second(world):
    amina, daniel = world.home.amina, world.home.daniel
    now = timezone.now()
    assert Person.objects.seen_by(world.home.viewer("daniel")).filter(pk=amina.pk).exists()
    Tie.objects.unscoped("the advisor leaves").filter(person=daniel).update(ends=now)
    assert not Person.objects.seen_by(world.home.viewer("daniel")).filter(pk=amina.pk).exists()


def test_a_tie_that_has_not_begun_gives_nothing(world):
    Tie.objects.unscoped("the advisor starts next week").filter(person=world.home.daniel).update(
        starts=timezone.now() + timedelta(days=7)
    )
    assert not Person.objects.seen_by(world.home.viewer("daniel")).filter(pk=world.home.amina.pk).exists()


def test_a_student_who_left_the_advisory_is_out_of_sight(world):
    Tie.objects.unscoped("Amina changes advisories").filter(
        person=world.home.amina, to_group=world.home.rows["Advisory"]
    ).update(ends=timezone.now())
    assert not Person.objects.seen_by(world.home.viewer("daniel")).filter(pk=world.home.amina.pk).exists()


def test_a_row_that_was_put_away_is_seen_by_nobody(world):
    placement = world.home.rows["Placement"]
    placement.deleted_at = timezone.now()
    placement.save()
    assert not type(placement).objects.seen_by(world.home.viewer("daniel")).exists()
