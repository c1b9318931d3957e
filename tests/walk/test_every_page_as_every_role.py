"""Every URL of the map, opened by every person of two networks and by nobody.

A new page is walked the moment it has a route; a route without an expectation fails the build; another
network's page answers 404, as if it were not there.

On the same way: reading never depends on a write, so every page opens while the database refuses to be written to, as
it does when the disk is full or a long import holds the lock; what people wrote runs in its own direction; and the
page is written as Arabic should be, which runs the other way and has six plurals. The other languages of the screen,
English among them, are read by one person for each page: `test_every_page_in_every_language.py`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from trellis.core.community import links
from trellis.core.community.models import Network
from trellis.core.foundation import permissions
from trellis.web.families import access_log_queue
from walk.pages import LIBRARY, OPENS
from walk.reading import choose_language, is_page, write_home_languages, wrongs_of_page
from walk.written_text import sentences_of_people, without_direction
from world import Side, World, make_world

pytestmark = pytest.mark.django_db

READ_BY_ALL = "ar"
OPEN = {200, 302, 405}  # 405: the page is for them, but wants a POST
PARTS = 4  # of the walk, so that no core waits long for another


def routes(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every route of the URL map, those of the sign-in library left out."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry)
        elif not (entry.name or "").startswith(LIBRARY):
            yield entry


ROUTES = {route.name: route for route in routes()}


@pytest.fixture
def world() -> World:
    return make_world()


class Clients(dict):
    """A browser for each person by name, signed in when it is first asked for; nobody's comes first."""

    def __init__(self, side: Side) -> None:
        super().__init__(nobody=Client())
        self.people = side.people

    def __missing__(self, name: str) -> Client:
        self[name] = Client()
        self[name].force_login(self.people[name].account)
        return self[name]


@pytest.fixture
def clients(world) -> Clients:
    return Clients(world.home)


def ids(side: Side) -> dict[str, object]:
    """What stands for each kind of id in a URL."""
    return {
        "network_id": side.network.pk,
        "school_id": side.school.pk,
        "district_id": side.rows["District"].pk,
        "agreement_id": side.rows["PartnerAgreement"].pk,
        "student_id": side.amina.pk,
        "upload_id": side.rows["RosterUpload"].pk,
        "framework_upload_id": side.rows["FrameworkUpload"].pk,
        "group_id": side.rows["Advisory"].pk,
        "team_id": side.rows["Team"].pk,
        "model_draft_id": side.rows["PackageDraft"].pk,
        "package_id": side.rows["Upgrade"].package_id,
        "at": "calendar",
        "draft_id": side.rows["GroupDraft"].pk,
        "placement_id": side.rows["Placement"].pk,
        "concern_id": side.rows["Concern"].pk,
        "entry_id": side.rows["DayEntry"].pk,
        "version_id": side.rows["PlanVersion"].pk,
        "exhibition_id": side.rows["Exhibition"].pk,
        "round_id": side.rows["Round"].pk,
        "seat_id": side.rows["Panelist"].pk,
        "site_id": side.rows["Site"].pk,
        "organization_id": side.rows["Organization"].pk,
        "relationship_id": side.rows["Relationship"].pk,
        "person_id": side.tomas.pk,
        "mentor_id": side.rosa.pk,
        "key": "empirical-reasoning",
        "project_id": side.rows["Project"].pk,
        "tuning_session_id": side.rows["TuningSession"].pk,
        "search_step_id": side.rows["SearchStep"].pk,
        "step_id": side.rows["Step"].pk,
        "item_id": side.rows["Entry"].pk,
        "product_id": side.rows["Product"].pk,
        "resource_id": side.rows["Resource"].pk,
        "file_id": side.rows["EditionFile"].pk,
        "piece_id": side.rows["StepSubmission"].pk,
        "goal_id": side.rows["Goal"].pk,
        "submission_id": side.rows["TaskSubmission"].pk,
        "scorer_id": side.rows["Scorer"].pk,
        "award_id": side.rows["CredentialAward"].pk,
        "notice_id": side.rows["OpeningNotice"].pk,
        "link_id": side.rows["Link"].pk,
        "apprenticeship_id": side.rows["ApprenticeshipRequest"].pk,
        "pathway_id": side.rows["StartedPathway"].pk,
        "started_step_id": side.rows["StartedStep"].pk,
        "question_id": side.rows["MeasureQuestion"].pk,
        "survey_round_id": side.rows["SurveyRound"].pk,
        "aim_id": side.rows["Aim"].pk,
        "cycle_id": side.rows["Cycle"].pk,
        "idea_id": side.rows["ChangeIdea"].pk,
        "measure_id": side.rows["PracticalMeasure"].pk,
        "observation_id": side.rows["Observation"].pk,
        "belief_id": side.rows["Belief"].pk,
        "roll_out_id": side.rows["RollOut"].pk,
        "cohort_id": side.rows["Cohort"].pk,
        "reply_id": side.rows["Reply"].pk,
        "handover_id": side.rows["LeaderHandover"].pk,
        "event_id": side.rows["LearningEvent"].pk,
        "material_id": side.rows["EventMaterial"].pk,
        "certificate_id": side.rows["LearningCertificate"].pk,
        "number": side.rows["LearningCertificate"].number,
        "clearinghouse_file_id": side.rows["ClearinghouseFile"].pk,
        "joining_id": side.rows["JoiningSchool"].pk,
        "school_year": side.rows["SchoolYearPlan"].school_year,
        "review_id": side.rows["SchoolReview"].pk,
        "evidence_id": side.rows["RowEvidence"].pk,
        "visit_id": side.rows["CoachVisit"].pk,
        "joining_step_id": side.rows["JoiningStep"].pk,
        "design_id": side.rows["WeekDesign"].pk,
        "design_team_id": side.rows["DesignTeam"].pk,
        "design_teacher_id": side.rows["DesignTeacher"].pk,
    }


