"""Whoever opens somebody from a filtered list comes back to it filtered, by the page's own link, and nowhere else."""

import re
from urllib.parse import quote

import pytest
from django.urls import reverse
from tests.html import compact

from world import Side, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return make_world().home


def opened_from(client, home: Side, list_address: str, page_address: str) -> str:
    """The page behind the link that a list has to it."""
    client.force_login(home.ines.account)
    link = f"{page_address}?back={quote(list_address, safe='')}"
    assert f'href="{link}"' in client.get(list_address).content.decode()
    return compact(client.get(link).content.decode())


LISTS = [
    ("school-students", {"q": "amina"}, "student", lambda home: home.amina, "Students"),
    ("school-families", {"q": "carmen"}, "family", lambda home: home.amina, "Families"),
    ("school-staff", {"role": "teacher-of"}, "staff-member", lambda home: home.tomas, "Staff"),
    ("school-staff", {"role": "teacher-of"}, "group-students", lambda home: home.rows["Class"], "Staff"),
    ("school-groups", {"kind": "class"}, "group-students", lambda home: home.rows["Class"], "Groups"),
    ("school-groups", {"kind": "class"}, "staff-member", lambda home: home.tomas, "Groups"),
]


@pytest.mark.parametrize(("list_name", "filters", "page", "about", "label"), LISTS)
def test_the_page_leads_back_to_the_filtered_list(client, home, list_name, filters, page, about, label):
    where = reverse(list_name, args=[home.school.pk], query=filters)
    shown = opened_from(client, home, where, reverse(page, args=[about(home).pk]))
    assert f'<a href="{where}">{label}</a>' in shown


def test_a_site_leads_back_to_the_words_that_found_it_and_keeps_the_way_when_something_is_saved(client, home):
    where = reverse("sites", query={"q": "hope"})
    site = reverse("site", args=[home.rows["Site"].pk])
    assert f'<a href="{where}">Sites</a>' in opened_from(client, home, where, site)
    link = f"{site}?back={quote(where, safe='')}"
    saved = client.post(link, {"do": "mentor", "given_name": "Omar", "language": "en"}, follow=True)
    assert f'href="{where}"' in saved.content.decode()


def test_a_site_leads_back_to_the_students_internship_search(client, home):
    where = reverse("placement-search", args=[home.bea.pk], query={"filtered": "1"})
    site = reverse("site", args=[home.rows["Site"].pk])
    page = opened_from(client, home, where, site)
    assert re.search(rf'<a href="{re.escape(where)}">\s*LTI search\s*</a>', page)


def test_from_a_list_without_filters_the_links_stay_short(client, home):
    client.force_login(home.ines.account)
    page = client.get(reverse("school-students", args=[home.school.pk])).content.decode()
    assert "back=" not in page


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/schools/",
        "//evil.example/",
        "javascript:alert(1)",
        "/account/logout/",
        "/nowhere/",
        "\x00",
    ],
)
def test_an_address_that_is_not_the_list_is_ignored(client, home, back):
    client.force_login(home.ines.account)
    page = client.get(reverse("staff-member", args=[home.tomas.pk]), {"back": back})
    assert page.status_code == 200
    crumbs = compact(page.content.decode()).partition('class="crumbs"')[2].partition("</nav>")[0]
    assert f'href="{reverse("school-staff", args=[home.school.pk])}"' in crumbs
    assert "evil" not in crumbs


def test_the_list_of_another_school_is_ignored(client, home):
    other = reverse("school-staff", args=[home.rows["Class"].pk], query={"q": "a"})
    client.force_login(home.ines.account)
    page = client.get(reverse("staff-member", args=[home.tomas.pk]), {"back": other}).content.decode()
    assert f'href="{other}"' not in page
