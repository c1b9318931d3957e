"""What an organization promised and delivered: counted without names, confirmed by link, and measured."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.adults.organizations import panel_members, promises
from trellis.adults.organizations.measures import kept_and_all
from trellis.adults.organizations.models import PartnerPromise
from trellis.adults.organizations.relationship_pages import promises_of
from trellis.adults.organizations.years import current_year
from trellis.assessment.exhibitions.models import Exhibition, Panelist
from trellis.core.community import links
from trellis.core.community.models import Link, School
from trellis.core.foundation.measures import Year
from trellis.learning.internships.models import InternshipDay
from world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return make_world().home


@pytest.fixture
def year(home):
    return current_year(home.school)


def promise(home, year, unit, amount):
    return promises.add_promise(
        home.rows["Relationship"], year.number, f"{amount} {unit}", unit, amount, home.ines.pk
    )


def delivered(home, year):
    rows = promises_of(home.rows["Relationship"], year)
    return {status.promise.words: (status.delivered, status.is_kept) for status in rows}


def test_hosted_students_and_confirmed_hours_are_counted(home, year):
    promise(home, year, "hosted", 1)
    promise(home, year, "hours", 6)
    promise(home, year, "served", 4)
    day = InternshipDay.objects.unscoped("t").filter(pk=home.rows["InternshipDay"].pk)
    assert delivered(home, year)["6 hours"] == (0, False)
    day.update(minutes=400, confirmed_at=timezone.now())
    assert delivered(home, year)["6 hours"] == (6, True)
    assert delivered(home, year)["1 hosted"] == (1, True)
    assert delivered(home, year)["4 served"] == (None, False)
    assert kept_and_all(home.network, Year(year.starts, year.ends, year.number))[home.school.pk] == (2, 4)


def test_a_panelist_counts_for_the_organization_that_a_person_confirmed(home, year):
    promise(home, year, "panels", 1)
    exhibition = home.rows["Exhibition"]
    Exhibition.objects.unscoped("t").filter(pk=exhibition.pk).update(
        starts=timezone.now() - timedelta(days=2), held_at=timezone.now() - timedelta(days=2)
    )
    Panelist.objects.create(exhibition=exhibition, name="Lin", email="Lin@hope.example", part="outside")
    (adult,) = panel_members.outside_adults(home.viewer("daniel"), home.school, year.starts, year.ends)
    assert delivered(home, year)["1 panels"] == (0, False)
    panel_members.link_panel_member(home.rows["Organization"], home.school, adult, home.daniel.pk)
    assert delivered(home, year)["1 panels"] == (1, True)
    assert panel_members.outside_adults(home.viewer("daniel"), home.school, year.starts, year.ends) == []


def test_the_page_names_no_student_to_whoever_works_for_the_network(home, year):
    promise(home, year, "hosted", 1)
    client = Client()
    client.force_login(home.imani.account)
    for route, row in (("organization", "Organization"), ("partner-relationship", "Relationship")):
        page = client.get(reverse(route, args=[home.rows[row].pk])).content.decode()
        assert "1 hosted" in page
        assert "Amina" not in page


def test_another_school_reads_who_works_with_it_but_no_contacts_and_no_promises(home, year):
    promise(home, year, "served", 4)
    other = School.objects.create(network=home.network, name="Cove High")
    relationship = home.rows["Relationship"]
    relationship.contact, relationship.school = "Li Wei", other
    relationship.save()
    client = Client()
    client.force_login(home.daniel.account)
    page = client.get(reverse("organization", args=[home.rows["Organization"].pk])).content.decode()
    assert "Cove High" in page
    assert "Li Wei" not in page
    assert "4 served" not in page
    assert client.get(reverse("partner-relationship", args=[relationship.pk])).status_code == 404


def test_opening_the_link_changes_nothing_and_a_press_confirms_what_was_shown(home, year):
    token, shown = home.tokens["organization-link"], promise(home, year, "served", 4)
    page = reverse("organization-link", args=[token])
    opened = Client().get(page).content.decode()
    assert "4 served" in opened
    assert re.search(r"Confirm \d promise", opened)
    later = promise(home, year, "visits", 2)
    rows = PartnerPromise.objects.unscoped("t")
    assert not rows.exclude(confirmed_at=None).exists()
    for _press in range(2):
        assert Client().post(page, {"do": "confirm", "promise": str(shown.pk)}).status_code == 302
    assert rows.get(pk=shown.pk).confirmed_at
    assert rows.get(pk=later.pk).confirmed_at is None
    everything = [str(row.pk) for row in rows.filter(confirmed_at=None)]
    Client().post(page, {"do": "confirm", "promise": everything})
    assert not re.search(r"Confirm \d promise", Client().get(page).content.decode())


def test_the_organization_corrects_its_contacts_and_a_canceled_link_is_over(home):
    page, row = (
        reverse("organization-link", args=[home.tokens["organization-link"]]),
        home.rows["Relationship"],
    )
    sent = {"do": "contact", "contact": "Dana", "email": "dana@hope.example", "phone": "", "language": "es"}
    assert Client().post(page, sent | {"revision": f"{row.pk}:{row.revision}"}).status_code == 302
    row.refresh_from_db()
    assert (row.contact, row.language) == ("Dana", "es")
    assert 'lang="es"' in Client().get(page).content.decode()
    links.revoke_links("organization", row.pk, None)
    assert Client().post(page, sent | {"contact": "Eve"}).status_code == 410
    assert Link.objects.unscoped("t").filter(about_id=row.pk, revoked_at=None).count() == 0
