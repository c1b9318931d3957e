"""A person starts a pathway by their own wish, and exactly those see it whom its page names."""

from __future__ import annotations

import html
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.adults.leadership.continuity import who_wants_to_lead
from trellis.adults.leadership.models import Cohort, CohortMeeting, CohortMember, StartedPathway, StartedStep
from trellis.learning.internships.models import InternshipDay
from trellis.web.notifications.sources.pathways import pathway_news
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
ADULTS = ("daniel", "noor", "tomas", "ines", "imani", "kofi")


@pytest.fixture
def home() -> Side:
    """Nobody has started anything."""
    side = make_world().home
    for model in (CohortMember, CohortMeeting, Cohort, StartedStep, StartedPathway):
        model.objects.unscoped(TEXT).all().delete()
    return side


def as_(side: Side, name: str) -> Client:
    client = Client()
    client.force_login(side.people[name].account)
    return client


def pathway_of(side: Side, who: str = "daniel", key: str = "leader-aspiring") -> StartedPathway:
    answer = as_(side, who).post(reverse("leading"), {"do": "start", "pathway": key})
    assert answer.status_code == 302
    return StartedPathway.objects.unscoped(TEXT).get(person=side.people[who], key=key)


def press(side: Side, who: str, row: StartedPathway, do: str, status: int = 302, **sent: object) -> str:
    row = StartedPathway.objects.unscoped(TEXT).get(pk=row.pk)
    fields = {"do": do, "pathway": row.pk, "revision": row.revision} | sent
    answer = as_(side, who).post(reverse("pathway", args=[row.pk]), fields)
    assert answer.status_code == status, answer.content.decode()
    return html.unescape(answer.content.decode())


def readers(side: Side, row: StartedPathway) -> set[str]:
    page = reverse("pathway", args=[row.pk])
    return {name for name in ADULTS if as_(side, name).get(page).status_code == 200}


def step_of(row: StartedPathway, position: int = 1) -> StartedStep:
    return StartedStep.objects.unscoped(TEXT).get(pathway=row, position=position)


def on(step: StartedStep, **more: object) -> dict[str, object]:
    return {"step": step.pk, "revision": step.revision} | more


def told(side: Side, who: str, since: datetime) -> list[str]:
    return [item.text for item in pathway_news(side.viewer(who), since)]


def test_exactly_those_see_a_pathway_whom_its_page_names(home):
    row = pathway_of(home)
    pathway_of(home)  # sent twice
    assert StartedPathway.objects.unscoped(TEXT).count() == 1
    assert readers(home, row) == {"daniel"}
    press(home, "daniel", row, "sharing", mentor=home.kofi.pk)
    assert readers(home, row) == {"daniel", "kofi"}
    press(home, "daniel", row, "sharing", mentor=home.kofi.pk, shown_to_network="on")
    assert readers(home, row) == {"daniel", "kofi", "imani"}
    press(home, "daniel", row, "sharing", shown_to_leaders="on")
    assert readers(home, row) == {"daniel", "ines"}
    page = as_(home, "daniel").get(reverse("pathway", args=[row.pk])).text
    assert f"The leaders of {home.school.name}" in html.unescape(page)
    press(home, "daniel", row, "stop")
    assert readers(home, row) == set()
    assert readers(home, pathway_of(home)) == {"daniel"}


def test_nobody_decides_for_somebody_else(home):
    row = pathway_of(home)
    press(home, "daniel", row, "sharing", mentor=home.kofi.pk, shown_to_network="on", shown_to_leaders="on")
    for who in ("kofi", "imani", "ines"):
        for do in ("sharing", "stop"):
            press(home, who, row, do, 404, mentor=home.kofi.pk)
        press(home, who, row, "evidence", 404, **on(step_of(row), words="Done."))
    press(home, "imani", row, "confirm", 404, **on(step_of(row)))


def test_the_continuity_page_shows_only_those_who_agreed_to_be_named(home):
    row, network_staff = pathway_of(home), home.viewer("imani")
    press(home, "daniel", row, "sharing", shown_to_network="on")
    assert who_wants_to_lead(network_staff, home.school) == []
    assert "staff first" in press(home, "daniel", row, "sharing", 422, named="on")
    press(home, "daniel", row, "sharing", shown_to_network="on", named="on")
    assert who_wants_to_lead(network_staff, home.school) == [home.daniel]
    assert who_wants_to_lead(home.viewer("ines"), home.school) == []
    assert home.daniel.name in as_(home, "imani").get(reverse("continuity", args=[home.network.pk])).text


def test_the_mentor_confirms_what_they_have_read(home):
    row = pathway_of(home)
    press(home, "daniel", row, "sharing", mentor=home.kofi.pk)
    shown = step_of(row)
    assert "no evidence" in press(home, "kofi", row, "confirm", 422, **on(shown))
    press(
        home, "daniel", row, "evidence", **on(shown, words="Fewer topics, deeper.", link="example.org/plan")
    )
    assert "has changed" in press(home, "kofi", row, "confirm", 422, **on(shown))
    press(home, "daniel", row, "confirm", 404, **on(step_of(row)))
    press(home, "kofi", row, "confirm", **on(step_of(row)))
    press(home, "kofi", row, "confirm", **on(shown))  # pressed twice
    assert step_of(row).confirmed_by_id == home.kofi.pk
    assert "Open it again" in press(home, "daniel", row, "evidence", 422, **on(step_of(row), words="More."))
    press(home, "kofi", row, "comment", **on(step_of(row), comment="Show it to your team."))
    press(home, "kofi", row, "reopen", **on(step_of(row)))
    assert step_of(row).confirmed_on is None
    assert step_of(row).comment == "Show it to your team."


