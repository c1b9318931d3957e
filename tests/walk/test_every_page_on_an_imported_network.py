"""A network that began as a real one does, walked as every role: every link of every page that they are offered opens,
and each school keeps its own terms and its own clock.

One model is walked by everybody, three pages of each kind. The other two are walked by one person of each role, one
page of each kind, without the sign-in library's. So nobody reads them as a second school, on the other side of the
world, or as a second student: calendars, clocks and what separates schools are no part of a model.
"""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from imported_world import ImportedWorld, open_imported_world
from trellis.core.community.clock import school_local_time
from walk.pages import LIBRARY
from walk.reading import wrongs_of

pytestmark = pytest.mark.django_db

WALKERS = (
    *("Imani", "Ravi", "Devi", "Ines", "Alba", "Noor", "Daniel", "Tomas", "Wren"),
    *("Amina", "Chidi", "Kai", "Carmen"),
)
ONE_OF_EACH_ROLE = ("Imani", "Ravi", "Devi", "Ines", "Noor", "Daniel", "Tomas", "Amina", "Carmen")
PER_ROUTE = 3  # pages of one kind that one person opens
LINK = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')


def links_of(html: str) -> list[str]:
    """Where the links of a page lead, those to other places left out."""
    return [unescape(href) for href in LINK.findall(html) if href.startswith(("/", "?"))]


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
    client: Client,
    start: str = "/",
    language: str = "en",
    per_route: int = PER_ROUTE,
    without: tuple[str, ...] = (),
) -> tuple[set[str], list[str]]:
    """Every route that was opened from the start by links, and what was wrong on the way. `without`: how the names of
    routes begin that are passed by."""
    waiting, seen, count, wrong = [start], {start}, {}, []
    while waiting:
        path = waiting.pop(0)
        route = route_of(path)
        if count.get(route, 0) >= per_route or route.startswith(without):
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
        for href in links_of(html):
            target = (current_path + href if href.startswith("?") else href).split("#")[0]
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return set(count), wrong


@pytest.fixture
def world(tmp_path, settings) -> ImportedWorld:
    settings.MEDIA_ROOT = tmp_path / "files"
    return open_imported_world(tmp_path)


def faults_of_walks(
    world: ImportedWorld, names: tuple[str, ...], per_route: int, without: tuple[str, ...]
) -> str:
    wrong = []
    for name in names:
        opened, faults = walk(world.clients[name], per_route=per_route, without=without)
        wrong += [f"{name}: {fault}" for fault in faults]
        assert len(opened) > 2, f"{name} is offered nothing but {opened}"
    return "\n".join(wrong)


def test_every_link_that_anybody_is_offered_opens(world):
    assert faults_of_walks(world, WALKERS, PER_ROUTE, ()) == ""


@pytest.mark.parametrize("model", ["internationals", "new-tech"])
def test_every_link_that_each_role_is_offered_by_another_model_opens(tmp_path, settings, model):
    settings.MEDIA_ROOT = tmp_path / "files"
    world = open_imported_world(tmp_path, model)
    assert faults_of_walks(world, ONE_OF_EACH_ROLE, 1, LIBRARY) == ""


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
