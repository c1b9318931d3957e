"""Every row that is added, changed or removed stands in the ledger, however it was written."""

import pytest
from django.db import connection, transaction

from trellis.core.community.models import Network, Person
from trellis.core.foundation import bulk, ledger, ledger_chain
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.models import Act, Change
from trellis.learning.internships.models import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> Network:
    return Network.objects.create(name="Harbor", slug="harbor")


def changes(table: str = "community_person") -> list[tuple[str, bool]]:
    rows = Change.objects.unscoped("the test reads the ledger").filter(table=table).order_by("pk")
    return [(c.op, c.act_id is not None) for c in rows]


def people(network: Network, n: int) -> list[Person]:
    return [Person(network=network, given_name=f"Student {i}") for i in range(n)]


def everyone() -> object:
    return Person.objects.unscoped("the test writes to everyone")


def test_a_bulk_create_is_seen_row_by_row(network):
    with ledger.act("enroll"):
        Person.objects.bulk_create(people(network, 500))
    assert changes() == [("I", True)] * 500


def test_an_update_of_many_is_seen_with_what_stood_before(network):
    Person.objects.bulk_create(people(network, 3))
    with ledger.act("rename"):
        everyone().update(given_name="Renamed")
    before = (
        Change.objects.unscoped("the test reads the ledger").filter(op="U").values_list("before", flat=True)
    )
    assert sorted(b["given_name"] for b in before) == ["Student 0", "Student 1", "Student 2"]


def test_a_bulk_update_and_a_removal_are_seen(network):
    rows = people(network, 2)
    Person.objects.bulk_create(rows)
    rows[0].given_name = "Changed"
    Person.objects.bulk_update(rows, ["given_name"])
    everyone().delete()
    assert [op for op, _ in changes()] == ["I", "I", "U", "U", "D", "D"]


def test_plain_sql_is_seen(network):
    Person.objects.bulk_create(people(network, 1))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE community_person SET given_name = 'By hand'")
    assert changes() == [("I", False), ("U", False)]


def test_rows_copied_in_are_seen_and_read_back_whole(network):
    row = Person(network=network)
    names = ["sourced_id", "network_id", "given_name", "home_languages", "roster_id", "roster_print"]
    names += ["middle_name", "family_name", "preferred_name", "pronouns", "email", "phone"]
    names += ["username", "identifier", "grade", "language"]
    with ledger.act("copy in"):
        n = bulk.insert_rows(Person, names, [(row.pk, network.pk, "Amina", ["fr", "en"], *[""] * 12)])
    copied = everyone().get()
    assert (n, copied.pk, copied.home_languages, copied.created is not None) == (
        1,
        row.pk,
        ["fr", "en"],
        True,
    )
    assert changes() == [("I", True)]


def test_an_act_that_fails_leaves_nothing_behind(network):
    def the_phone_dies() -> None:
        with ledger.act("enroll"):
            Person.objects.bulk_create(people(network, 5))
            raise RuntimeError("the phone died")

    with pytest.raises(RuntimeError):
        the_phone_dies()
    acts = Act.objects.unscoped("the test reads the ledger").count()
    assert (everyone().count(), changes(), acts) == (0, [], 0)


def test_a_verb_within_a_verb_belongs_to_the_outer_one(network):
    with ledger.act("hand over"), ledger.act("end a tie"):
        Person.objects.bulk_create(people(network, 1))
    acts = Act.objects.unscoped("the test reads the ledger").exclude(verb=ledger_chain.OUTSIDE_VERB)
    assert [act.verb for act in acts] == ["hand over"]


def test_a_write_after_an_act_is_not_counted_to_it(network):
    with ledger.act("enroll"):
        pass
    with transaction.atomic():
        Person.objects.bulk_create(people(network, 1))
    assert changes() == [("I", False)]


def test_rows_that_come_from_a_query_are_copied_in_too():
    """On PostgreSQL a query in the middle of a COPY would wait for ever."""
    with ledger.act("open networks"):
        Network.objects.create(name="One", slug="one")
        networks = Network.objects.unscoped("the test copies them").iterator()
        sites = ((network.pk, f"Site of {network.name}", "", "") for network in networks)
        rows = ((new_id(), *site) for site in sites)
        assert bulk.insert_rows(Site, ["sourced_id", "network_id", "name", "city", "field"], rows) == 1