def test_a_stage_without_a_mentor_is_confirmed_by_oneself(home):
    row = pathway_of(home, "ines", "leader-experienced")
    press(home, "ines", row, "evidence", **on(step_of(row), words="Daniel runs the exhibitions."))
    press(home, "ines", row, "confirm", **on(step_of(row)))
    assert step_of(row).confirmed_on


def test_a_cohort_is_of_people_who_show_their_pathway_to_the_network(home):
    row = pathway_of(home)
    cohorts = reverse("pathway-cohorts", args=[home.network.pk])
    new = {"do": "add", "title": "Aspiring leaders", "key": row.key}
    assert as_(home, "imani").post(cohorts, new).status_code == 422  # nobody has shown one
    press(home, "daniel", row, "sharing", shown_to_network="on")
    as_(home, "imani").post(cohorts, new)
    cohort = Cohort.objects.unscoped(TEXT).get()
    page = reverse("pathway-cohort", args=[cohort.pk])
    assert as_(home, "daniel").get(page).status_code == 404
    as_(home, "imani").post(page, {"do": "add-member", "pathway": row.pk})
    meeting = {"do": "add-meeting", "starts_at": "2030-01-15T16:00", "place": "Bayview", "agenda": "Budgets"}
    as_(home, "imani").post(page, meeting)
    as_(home, "imani").post(page, meeting)
    assert CohortMeeting.objects.unscoped(TEXT).count() == 1
    assert "Budgets" in as_(home, "daniel").get(page).text
    assert as_(home, "daniel").post(page, meeting).status_code == 404
    press(home, "daniel", row, "sharing")  # hidden from the network again
    assert as_(home, "daniel").get(page).status_code == 404


def test_the_daily_email_tells_the_mentor_and_names_nobody(home):
    row, before = pathway_of(home), timezone.now()
    press(home, "daniel", row, "evidence", **on(step_of(row), words="Fewer topics, deeper."))
    assert told(home, "kofi", before) == []
    press(home, "daniel", row, "sharing", mentor=home.kofi.pk)
    assert told(home, "kofi", before) == [
        "Someone chose you as their mentor",
        "Evidence on a pathway waits for you to read and confirm",
    ]
    press(home, "kofi", row, "confirm", **on(step_of(row)))
    assert told(home, "kofi", timezone.now()) == []
    assert told(home, "daniel", before) == ["Your mentor confirmed a step of your pathway"]


def test_a_meeting_is_in_the_week_of_both(home):
    row = pathway_of(home)
    press(home, "daniel", row, "sharing", mentor=home.kofi.pk)
    tomorrow = timezone.localtime(timezone.now() + timedelta(days=1))
    press(home, "kofi", row, "meeting", meets_at=f"{tomorrow:%Y-%m-%d}T16:00", meets_where="Room 9")
    assert f"{home.kofi.name} · Aspiring leader" in html.unescape(
        as_(home, "daniel").get(reverse("my-week")).text
    )
    assert f"{home.daniel.name} · Aspiring leader" in html.unescape(
        as_(home, "kofi").get(reverse("my-week")).text
    )


def test_a_piece_of_practice_is_chosen_from_a_list_and_read_by_the_mentor_alone(home):
    row = pathway_of(home)
    press(home, "daniel", row, "sharing", mentor=home.kofi.pk)
    step, piece = step_of(row), home.rows["PracticeTask"]
    page = reverse("pathway", args=[row.pk])
    assert "A panel in May" in as_(home, "daniel").get(page).text  # as a choice
    press(home, "daniel", row, "evidence", **on(step, words="", link="", chosen=f"task:{piece.pk}"))
    shown = as_(home, "kofi").get(page).text
    assert "A panel in May" in shown
    assert "Two panels." in shown
    file = reverse("pathway-piece-file", args=[step.pk])
    assert b"".join(as_(home, "kofi").get(file).streaming_content) == b"Two panels."
    assert as_(home, "ines").get(file).status_code == 404
    press(home, "kofi", row, "confirm", **on(step_of(row)))
    assert step_of(row).confirmed_by_id == home.kofi.pk


def test_nobody_chooses_another_persons_piece(home):
    row = pathway_of(home, "noor", "leader-aspiring")
    piece = home.rows["PracticeTask"]
    page = press(
        home, "noor", row, "evidence", 422, **on(step_of(row), words="", link="", chosen=f"task:{piece.pk}")
    )
    assert "is not one of the available choices" in page


def test_an_apprenticeship_shows_a_step_with_its_confirmed_hours(home):
    row = pathway_of(home, "noor", "leader-aspiring")
    placement = home.rows["Apprenticeship"]
    InternshipDay.objects.create(
        placement=placement,
        date=placement.starts,
        minutes=150,
        confirmed_at=timezone.now(),
        confirmed_by=home.ines,
    )
    chosen = f"apprenticeship:{placement.pk}"
    press(home, "noor", row, "evidence", **on(step_of(row), words="", link="", chosen=chosen))
    press(home, "noor", row, "sharing", mentor=home.kofi.pk)
    assert "2.5 hours confirmed" in as_(home, "kofi").get(reverse("pathway", args=[row.pk])).text
    assert as_(home, "kofi").get(reverse("placement", args=[placement.pk])).status_code == 404
    assert (
        "Confirmed in your apprenticeships: 2.5 hours"
        in as_(home, "noor").get(reverse("pathway", args=[row.pk])).text
    )
