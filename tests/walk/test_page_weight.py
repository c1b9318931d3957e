"""How many bytes a page is on first view: the document, its sheets and scripts, as the server sends them.

Documents go as they are written: compressed, their size would tell what is in them (deploy/nginx.conf). Static files go
compressed, each with its head.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, resolve

from browser.test_every_role import FILES
from built_demo import open_demo
from trellis.core.community.models import Account
from trellis.demo.plan import NetworkShape
from walk.pages import OPENS
from walk.test_every_page_as_every_role import ROUTES, address
from world import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.markup]
MOST = 100_000
HEAD = 450
"""Bytes of the head of an answer, about as many as Chromium reports."""
ROLES = ("leader", "teacher", "advisor", "student", "guardian", "counselor", "mentor", "network")
ASSET = re.compile(r'<(?:link|script|img)\b[^>]*?\b(?:href|src)="(/[^"]+)"')
IMPORTED = re.compile(r'^(?:import|export)\b[^;]*?"(\./[^"]+)"', re.MULTILINE)
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#]+)')
LEAVES = {
    "switch-demo-person",
    "account_logout",
} | FILES
VIEWS = 2
"""How many roles a page is weighed for."""


class Weights:
    """What each static file weighs, gathered and compressed as for a real server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def of_page(self, client: Client, page: str) -> int:
        assets, todo = set(), ASSET.findall(page)
        while todo:
            address = todo.pop()
            if address not in assets:
                assets.add(address)
                todo += self._imports(address)
        return sum(self._weight(client, address) for address in assets) + len(page.encode()) + HEAD

    def _imports(self, address: str) -> list[str]:
        if not address.endswith(".js"):
            return []
        text = self._file(address).read_text()
        return [normpath(join(dirname(address), name)) for name in IMPORTED.findall(text)]

    def _file(self, address: str) -> Path:
        return self.folder / address.removeprefix("/static/")

    def _weight(self, client: Client, address: str) -> int:
        if not address.startswith("/static/"):
            return len(client.get(address).getvalue()) + HEAD
        file = self._file(address)
        packed = file.with_name(file.name + ".gz")
        return (packed if packed.exists() else file).stat().st_size + HEAD


@pytest.fixture
def weights(settings, tmp_path) -> Weights:
    settings.STATIC_ROOT = tmp_path / "static"
    backend = {"BACKEND": "trellis.web.shell.static_storage.OneSheetStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": backend}
    call_command("collectstatic", interactive=False, verbosity=0)
    return Weights(settings.STATIC_ROOT)


def pages_from(client: Client, start: str, views: Counter[str]) -> Iterator[tuple[str, str]]:
    """The pages that links lead to, one of each kind, with their addresses. `views`: how often a kind was opened."""
    todo, seen, tried = [start], set(), set()
    while todo:
        address = todo.pop(0)
        if address in tried:
            continue
        tried.add(address)
        try:
            name = resolve(urlsplit(address).path).url_name
        except Resolver404:
            continue
        if name in seen or name in LEAVES or views[name] >= VIEWS:
            continue
        answer = client.get(address, follow=True)
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            continue
        seen.add(name)
        views[name] += 1
        page = answer.content.decode()
        yield address, page
        todo += [link.replace("&amp;", "&") for link in LINK.findall(page) if link.startswith("/")]


def test_every_page_of_a_school_of_330_is_under_100_kb(weights):
    open_demo(NetworkShape(1, 1, 0, 330), date.today(), with_figures=True)
    heavy, views = {}, Counter()
    for role in ROLES:
        client = Client()
        client.force_login(Account.objects.get(username=f"demo-{role}"))
        for where, page in pages_from(client, "/", views):
            weight = weights.of_page(client, page)
            if weight > MOST:
                heavy[role, where] = weight
    assert len(views) > 60
    assert heavy == {}


def test_every_page_of_the_url_map_is_under_100_kb(weights):
    home, heavy = make_world().home, {}
    for name in sorted(set(ROUTES) - FILES):
        who = next(iter(OPENS[name]), "nobody")
        client = Client()
        if who != "nobody":
            client.force_login(home.people[who].account)
        answer = client.get(address(name, home))
        if answer.status_code == 200:
            weight = weights.of_page(client, answer.content.decode())
            if weight > MOST:
                heavy[name] = weight
    assert heavy == {}
