"""Teams' inquiries are cycles now: nothing that a team wrote is lost, and no more people read it than before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.urls import reverse

from trellis.core.community.models import Role
from trellis.core.foundation.ids import new_id
from trellis.improvement.cycles.models import Cycle, Observation
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
MIGRATION = import_module("trellis.improvement.cycles.migrations.0004_cycles_from_inquiries")
TEXT = "the test looks at what was written"
DAY = date(2026, 11, 24)


@pytest.fixture
def home() -> Side:
    return make_world().home


@pytest.fixture
def old(home):
    """The models as they were before inquiries were cycles, with the tables of inquiries."""
    state = MigrationLoader(connection).project_state(
        [("teams", "0001_initial"), ("cycles", "0003_data_plan")]
    )
    editor = connection.SchemaEditorClass(connection)
    editor.deferred_sql = []
    with connection.cursor() as cursor:
        for name in ("Inquiry", "InquiryNote"):
            cursor.execute(*editor.table_sql(state.apps.get_model("teams", name)))
    return state.apps


def move(old) -> None:
    MIGRATION.move_inquiries(old, SimpleNamespace(connection=connection))


def inquire(old, home: Side, **fields: object):
    values = {
        "sourced_id": new_id(),
        "group_id": home.rows["Team"].pk,
        "question": "Who speaks? " + "w" * 280,
        "trying": "Pairs before the circle.",
        "looking_at": "A tally each Tuesday.",
        "starts": DAY,
        "ends": DAY + timedelta(days=20),
        "revision": 3,
        **fields,
    }
    return old.get_model("teams", "Inquiry").objects.create(**values)


def see(side: Side, who: str, name: str, key: object, query: str = "") -> tuple[int, str]:
    client = Client()
    client.force_login(side.people[who].account)
    answer = client.get(reverse(name, args=[key]) + query, follow=True)
    return answer.status_code, answer.content.decode()


def test_an_open_inquiry_becomes_an_open_cycle_of_its_team_with_every_word_and_note(home, old):
    inquiry = inquire(old, home)
    note = old.get_model("teams", "InquiryNote").objects.create(
        sourced_id=new_id(), inquiry=inquiry, day=DAY, words="Six spoke.", by_id=home.tomas.pk
    )
    move(old)
    cycle = Cycle.objects.unscoped(TEXT).get(pk=inquiry.pk)
    assert (cycle.title, cycle.change_idea, cycle.data_plan) == (
        inquiry.question,
        inquiry.trying,
        inquiry.looking_at,
    )
    assert (cycle.team_id, cycle.starts, cycle.due) == (home.rows["Team"].pk, inquiry.starts, inquiry.ends)
    assert (cycle.decision, cycle.revision, cycle.created) == ("", 3, inquiry.created)
    observation = Observation.objects.unscoped(TEXT).get(pk=note.pk)
    assert (observation.words, observation.by_id, observation.day) == ("Six spoke.", home.tomas.pk, DAY)


@pytest.mark.parametrize(("before", "after"), [("adopt", "adopt"), ("adapt", "adapt"), ("leave", "abandon")])
def test_a_closed_inquiry_keeps_what_was_seen_and_decided_and_on_which_day(home, old, before, after):
    evening = datetime(2026, 12, 2, 1, 30, tzinfo=UTC)  # still December 1 where the school is
    inquire(old, home, saw="Eleven spoke.", decision=before, closed_at=evening)
    move(old)
    cycle = Cycle.objects.unscoped(TEXT).get(title__startswith="Who speaks? w")
    assert (cycle.decision, cycle.decision_words, cycle.decided_on) == (
        after,
        "Eleven spoke.",
        date(2026, 12, 1),
    )


def test_what_was_written_about_the_end_of_an_open_inquiry_stays(home, old):
    inquire(old, home, saw="Seven so far.")
    move(old)
    cycle = Cycle.objects.unscoped(TEXT).get(title__startswith="Who speaks? w")
    assert cycle.data_plan == "A tally each Tuesday.\n\nSeven so far."


def test_a_deleted_inquiry_stays_deleted(home, old):
    inquire(old, home, deleted_at=datetime(2026, 11, 1, tzinfo=UTC))
    move(old)
    assert see(home, "tomas", "cycle", Cycle.objects.unscoped(TEXT).get(team=home.rows["Team"]).pk)[0] == 404


def test_a_moved_inquiry_is_read_by_the_schools_staff_alone_and_its_old_address_works(home, old):
    inquiry = inquire(old, home)
    move(old)
    tie(home.rosa, Role.COACH, home.school)
    for reader in ("tomas", "daniel", "ines"):
        status, html = see(home, reader, "inquiry", inquiry.pk)
        assert (status, "A tally each Tuesday." in html) == (200, True), reader
    assert see(home, "imani", "cycle", inquiry.pk)[0] == 404
    assert see(home, "rosa", "cycle", inquiry.pk)[0] == 404
    assert inquiry.question not in see(home, "imani", "school-improvement", home.school.pk)[1]


def start(home: Side, **fields: object) -> Cycle:
    values = {
        "team": home.rows["Team"],
        "title": "Who speaks in the circle?",
        "change_idea": "Pairs first.",
        "starts": DAY,
        "due": DAY + timedelta(days=20),
        "within_school": True,
        **fields,
    }
    return Cycle.objects.create(**values)


def save_plan(home: Side, cycle: Cycle, **fields: object) -> tuple[int, str]:
    client = Client()
    client.force_login(home.tomas.account)
    plan = {
        "do": "plan",
        "cycle": cycle.pk,
        "revision": cycle.revision,
        "title": cycle.title,
        "change_idea": cycle.change_idea,
        "scale": "team",
        "starts": cycle.starts.isoformat(),
        "due": cycle.due.isoformat(),
        **fields,
    }
    answer = client.post(reverse("cycle", args=[cycle.pk]), plan)
    return answer.status_code, answer.content.decode()


def test_a_team_shares_a_cycle_by_changing_its_plan(home):
    cycle = start(home)
    assert see(home, "imani", "cycle", cycle.pk)[0] == 404
    assert save_plan(home, cycle)[0] == 302
    assert see(home, "imani", "cycle", cycle.pk)[0] == 200


def test_a_cycle_in_which_a_student_was_named_is_not_shared(home):
    cycle = start(home)
    Observation.objects.create(cycle=cycle, day=DAY, words=f"{home.amina.name} spoke twice.", by=home.tomas)
    status, html = save_plan(home, cycle)
    assert status == 422
    assert "a student. Write what you saw without the name." in html
    assert see(home, "imani", "cycle", cycle.pk)[0] == 404


def test_the_page_of_a_team_shows_its_cycles_and_starts_one(home):
    cycle = start(home)
    _status, html = see(home, "tomas", "team", home.rows["Team"].pk)
    assert cycle.title in html
    start_page = f"?team={home.rows['Team'].pk}"
    assert start_page in html
    _status, form = see(home, "tomas", "start-school-cycle", home.school.pk, start_page)
    assert f'name="team" value="{home.rows["Team"].pk}"' in form


def test_colleagues_find_a_cycle_by_its_words(home):
    start(home)
    assert (
        "Who speaks in the circle?"
        in see(home, "daniel", "school-improvement", home.school.pk, "?words=pairs+CIRCLE")[1]
    )
    _status, html = see(home, "daniel", "inquiries", home.school.pk)
    assert "Who speaks in the circle?" in html
    html = see(home, "daniel", "school-improvement", home.school.pk, "?words=rivers")[1]
    assert "Who speaks in the circle?" not in html
    assert "No cycle under way has all of these words." in html
