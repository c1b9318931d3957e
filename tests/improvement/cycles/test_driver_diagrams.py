"""A driver diagram is edited as an outline, loses nothing, and leads to a cycle that tests an idea."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trellis.core.community.models import Role
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.models import Change
from trellis.improvement.cycles.driver_tree import in_reading_order, make_tree, places_for
from trellis.improvement.cycles.models import Aim, AimNote, Cycle, Driver
from trellis.improvement.cycles.services import drivers
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks at what was written"


@pytest.fixture
def home() -> Side:
    side = make_world().home
    Driver.objects.unscoped(TEXT).all().delete()
    return side


def page(side: Side, who: str = "ines", status: int = 200, edit: object = "", **sent: object) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    address = reverse("aim-drivers", args=[side.rows["Aim"].pk]) + (f"?edit={edit}" if edit else "")
    answer = client.post(address, sent) if sent else client.get(address)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def add(side: Side, title: str, parent: Driver | None = None, kind: str = "") -> Driver:
    kind = kind or ("primary" if parent is None else "secondary")
    aim = (
        Aim.objects.unscoped(TEXT)
        .select_related("network", "school", "team__school")
        .get(pk=side.rows["Aim"].pk)
    )
    return drivers.add_driver(aim, new_id(), kind, parent, {"title": title, "why": ""}, side.ines.pk)


def standing(side: Side) -> list[Driver]:
    return list(Driver.objects.unscoped(TEXT).filter(aim=side.rows["Aim"], deleted_at=None))


def outline(side: Side) -> list[str]:
    tree = make_tree(standing(side))
    return [f"{'-' * (node.depth - 1)}{node.driver.title}" for node in in_reading_order(tree)]


def test_a_diagram_is_made_from_its_page_and_a_second_press_adds_nothing(home):
    key = new_id()
    for _press in range(2):
        page(home, status=302, do="add-primary", id=key, title="First calls go well", why="")
    driver = standing(home)[0]
    sent = {"do": "add-under", "driver": driver.pk, "id": new_id(), "kind": "idea", "title": "An interpreter"}
    page(home, status=302, edit=driver.pk, **sent, why="Sites can ask.")
    assert outline(home) == ["First calls go well", "-An interpreter"]
    html = page(home)
    assert "Primary driver 1 of 1" in html
    assert "Test this idea" in html


def test_an_idea_is_tested_in_a_cycle_that_knows_it(home):
    idea = add(home, "An interpreter", add(home, "First calls"), "idea")
    client = Client()
    client.force_login(home.ines.account)
    address = reverse("start-school-cycle", args=[home.school.pk])
    form = client.get(f"{address}?aim={home.rows['Aim'].pk}&driver={idea.pk}&change_idea=An+interpreter")
    assert f'value="{idea.pk}" selected' in form.content.decode()
    assert "An interpreter</textarea>" in form.content.decode()
    sent = {"do": "start", "id": new_id(), "team": "", "aim": home.rows["Aim"].pk, "driver": idea.pk}
    sent |= {"title": "Does it help?", "change_idea": "An interpreter", "scale": "one"}
    started = client.post(address, sent | {"starts": "2026-11-02", "due": "2027-01-29"}, follow=True)
    assert started.status_code == 200
    assert "Change idea:" in started.content.decode()
    assert Cycle.objects.unscoped(TEXT).get(title="Does it help?").driver_id == idea.pk
    assert "under way" in page(home)


def test_moving_up_and_down_stops_at_the_ends(home):
    first, _second, third = (add(home, title) for title in ("A", "B", "C"))
    page(home, status=302, edit=third.pk, do="move-up", driver=third.pk)
    assert outline(home) == ["A", "C", "B"]
    page(home, status=302, edit=first.pk, do="move-up", driver=first.pk)
    assert outline(home) == ["A", "C", "B"]
    page(home, status=302, edit=first.pk, do="move-down", driver=first.pk)
    assert outline(home) == ["C", "A", "B"]


def test_a_driver_moves_with_what_stands_under_it_and_never_under_itself(home):
    a, b = add(home, "A"), add(home, "B")
    second = add(home, "under A", a)
    idea = add(home, "idea", second, "idea")
    page(home, status=302, edit=second.pk, do="place", driver=second.pk, parent=b.pk)
    assert outline(home) == ["A", "B", "-under A", "--idea"]
    page(home, status=422, edit=second.pk, do="place", driver=second.pk, parent=idea.pk)
    with pytest.raises(ActionError):
        drivers.place_under(second, second, home.ines.pk)


def test_what_is_removed_can_be_put_back_with_all_under_it(home):
    a, _b = add(home, "A"), add(home, "B")
    second = add(home, "under A", a)
    add(home, "idea", second, "idea")
    page(home, status=302, edit=a.pk, do="remove", driver=a.pk)
    assert outline(home) == ["B"]
    assert "Put back" in page(home)
    page(home, status=302, do="restore", removed=a.pk)
    assert outline(home) == ["B", "A", "-under A", "--idea"]


def test_what_stood_under_a_removed_driver_waits_for_it(home):
    a = add(home, "A")
    second = add(home, "under A", a)
    drivers.remove_driver(second, home.ines.pk)
    drivers.remove_driver(a, home.ines.pk)
    second.refresh_from_db(from_queryset=Driver.objects.unscoped(TEXT).select_related("aim"))
    with pytest.raises(ActionError, match="Put back what it stood under first"):
        drivers.restore_driver(second, home.ines.pk)


@pytest.mark.parametrize("who", ["daniel", "imani"])
def test_readers_change_nothing(home, who):
    add(home, "A")
    html = page(home, who)
    assert "Edit as an outline" not in html
    page(home, who, 404, do="add-primary", id=new_id(), title="B", why="")


def test_a_driver_names_no_student(home):
    sent = {"do": "add-primary", "id": new_id(), "title": f"{home.amina.name} gets a site", "why": ""}
    assert "a student. Write what you saw without the name." in page(home, status=422, **sent)


def test_the_database_refuses_a_primary_driver_under_another(home):
    parent = add(home, "A")
    with pytest.raises(IntegrityError), transaction.atomic():
        Driver.objects.create(aim=home.rows["Aim"], kind="primary", title="x", parent=parent)
    with pytest.raises(IntegrityError), transaction.atomic():
        Driver.objects.create(aim=home.rows["Aim"], kind="idea", title="x")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "up", "down", "place", "remove", "restore"]),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_pressed_the_tree_holds_and_loses_nothing(home, steps):
    """Positions run from 1, each stands where its kind may, and what was never removed is there."""
    with transaction.atomic():
        added, removed = set(), set()
        for what, which, where in steps:
            rows = sorted(standing(home), key=lambda each: each.title)
            if what == "add" or not rows:
                parent = rows[which % len(rows)] if rows and which % 3 else None
                kind = "primary" if parent is None else "secondary" if parent.kind == "primary" else "idea"
                if parent is None or parent.kind != "idea":
                    added.add(add(home, f"{len(added):02}", parent, kind).pk)
                continue
            driver = rows[which % len(rows)]
            if what in ("up", "down"):
                drivers.move_driver(driver, 1 if what == "down" else -1, home.ines.pk)
            elif what == "place":
                places = places_for(make_tree(rows), driver)
                if places:
                    drivers.place_under(driver, places[where % len(places)], home.ines.pk)
            elif what == "remove":
                before = {each.pk for each in rows}
                drivers.remove_driver(driver, home.ines.pk)
                removed |= before - {each.pk for each in standing(home)}
        nodes = list(in_reading_order(make_tree(standing(home))))
        assert {node.driver.pk for node in nodes} == added - removed
        assert all(node.driver.position == node.number for node in nodes)
        transaction.set_rollback(True)


def note(side: Side, who: str, status: int = 302, **sent: object) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    values = {
        "do": "add-note",
        "id": new_id(),
        "kind": "interview",
        "role": "student",
        "day": f"{date.today()}",
    }
    values |= {"words": "On the phone.", "consent_for": "team", "consent_how": "spoken", "theme": "Calls"}
    answer = client.post(reverse("aim-notes", args=[side.rows["Aim"].pk]), values | sent)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def notes_page(side: Side, who: str) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    return client.get(reverse("aim-notes", args=[side.rows["Aim"].pk])).content.decode()


def test_a_note_is_read_by_those_to_whom_the_person_agreed(home):
    note(home, "daniel", words="Only for us.")
    note(home, "daniel", words="For all who work on it.", consent_for="network")
    assert "Only for us." in notes_page(home, "ines")
    assert "Only for us." in notes_page(home, "daniel")
    assert "Only for us." not in notes_page(home, "tomas")
    assert "Only for us." not in notes_page(home, "imani")
    assert "For all who work on it." in notes_page(home, "imani")


def test_without_consent_a_note_is_not_saved(home):
    html = note(home, "daniel", 422, consent_for="none", words="They said it in trust.")
    assert "Without their consent a note can’t be saved." in html
    assert "They said it in trust." in html


def test_a_note_names_no_student(home):
    assert "a student" in note(home, "daniel", 422, words=f"{home.amina.name} cried.")


def test_when_consent_is_withdrawn_the_words_are_gone_from_the_ledger_too(home):
    note(home, "daniel", words="I had the words the day before.")
    row = AimNote.objects.unscoped(TEXT).get(words="I had the words the day before.")
    note(home, "daniel", do="withdraw", note=row.pk)
    row.refresh_from_db(from_queryset=AimNote.objects.unscoped(TEXT))
    assert (row.words, row.theme) == ("", "")
    changes = Change.objects.unscoped(TEXT).filter(row=row.pk)
    assert changes.exists()
    assert "the words the day before" not in str([change.before for change in changes])
    assert "1 note was deleted" in notes_page(home, "daniel")


def test_a_note_of_a_team_stays_with_the_team_and_the_schools_leaders(home):
    Aim.objects.unscoped(TEXT).filter(pk=home.rows["Aim"].pk).update(
        school=None, network=None, team=home.rows["Team"]
    )
    note(home, "tomas", words="Our team only.")
    tie(home.rosa, Role.TEACHER, home.school)
    assert "Our team only." in notes_page(home, "ines")
    assert "Our team only." not in notes_page(home, "daniel")
