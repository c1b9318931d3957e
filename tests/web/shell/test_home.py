"""The door: each person lands on their own page, strangers on a word of welcome."""

import pytest
from django.urls import reverse
from tests.html import compact

from trellis.web.shell import navigation


def test_a_stranger_reads_what_trellis_is_and_how_to_come_in(client, db):
    answer = client.get("/")
    assert answer.status_code == 200
    for name in ("account_login", "join"):
        assert f'href="{reverse(name)}"' in answer.text


@pytest.mark.parametrize(
    ("who", "url_name"), [("imani", "network"), ("ines", "today"), ("daniel", "today"), ("amina", "today")]
)
def test_each_lands_on_the_page_that_is_theirs(enter, world, monkeypatch, who, url_name):
    monkeypatch.setattr(navigation, "reverse", lambda name, kwargs: f"/{name}/")
    answer = enter(who).get("/")
    assert answer.status_code == 302
    assert answer.url == f"/{url_name}/"


@pytest.mark.parametrize(("who", "name"), [("carmen", "<h1 data-read>Amina"), ("rosa", "<h1>Amina")])
def test_family_and_mentor_are_led_to_the_one_they_stand_by(enter, who, name):
    answer = enter(who).get("/", follow=True)
    assert f"{name}</h1>" in compact(answer.text)
    assert "Sign out" in answer.text


def test_a_page_that_does_not_stand_yet_is_left_out_of_the_rail(enter, world):
    navigation.register("nowhere", "Nowhere", "no-such-page")
    try:
        assert "Nowhere" not in enter("carmen").get("/", follow=True).text
    finally:
        del navigation.MENU_ITEMS["nowhere"]


def test_only_the_nearest_way_is_marked_current(world, monkeypatch):
    from trellis.core.community.viewer import Viewer

    urls = {"network": "/networks/1/", "opportunity": "/networks/1/opportunity/"}
    monkeypatch.setattr(navigation, "reverse", lambda name, kwargs: urls.get(name, f"/{name}/"))
    sections = navigation.menu_sections(Viewer.of(world.imani), "/networks/1/opportunity/")
    current = {link.label: link.current for section in sections for link in section.items}
    assert current["Opportunity"] == "page"
    assert current["Overview"] == ""


def test_charlie_gets_404_and_a_sentence_not_a_hint(client, db, settings):
    settings.DEBUG = False
    answer = client.get("/students/0198c1f2-0000-7000-8000-000000000000/")
    assert answer.status_code == 404
    assert "Page not found" in answer.text
    assert "Sign in and try again" in answer.text


def test_a_page_for_anyone_signed_in_is_not_there_for_a_stranger(rf):
    from django.http import Http404, HttpResponse
    from django.utils.functional import SimpleLazyObject

    from trellis.core.foundation.permissions import PAGE_PERMISSIONS, page_for

    @page_for(anyone=True)
    def page(request):
        return HttpResponse()

    request = rf.get("/")
    request.viewer = SimpleLazyObject(lambda: None)
    try:
        with pytest.raises(Http404):
            page(request)
    finally:
        del PAGE_PERMISSIONS[page.gate]


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "429", "500"])
def test_every_page_of_refusal_stands_without_anything_around_it(name):
    from django.template.loader import render_to_string

    page = render_to_string(f"{name}.html")
    assert page.count("<h1>") == 1
    assert 'href="/"' in page
