"""What a network believes, from the pages on which its program staff write it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from trellis.core.community.models import Role
from trellis.core.foundation.ids import new_id
from trellis.improvement.cycles.models import Cycle
from trellis.improvement.network_learning.decisions import belief_decisions
from trellis.improvement.network_learning.models import Belief, BeliefEvidence
from trellis.web.notifications.sources.beliefs import due_beliefs
from world import LONG_AGO, Side, World, make_world, tie

pytestmark = pytest.mark.django_db
TODAY = date.today()


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path
    return make_world()


@pytest.fixture
def home(world) -> Side:
    return world.home


def signed_in(side: Side, name: str) -> Client:
    client = Client()
    client.force_login(side.people[name].account)
    return client


def page_of(home: Side) -> str:
    return reverse("belief", args=[home.rows["Belief"].pk])


def fields(**changes: object) -> dict[str, object]:
    values = {
        "statement": "A call brings more families.",
        "sure": "several",
        "look_again_on": TODAY + timedelta(days=90),
        "status": "believed",
        "reason": "",
    }
    return values | changes


def change(client: Client, home: Side, **changes: object):
    belief = Belief.objects.unscoped("a test").get(pk=home.rows["Belief"].pk)
    sent = {"do": "change", "belief": belief.pk, "revision": f"{belief.pk}:{belief.revision}"}
    return client.post(page_of(home), sent | fields(**changes))


def test_program_staff_write_a_belief_once_however_often_it_is_sent(home):
    imani, address = signed_in(home, "imani"), reverse("network-learning", args=[home.network.pk])
    sent = {"do": "add-belief", "id": new_id()} | fields(
        statement="Students ask more when they choose the site."
    )
    assert [imani.post(address, sent).status_code for _twice in range(2)] == [302, 302]
    assert Belief.objects.unscoped("a test").filter(pk=sent["id"], by=home.imani).count() == 1
    assert "Students ask more when they choose the site." in imani.get(address).text


def test_staff_of_a_school_read_beliefs_and_write_none(home):
    ines = signed_in(home, "ines")
    page = ines.get(page_of(home))
    assert "A call before the meeting brings more families." in page.text
    assert "Add evidence" not in page.text
    assert change(ines, home).status_code == 404
    evidence = {
        "do": "add-evidence",
        "id": new_id(),
        "side": "for",
        "about": "",
        "words": "We saw it.",
        "link": "",
    }
    assert ines.post(page_of(home), evidence).status_code in (404, 422)
    assert BeliefEvidence.objects.unscoped("a test").filter(belief=home.rows["Belief"]).count() == 1


@pytest.mark.parametrize("name", ["amina", "carmen", "rosa", "devi"])
def test_students_families_mentors_and_districts_see_no_beliefs(home, name):
    assert signed_in(home, name).get(page_of(home)).status_code == 404


def test_nobody_of_another_network_gets_in(world):
    charlie = signed_in(world.other, "imani")
    assert charlie.get(page_of(world.home)).status_code == 404
    assert charlie.get(reverse("network-learning", args=[world.home.network.pk])).status_code == 404


def test_a_belief_that_is_dropped_needs_a_reason(home):
    imani = signed_in(home, "imani")
    answer = change(imani, home, status="dropped")
    assert (answer.status_code, "Say why." in answer.text) == (422, True)
    assert change(imani, home, status="dropped", reason="Two schools saw no difference.").status_code == 302
    page = imani.get(reverse("network-learning", args=[home.network.pk]))
    assert [belief.status for belief in page.context["page"].dropped] == ["dropped"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Belief.objects.create(
            network=home.network, statement="Other", look_again_on=TODAY, status="dropped", by=home.imani
        )


def test_what_a_belief_said_before_stays_on_its_page(home):
    imani = signed_in(home, "imani")
    change(imani, home, statement="A call two days before brings more families.")
    change(imani, home, statement="A call two days before brings more families.", sure="rely")
    earlier = signed_in(home, "tomas").get(page_of(home)).context["page"].earlier
    assert [(each.statement, each.sure, each.name) for each in earlier] == [
        ("A call two days before brings more families.", "Several schools have seen it", "Imani Moss"),
        ("A call before the meeting brings more families.", "We have seen it once", "Imani Moss"),
    ]


def test_evidence_stands_for_and_against(home):
    imani = signed_in(home, "imani")
    aim = f"aim:{home.rows['Aim'].pk}"
    sent = {
        "do": "add-evidence",
        "id": new_id(),
        "side": "against",
        "about": aim,
        "words": "No change.",
        "link": "",
    }
    assert [imani.post(page_of(home), sent).status_code for _twice in range(2)] == [302, 302]
    text = sent | {"id": new_id(), "about": "", "words": "A study says so.", "link": "example.org/study"}
    assert imani.post(page_of(home), text).status_code == 302
    page = imani.get(page_of(home))
    supports, against = page.context["page"].supports, page.context["page"].against
    assert [line.title for line in supports] == ["Does an interpreter on the first call help?"]
    assert [(line.title, line.row.link) for line in against] == [
        ("More families at plan meetings", ""),
        ("", "https://example.org/study"),
    ]
    remove = {"do": "remove-evidence", "evidence": sent["id"]}
    assert imani.post(page_of(home), remove).status_code == 302
    assert len(imani.get(page_of(home)).context["page"].against) == 1


def test_evidence_cannot_point_to_what_another_network_has(world):
    imani = signed_in(world.home, "imani")
    other = f"cycle:{world.other.rows['Cycle'].pk}"
    sent = {
        "do": "add-evidence",
        "id": new_id(),
        "side": "for",
        "about": other,
        "words": "We saw it.",
        "link": "",
    }
    assert imani.post(page_of(world.home), sent).status_code == 422


def test_evidence_points_to_one_thing(home):
    with pytest.raises(IntegrityError), transaction.atomic():
        BeliefEvidence.objects.create(
            belief=home.rows["Belief"],
            side="for",
            words="Both",
            cycle=home.rows["Cycle"],
            aim=home.rows["Aim"],
        )


def test_a_cycle_of_another_school_is_evidence_without_its_title(home):
    """Of a school of the same network at which Ines has no tie."""
    from trellis.core.community.models import School

    west = School.objects.create(network=home.network, name="Harbor West", state="RI")
    Cycle.objects.unscoped("a test").filter(pk=home.rows["Cycle"].pk).update(school=west)
    ines = signed_in(home, "ines").get(page_of(home))
    assert "More families came." in ines.text
    assert "Does an interpreter on the first call help?" not in ines.text
    assert "Does an interpreter on the first call help?" in signed_in(home, "imani").get(page_of(home)).text


def test_a_belief_that_names_a_student_is_not_saved(home):
    tie(home.amina, Role.STUDENT, home.school)
    answer = change(signed_in(home, "imani"), home, statement="Amina Diallo comes when her mother is called.")
    assert answer.status_code == 422
    assert "This names Amina Diallo, a student." in answer.text


def test_a_belief_to_look_at_again_waits_on_today_and_in_the_email(home):
    belief, imani = home.rows["Belief"], home.viewer("imani")
    assert list(belief_decisions(imani, TODAY)) == []
    Belief.objects.unscoped("a test").filter(pk=belief.pk).update(look_again_on=TODAY - timedelta(days=2))
    waiting = list(belief_decisions(imani, TODAY))
    assert [(each.title, each.url) for each in waiting] == [(belief.statement, page_of(home))]
    assert [item.is_new for item in due_beliefs(imani, LONG_AGO)] == [True]
    assert list(belief_decisions(home.viewer("ines"), TODAY)) == []
    Belief.objects.unscoped("a test").filter(pk=belief.pk).update(status="dropped", reason="It did not hold.")
    assert list(belief_decisions(imani, TODAY)) == []