def address(name: str, side: Side) -> str:
    converters = ROUTES[name].pattern.converters
    ids_by_name = ids(side) | ({"token": side.tokens[name]} if name in side.tokens else {})
    unknown = set(converters) - set(ids_by_name)
    assert not unknown, f"Say in ids() what stands for {unknown} of the route {name}."
    return reverse(name, kwargs={key: ids_by_name[key] for key in converters})


def opened(response: HttpResponse) -> bool:
    to_sign_in = response.status_code == 302 and "/login" in response["Location"]
    return response.status_code in OPEN and not to_sign_in


@pytest.fixture
def language(world, clients) -> str:
    """What everybody reads in: those who are signed in, nobody, and the holders of links."""
    write_home_languages(world)
    for name in ("nobody", *world.home.people):
        choose_language(clients[name], READ_BY_ALL)
    for token in world.home.tokens.values():
        links.set_link_language(token, READ_BY_ALL)
    return READ_BY_ALL


@pytest.fixture
def refused_writes(world, clients) -> Iterator[None]:
    """Everybody has signed in; from now on SQLite refuses every write."""
    for name in world.home.people:
        assert clients[name]
    refuse_writes(True)
    yield
    refuse_writes(False)
    access_log_queue.clear_queue()


def refuse_writes(refused: bool) -> None:
    if connection.vendor == "sqlite":
        connection.connection.execute(f"PRAGMA query_only = {refused}")


def faults_of(world: World, name: str, response: HttpResponse, language: str) -> list[str]:
    """What people wrote and what runs in the page's direction instead of its own; what is not in the language."""
    if not is_page(response):
        return []
    texts = without_direction(response.content.decode(), sentences_of_people(world.home.network.pk))
    return [
        *(f"has “{text}” in the page's direction" for text in texts),
        *wrongs_of_page(name, response, language),
    ]


def surprises(world: World, clients: Clients, names: list[str], language: str = "") -> Iterator[str]:
    """Every way in which pages open or stay shut against the expectation, as sentences; with a language, also how they
    are written in it."""
    for name in names:
        for who in ("nobody", *world.home.people):
            response = clients[who].get(address(name, world.home))
            if opened(response) != (who in OPENS[name]):
                yield f"{name} answers {response.status_code} to {who}"
            for fault in faults_of(world, name, response, language) if language else ():
                yield f"{name} for {who} in {language} {fault}"
            # A link opens for whoever holds it, and so does the number of a certificate.
            if set(ROUTES[name].pattern.converters) - {"token", "number"}:
                other_response = clients[who].get(address(name, world.other))
                if other_response.status_code != 404 and (opened(other_response) or who != "nobody"):
                    yield f"{name} of another network answers {other_response.status_code} to {who}"


def test_every_route_has_an_expectation():
    assert set(ROUTES) == set(OPENS)


@pytest.mark.markup
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_opens_for_whom_it_is_and_for_nobody_else(world, clients, language, refused_writes, part):
    with translation.override("en"):  # requests leave their language behind
        wrong = list(surprises(world, clients, list(ROUTES)[part::PARTS], language))
    assert "\n".join(wrong) == ""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite can be told to refuse every write")
def test_a_page_that_writes_would_break(world, refused_writes):
    with pytest.raises(OperationalError, match="readonly"), transaction.atomic():
        Network.objects.unscoped("the test writes").update(name="Other")


GATED = sorted(name for name, route in ROUTES.items() if getattr(route.callback, "gate", None))


def test_every_page_says_whom_it_is_for():
    assert sorted(ROUTES) == GATED


@pytest.mark.parametrize("name", [n for n in GATED if "nobody" not in OPENS[n] and OPENS[n]])
def test_the_walk_catches_a_gate_that_is_taken_away(world, clients, monkeypatch, name):
    gate = ROUTES[name].callback.gate
    monkeypatch.setitem(permissions.PAGE_PERMISSIONS, gate, permissions.PagePermission(public=True))
    assert surprises_or_error(world, clients, name), f"Nobody noticed that {name} stood open."


@pytest.mark.parametrize("name", [n for n in GATED if len(OPENS[n]) > 0])
def test_the_walk_catches_a_gate_that_is_shut(world, clients, monkeypatch, name):
    gate = ROUTES[name].callback.gate
    monkeypatch.setitem(
        permissions.PAGE_PERMISSIONS,
        gate,
        dataclasses.replace(
            permissions.PAGE_PERMISSIONS[gate], roles=frozenset(), anyone=False, public=False
        ),
    )
    assert any(surprises(world, clients, [name]))


def surprises_or_error(world: World, clients: Clients, name: str) -> bool:
    """Whether the walk fails, by a wrong answer or by the page breaking down without a viewer."""
    try:
        return any(surprises(world, clients, [name]))
    except Exception:  # a page that breaks without its gate has been noticed
        return True
