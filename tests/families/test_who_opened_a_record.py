"""Who opened a child's record is noted even when the database could not be written to at that moment."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from trellis.families.models import Opened
from world import make_world

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite can be told to refuse every write"),
]


def opened_by(person) -> int:
    return Opened.objects.unscoped("the test reads").filter(person=person).count()


def refuse_writes(refuse: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA query_only = {'ON' if refuse else 'OFF'}")


def test_the_page_opens_and_the_opening_is_noted_later():
    home = make_world().home
    client = Client()
    client.force_login(home.noor.account)
    before = opened_by(home.noor)
    refuse_writes(True)
    try:
        page = client.get(reverse("student", args=[home.amina.pk]))
        again = client.get(reverse("student", args=[home.amina.pk]))
    finally:
        refuse_writes(False)
    assert (page.status_code, again.status_code, opened_by(home.noor)) == (200, 200, before)
    client.get(reverse("plan", args=[home.amina.pk]))
    assert opened_by(home.noor) == before + 2
