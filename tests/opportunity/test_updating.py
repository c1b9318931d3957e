"""Figures are computed before anything is locked, swapped at once, and updated where it matters."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from opportunity.network import make_network
from trellis.foundation import ledger
from trellis.foundation.measures import MEASURES
from trellis.opportunity import actions, sums
from trellis.opportunity.models import Rollup, Snapshot

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
        actions.lay_out(network.network)
    finally:
        object.__setattr__(MEASURES["plan-current"], "facts", facts)
    assert locked == [False]
    assert Rollup.objects.unscoped(TEXT).filter(measure="plan-current", facet="all").count() == 2


@pytest.mark.django_db
def test_figures_that_fail_half_way_leave_the_old_ones(monkeypatch):
    network = make_network("Harbor", {"East": 4})
    actions.lay_out(network.network)
    before = Rollup.objects.unscoped(TEXT).count()
    monkeypatch.setattr(actions.bulk, "copy_in", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.lay_out(network.network)
    assert Rollup.objects.unscoped(TEXT).count() == before
    assert Snapshot.objects.unscoped(TEXT).count() == 1


@pytest.mark.django_db
def test_figures_that_were_begun_earlier_never_replace_newer_ones(monkeypatch):
    network = make_network("Harbor", {"East": 4})
    slow = sums.compute(network.network)
    newer = actions.lay_out(network.network)
    assert actions._replace(slow) == newer
    assert newer.taken_at > slow.started > timezone.now() - timedelta(minutes=5)
