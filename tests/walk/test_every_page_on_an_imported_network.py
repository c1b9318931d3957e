"""A network that began as a real one does, walked as every role: every link of every page that they are offered opens,
and each school keeps its own terms and its own clock."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from imported_world import ImportedWorld, open_imported_world
from trellis.core.community.clock import school_local_time
from walk.reading import wrongs_of

pytestmark = pytest.mark.django_db

WALKERS = (
    *("Imani", "Ravi", "Devi", "Ines", "Alba", "Noor", "Daniel", "Tomas", "Wren"),
    *("Amina", "Chidi", "Kai", "Carmen"),
)
PER_ROUTE = 3  # pages of one kind that one person opens


class Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith(("/", "?")):
            self.found.append(href)


def route_of(path: str) -> str:
    try:
        return resolve(path.split("?")[0]).url_name or path
    except Resolver404:
        return path


def bare_separators(html: str) -> list[str]:
    """Where a line begins or ends with the dot that should part two facts: one of them was empty."""
    text = re.sub(r"<(script|style|template).*?</\1>", "", html, flags=re.DOTALL)
    text = re.sub(r"</?(span|b|bdi|a|i)\b[^>]*>", "", text)
    return [f"has a bare separator: {each.strip()}" for each in re.findall(r">\s*·[^<]*|[^<>]*·\s*<", text)]


def walk(
    client: Client, start: str = "/", language: str = "en", per_route: int = PER_ROUTE
) -> tuple[set[str], list[str]]:
    """Every route that was opened from the start by links, and what was wrong on the way."""
    waiting, seen, count, wrong = [start], {start}, {}, []
    while waiting:
        path = waiting.pop(0)
        route = route_of(path)
        if count.get(route, 0) >= per_route:
            continue
        count[route] = count.get(route, 0) + 1
        response = client.get(path, follow=True)
        if response.status_code != 200:
            wrong.append(f"{route} {path} answers {response.status_code}")
            continue
        if "text/html" not in response["Content-Type"]:
            continue
        html = response.content.decode()
        wrong += [f"{route} {fault}" for fault in wrongs_of(html, language) + bare_separators(html)]
        current_path = response.request["PATH_INFO"]
        for href in Links(html).found:
            target = (current_path + href if href.startswith("?") else href).split("#")[0]
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return set(count), wrong


@pytest.fixture
def world(tmp_path, settings) -> ImportedWorld:
    settings.MEDIA_ROOT = tmp_path / "files"
    return open_imported_world(tmp_path)


@pytest.mark.parametrize("model", ["big-picture", "internationals", "new-tech"])
def test_every_link_that_anybody_is_offered_opens(tmp_path, settings, model):
    settings.MEDIA_ROOT = tmp_path / "files"
    world = open_imported_world(tmp_path, model)
    wrong = []
    for name in WALKERS:
        opened, faults = walk(world.clients[name], per_route=PER_ROUTE if model == "big-picture" else 1)
        wrong += [f"{name}: {fault}" for fault in faults]
        assert len(opened) > 2, f"{name} is offered nothing but {opened}"
    assert "\n".join(wrong) == ""


def test_the_grades_page_of_every_class_names_its_own_schools_term(world):
    for name, group, term, other in (
        ("Daniel", "Advisory Daniel", "Winter", "Southern"),
        ("Tomas", "Biology 9", "Winter", "Southern"),
        ("Wren", "HASS 9", "Southern Term 4", "Winter"),
    ):
        response = world.clients[name].get(reverse("grades", args=[world.group(group).pk]))
        page = response.content.decode()
        assert response.status_code == 200
        assert term in page
        assert other not in page


def test_each_school_keeps_its_own_clock(world):
    now = timezone.now()
    hobart, harbor = (
        school_local_time(world.school(name), now) for name in ("Hobart Secondary", "Harbor High")
    )
    assert hobart.utcoffset() != harbor.utcoffset()
    day = re.compile(rf"\b{hobart.day}\b")
    assert day.search(world.clients["Wren"].get("/today/").content.decode())


def test_a_principal_sets_where_her_school_is_and_nobody_elses(world):
    school, other = (world.school(name) for name in ("Harbor High", "Hobart Secondary"))
    form = {"city": " New  Haven ", "state": "CT", "time_zone": "America/Chicago"}
    ines = world.clients["Ines"]
    assert ines.post(reverse("school-details", args=[school.pk]), form).status_code == 302
    assert ines.post(reverse("school-details", args=[other.pk]), form).status_code == 404
    school = world.school()
    assert (school.city, school.state, school.time_zone) == ("New Haven", "CT", "America/Chicago")
    wrong = ines.post(reverse("school-details", args=[school.pk]), form | {"time_zone": "Mars/Olympus"})
    assert wrong.status_code == 422
    assert 'value="New  Haven"' in wrong.content.decode() or "New  Haven" in wrong.content.decode()


def test_grades_of_a_roster_are_kept_as_codes(world):
    """The roster says "9" for Amina and "Grade 10" for Hana."""
    assert (world.person("Amina").grade, world.person("Hana").grade) == ("09", "10")
