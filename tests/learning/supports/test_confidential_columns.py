"""What is sealed never enters the ledger, and what a month of retention is."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from trellis.core.community.models import Role, Tie
from trellis.core.foundation import ledger
from trellis.core.foundation.models import Change
from trellis.learning.supports import retention
from trellis.learning.supports.models import CaseNote
from world import make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
SEALED = sorted((m for m in apps.get_models() if getattr(m, "sealed", ())), key=lambda m: m.__name__)


@pytest.fixture
def home():
    return make_world().home


def test_the_tables_that_hold_confidential_words_are_sealed():
    names = {model.__name__ for model in SEALED}
    assert {
        "Need",
        "CaseNote",
        "Referral",
        "ClassroomSupport",
        "Housing",
        "Service",
        "Strength",
        "Account",
    } <= names


@pytest.mark.parametrize("model", SEALED, ids=lambda model: model.__name__)
def test_a_sealed_column_is_in_no_change_of_its_table(home, model):
    with ledger.act("change and remove"):
        row = model._default_manager.get_queryset()
        row = (row.unscoped(TEXT) if hasattr(row, "unscoped") else row).first()
        assert row is not None
        row.save()
        row.delete()
    changes = Change.objects.unscoped(TEXT).filter(table=model._meta.db_table, op__in="UD")
    assert changes.count() >= 2
    for change in changes:
        assert change.before
        assert not set(model.sealed) & set(change.before)


def make_note(home, days):
    note = CaseNote.objects.create(student=home.amina, kind="note", words=f"{days} days old", by=home.noor)
    CaseNote.objects.unscoped(TEXT).filter(pk=note.pk).update(created=timezone.now() - timedelta(days=days))
    return note


def run(later=0):
    return retention.delete_past_retention(timezone.now() + timedelta(days=later), lambda *_parts: "")


@pytest.mark.parametrize(("days", "is_kept"), [(721, True), (729, True), (732, False)])
def test_24_months_are_two_years_and_not_720_days(home, days, is_kept):
    note = make_note(home, days)
    run()
    assert CaseNote.objects.unscoped(TEXT).filter(pk=note.pk).exists() is is_kept


@pytest.mark.parametrize(("days", "is_kept"), [(361, True), (364, True), (367, False)])
def test_12_months_after_leaving_are_a_year_and_not_360_days(home, days, is_kept):
    note = make_note(home, 0)
    Tie.objects.unscoped(TEXT).filter(person=home.amina, role=Role.STUDENT).update(ends=timezone.now())
    run(days)
    assert CaseNote.objects.unscoped(TEXT).filter(pk=note.pk).exists() is is_kept
