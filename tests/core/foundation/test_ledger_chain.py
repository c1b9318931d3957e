"""A changed, removed, added or swapped entry of the ledger is found; what retention forgets is not tampering."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction

from trellis.core.community.models import Account, Network, Person
from trellis.core.foundation import ledger, ledger_chain
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.models import Act, Change

pytestmark = pytest.mark.django_db
TEXT = "the test reads the ledger"


def acts():
    return Act.objects.unscoped(TEXT).order_by("sequence")


def changes():
    return Change.objects.unscoped(TEXT).order_by("pk")


def kinds():
    return [problem.kind for problem in ledger_chain.verify()]


@pytest.fixture
def entries():
    """Five finished acts: one makes a network, four each add a person and rename another."""
    with ledger.act("open"):
        network = Network.objects.create(name="Harbor", slug="harbor")
    for number in range(4):
        with ledger.act("enroll", about=network.pk, number=number):
            person = Person.objects.create(network=network, given_name=f"Student {number}")
            person.given_name = f"Renamed {number}"
            person.save()
    return list(acts())


def test_a_sound_ledger_has_no_problems(entries):
    assert [entry.sequence for entry in entries] == [1, 2, 3, 4, 5]
    assert len({entry.digest for entry in entries}) == 5
    assert ledger_chain.verify() == []
    assert ledger_chain.head() == (5, entries[-1].digest)


def test_an_empty_ledger_is_sound():
    assert ledger_chain.verify() == []
    assert ledger_chain.head() == (0, "")


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "withdraw"},
        {"person_id": uuid.uuid4()},
        {"about_id": None},
        {"details": {"number": 99}},
        {"at": "2020-01-01T00:00Z"},
        {"contents": "0" * 64},
        {"digest": "0" * 64},
    ],
)
def test_a_changed_entry_is_found(entries, change):
    with ledger.allow_edits():
        acts().filter(sequence=3).update(**change)
    assert "changed" in kinds()


def test_a_removed_entry_is_found(entries):
    with ledger.allow_edits():
        acts().filter(sequence=3).delete()
    assert kinds() == ["missing", "orphans"]
    with ledger.allow_edits():
        changes().filter(act_id=entries[2].pk).delete()
    assert kinds() == ["missing"]


def test_an_entry_taken_out_and_the_others_numbered_anew_is_found(entries):
    with ledger.allow_edits():
        acts().filter(sequence=3).delete()
        for number in (4, 5):
            acts().filter(sequence=number).update(sequence=number - 1)
    assert "changed" in kinds()


def test_swapped_entries_are_found(entries):
    with ledger.allow_edits():
        acts().filter(sequence=3).update(sequence=99)
        acts().filter(sequence=4).update(sequence=3)
        acts().filter(sequence=99).update(sequence=4)
    assert "changed" in kinds()


def test_an_entry_that_somebody_put_in_is_found(entries):
    Act.objects.create(verb="forged", sequence=6, digest="0" * 64)
    assert kinds() == ["changed", "contents"]


def test_an_entry_outside_the_chain_is_found(entries):
    Act.objects.create(verb="forged")
    assert kinds() == ["unchained"]


@pytest.mark.parametrize(
    "change", [{"before": {"given_name": "Other"}}, {"row": uuid.uuid4()}, {"op": "D"}, {"before": None}]
)
def test_a_changed_change_is_found(entries, change):
    with ledger.allow_edits():
        changes().filter(op="U").update(**change)
    assert set(kinds()) == {"contents"}


def undone(tamper):
    """What is found after tampering, which is then taken back."""
    with transaction.atomic():
        with ledger.allow_edits():
            tamper()
        faults = kinds()
        transaction.set_rollback(True)
    return faults


def test_removed_added_and_moved_changes_are_found(entries):
    first, second = (changes().filter(act_id=entry.pk) for entry in entries[1:3])
    added = {"act_id": entries[0].pk, "table": "community_person", "row": new_id(), "op": "I"}
    assert undone(lambda: first.first().delete()) == ["contents"]
    assert undone(lambda: Change.objects.create(**added)) == ["contents"]
    assert undone(lambda: second.update(act_id=entries[1].pk)) == ["contents", "contents"]
    assert kinds() == []


def test_whoever_has_not_the_secret_cannot_make_a_chain(entries, settings):
    secret_key = settings.SECRET_KEY
    settings.SECRET_KEY = "somebody else's"
    with ledger.act("forged"):
        pass
    settings.SECRET_KEY = secret_key
    assert "changed" in kinds()


def test_a_former_secret_still_holds_for_what_was_written_under_it(entries, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the new one"
    with ledger.act("under the new one"):
        Network.objects.create(name="Two", slug="two")
    assert kinds() == []


def test_what_is_forgotten_by_policy_is_a_noted_act_and_no_tampering(entries):
    rows = list(changes().filter(op="U").values_list("row", flat=True))
    with ledger.act("delete by policy"):
        assert ledger.erase_row_history(rows) == 4
    assert not changes().filter(op="U", before__isnull=False).exists()
    assert kinds() == []
    noted = acts().get(verb="delete by policy").details["forgot"]
    assert {uuid.UUID(hex=key) for key in noted} == {entry.pk for entry in entries[1:]}
    with ledger.act("something after"):
        assert ledger.erase_row_history(rows) == 0  # a second time finds nothing
    with ledger.allow_edits():
        changes().filter(act_id=entries[1].pk, op="U").update(before={"given_name": "put back"})
    assert kinds() == ["contents"]


def test_what_is_forgotten_without_an_act_gets_one(entries):
    rows = list(changes().filter(op="U").values_list("row", flat=True))
    assert ledger.erase_row_history(rows) == 4
    assert kinds() == []
    assert acts().last().verb == "erase history of deleted rows"


def test_an_act_that_forgets_its_own_changes_is_sound(entries):
    with ledger.act("add and destroy"):
        network = Network.objects.get_queryset().unscoped(TEXT).get()
        person = Person.objects.create(network=network, given_name="Gone")
        key = person.pk
        person.delete()
        ledger.erase_row_history([key])
    assert kinds() == []


def test_a_change_that_no_act_made_is_taken_in_and_named(entries):
    Person.objects.unscoped(TEXT).update(given_name="By hand")
    (problem,) = ledger_chain.verify()
    assert (problem.kind, "4 changes" in problem.what, "community_person" in problem.what) == (
        "outside",
        True,
        True,
    )
    with ledger.act("something else"):
        pass
    assert [entry.verb for entry in acts()][-2:] == [ledger_chain.OUTSIDE_VERB, "something else"]
    assert kinds() == ["outside"]
    assert not changes().filter(act_id=None).exists()
    with ledger.allow_edits():
        changes().filter(act_id=acts().get(verb=ledger_chain.OUTSIDE_VERB).pk).first().delete()
    assert kinds() == ["contents", "outside"]


def test_many_changes_are_read_in_portions(entries, monkeypatch):
    monkeypatch.setattr(ledger_chain, "CHUNK_SIZE", 3)
    monkeypatch.setattr(ledger_chain, "QUERY_LIMIT", 2)
    network = Network.objects.unscoped(TEXT).get()
    with ledger.act("enroll many"):
        Person.objects.bulk_create(Person(network=network, given_name=f"Student {n}") for n in range(20))
    monkeypatch.setattr(ledger_chain, "CHUNK_SIZE", 7)
    assert kinds() == []
    in_portions = acts().last().contents
    monkeypatch.setattr(ledger_chain, "QUERY_LIMIT", 200)
    assert ledger_chain._contents_digest(acts().last().pk) == in_portions


@pytest.mark.parametrize("table", ["foundation_act", "foundation_change"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET {} = {}"])
def test_trellis_itself_cannot_edit_the_ledger_by_mistake(entries, table, statement):
    column = "verb" if table == "foundation_act" else "op"
    refused = pytest.raises(DatabaseError, match="cannot be edited")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column, "'x'"))
    assert kinds() == []


def test_an_account_is_noted_without_its_password_and_sign_ins_are_not(entries):
    account = Account.objects.create_user("amina", password="fern-otter-maple")
    account.set_password("another-good-one")
    account.save()
    account.last_login = "2026-11-29T12:00Z"
    account.save(update_fields=["last_login"])
    noted = changes().filter(table="community_account")
    assert [change.op for change in noted] == ["I", "U"]
    assert "password" not in noted.last().before
    assert kinds() == []


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite writes one act at a time")
@pytest.mark.django_db(transaction=True)
def test_acts_that_run_at_once_are_chained_in_the_order_in_which_they_end():
    def write(number):
        try:
            for round_ in range(10):
                with ledger.act("write", number=number):
                    slug = f"n{number}-{round_}"
                    Network.objects.create(name=slug, slug=slug)
                    time.sleep(0.002 * number)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert [entry.sequence for entry in acts()] == list(range(1, 41))
    assert [entry.pk for entry in acts()] != sorted(entry.pk for entry in acts())
    assert kinds() == []
