"""The pages for what went wrong: in the reader's language, with a way to another, whatever has failed."""

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError
from django.test import Client

from trellis.web.shell import context, errors, forms
from world import make_world

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def switch_of(response) -> list[str]:
    html = response.content.decode()
    assert 'action="/language' in html
    return [code for code in LANGUAGES if f'<option value="{code}"' in html]


@pytest.fixture
def broken_page(monkeypatch):
    """The family's first page, which breaks."""

    def breaks(*_args, **_kwargs):
        raise KeyError("start")

    monkeypatch.setattr(context, "role_line", breaks)
    return "/today/"


@pytest.fixture
def database_down(monkeypatch):
    def down(*_args, **_kwargs):
        raise OperationalError("no database")

    monkeypatch.setattr(SessionStore, "load", down)
    monkeypatch.setattr(SessionStore, "save", down)
    monkeypatch.setattr(forms.links, "set_link_language", down)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_server_error_page_is_in_the_viewers_language(language, broken_page):
    world = make_world()
    client = Client(raise_request_exception=False)
    client.force_login(world.home.carmen.account)
    client.post("/language/", {"language": language})
    response = client.get(broken_page, follow=True)
    assert response.status_code == 500
    assert f'<html lang="{language}"' in response.content.decode()
    assert switch_of(response) == LANGUAGES


@pytest.mark.django_db
def test_a_parent_leaves_a_page_that_breaks_by_another_language(broken_page):
    world = make_world()
    client = Client(raise_request_exception=False)
    client.force_login(world.home.carmen.account)
    client.post("/language/", {"language": "es"})
    client.post("/language/", {"language": "en", "next": broken_page})
    assert '<html lang="en"' in client.get(broken_page, follow=True).content.decode()


@pytest.mark.parametrize("path", ["/", "/nowhere", "/today/"])
def test_without_a_database_there_is_still_a_page_and_a_choice_of_language(path, database_down):
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = "0123456789abcdef0123456789abcdef"
    response = client.get(path)
    assert response.status_code in (404, 500, 503)
    assert switch_of(response) == LANGUAGES
    chosen = client.post("/language/", {"language": "vi", "next": path})
    assert chosen.status_code in (302, 500, 503)
    client.cookies[errors.LANGUAGE_COOKIE] = "vi"
    assert '<html lang="vi"' in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("status", "template"),
    [(400, ""), (403, ""), (403, "403_csrf.html"), (404, ""), (413, ""), (429, ""), (500, ""), (503, "")],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_page_reads_nothing_from_the_database(rf, status, template, language):
    request = rf.get("/plans")
    request.COOKIES[errors.LANGUAGE_COOKIE] = language
    response = errors.error_page(request, status, template)
    assert (response.status_code, response["Content-Language"]) == (status, language)
    assert switch_of(response) == LANGUAGES


def test_if_even_the_template_breaks_there_is_a_plain_page(rf, monkeypatch):
    monkeypatch.setattr(errors, "languages", lambda: 1 / 0)
    response = errors.error_page(rf.get("/"), 500)
    assert response.status_code == 500
    assert b"try again" in response.content
