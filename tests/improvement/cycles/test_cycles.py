"""Aims and cycles, from the pages on which people write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community.models import Group, Role
from trellis.core.foundation.ids import new_id
from trellis.improvement.cycles.decisions import cycle_decisions
from trellis.improvement.cycles.models import (
    Aim,
    AimMeasure,
    Cycle,
    CycleMeasure,
    DataPoint,
    Observation,
    Prediction,
)
from trellis.improvement.opportunity.models import GapTable
from world import Side, World, make_world, tie

pytestmark = pytest.mark.django_db
GAP = {
    "n": 120,
    "value": 0.31,
    "other": 0.52,
    "points": -21.0,
    "low": -30.0,
    "high": -12.0,
    "state": "behind",
}


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


def page_of(row: object, name: str = "cycle") -> str:
    return reverse(name, args=[row.pk])


def send(client: Client, address: str, do: str, **fields: object) -> int:
    return client.post(address, {"do": do, **fields}).status_code


def add_weeks(home: Side, first: date, counts: list[int]) -> None:
    DataPoint.objects.unscoped("a test").filter(measure=home.rows["PracticalMeasure"]).delete()
    for week, done in enumerate(counts):
        DataPoint.objects.create(
            measure=home.rows["PracticalMeasure"],
            day=first + timedelta(weeks=week),
            numerator=done,
            denominator=20,
            fingerprint="",
        )


def test_an_aim_starts_from_a_gap_with_what_the_gap_tells_filled_in(home):
    body = {"words": None, "findings": [], "compared": 1}
    body["measures"] = {
        "internship-now": {"recorded": True, "everyone": {}, "cells": {"multilingual.yes": GAP}}
    }
    GapTable.objects.unscoped("a test").filter(network=home.network).update(body=body)
    imani = signed_in(home, "imani")
    address = f"{page_of(home.network, 'start-network-aim')}?measure=internship-now&group=multilingual.yes"
    form = imani.get(address).context["form"]
    assert (form["baseline"].value(), form["comparison"].value()) == ("31", "52")
    sent = {name: form[name].value() or "" for name in form.fields} | {"due": "2027-06-11", "target": "45"}
    assert send(imani, address, "start", **sent) == 302
    assert send(imani, address, "start", **sent) == 302
    aim = Aim.objects.unscoped("a test").get(network=home.network)
    assert (aim.group, aim.baseline_n, aim.target) == ("multilingual.yes", 120, 45)
    assert aim.finding["points"] == -21.0


def test_a_team_starts_a_cycle_of_its_own(home):
    team = home.rows["Team"]
    tomas = signed_in(home, "tomas")
    fields = {
        "id": new_id(), "team": team.pk, "title": "Does a call home help?", "change_idea": "We call.",
        "scale": "one", "starts": "2026-09-01", "due": "2026-11-30",
    }  # fmt: skip
    assert team.kind == Group.Kind.TEAM
    assert send(tomas, page_of(home.school, "start-school-cycle"), "start", **fields) == 302
    assert Cycle.objects.unscoped("a test").get(team=team).number == 1


def test_a_number_is_entered_once_however_often_a_phone_sends_it(home):
    address = reverse("measure-link", args=[home.tokens["measure-link"]])
    sent = {"id": new_id(), "day": "2026-09-18", "numerator": "7", "denominator": "12", "note": ""}
    assert [send(Client(), address, "add", **sent) for _twice in range(2)] == [302, 302]
    assert DataPoint.objects.unscoped("a test").filter(pk=sent["id"], numerator=7).count() == 1
    assert send(Client(), address, "add", **sent | {"numerator": "8"}) == 422
    assert (
        send(Client(), address, "add", **sent | {"id": new_id(), "day": "2026-09-25", "numerator": "13"})
        == 422
    )


def test_a_note_that_names_a_student_is_not_saved(home):
    tie(home.amina, Role.STUDENT, home.school)
    ines = signed_in(home, "ines")
    words = {"id": new_id(), "day": "2026-09-18", "words": "Amina Diallo asked for it."}
    answer = ines.post(page_of(home.rows["Cycle"]), {"do": "observe", **words})
    assert answer.status_code == 422
    assert "This names Amina Diallo" in answer.text


def test_a_prediction_is_closed_once_the_change_has_begun(home):
    prediction, cycle = home.rows["Prediction"], home.rows["Cycle"]
    ines = signed_in(home, "ines")
    fields = {
        "prediction": prediction.pk,
        "question": "What?",
        "reason": "Because.",
        "value": "70",
        "practical": "",
    }
    assert send(ines, page_of(cycle), "prediction", **fields) == 302
    Cycle.objects.unscoped("a test").update(change_on=date.today() - timedelta(days=1))
    assert send(ines, page_of(cycle), "prediction", **fields | {"value": "90"}) == 422
    assert send(ines, page_of(cycle), "predict", **fields | {"id": new_id()}) == 422
    assert Prediction.objects.unscoped("a test").get(pk=prediction.pk).value == 70


def test_a_frozen_baseline_stays_until_somebody_says_what_changed(home):
    first = date(2026, 2, 2)
    add_weeks(home, first, [8, 9, 9, 8, 8, 10, 9, 7])
    row, ines = home.rows["CycleMeasure"], signed_in(home, "ines")
    days = {"measure": row.pk, "first": first, "last": first + timedelta(weeks=7)}
    assert send(ines, page_of(home.rows["Cycle"]), "freeze", **days) == 302
    number = {"id": new_id(), "day": first + timedelta(days=1), "numerator": 1, "denominator": 20}
    assert send(ines, page_of(home.rows["PracticalMeasure"], "practical-measure"), "add", **number) == 422
    assert send(ines, page_of(home.rows["Cycle"]), "freeze", **days) == 422
    assert (
        send(ines, page_of(home.rows["Cycle"]), "freeze", **days, reason="We count calls by text too.") == 302
    )
    frozen = CycleMeasure.objects.unscoped("a test").get(pk=row.pk)
    assert (frozen.baseline_last, frozen.baseline_reason) == (days["last"], "We count calls by text too.")


def test_a_cycle_is_decided_with_words_and_leads_to_the_next(home):
    cycle, ines = home.rows["Cycle"], signed_in(home, "ines")
    shown = {"cycle": cycle.pk, "revision": f"{cycle.pk}:0"}
    assert send(ines, page_of(cycle), "next") == 422
    assert send(ines, page_of(cycle), "decide", decision="abandon", decision_words="", **shown) == 422
    decision = {"decision": "abandon", "decision_words": "No interpreter at noon."}
    assert send(ines, page_of(cycle), "decide", **decision, **shown) == 302
    assert [send(ines, page_of(cycle), "next") for _twice in range(2)] == [302, 302]
    following = Cycle.objects.unscoped("a test").get(series=cycle.series, number=2)
    assert following.measures.unscoped("a test").count() == 1
    listed = ines.get(f"{page_of(home.school, 'school-improvement')}?decision=abandon").text
    assert "No interpreter at noon." in listed
    assert (
        "No interpreter" not in ines.get(f"{page_of(home.school, 'school-improvement')}?decision=adopt").text
    )


def test_the_network_reads_results_and_not_what_a_school_observed(home):
    shown = signed_in(home, "imani").get(page_of(home.rows["Cycle"])).text
    assert "Does an interpreter on the first call help?" in shown
    assert "They asked two more questions." not in shown
    assert "They asked two more questions." in signed_in(home, "kofi").get(page_of(home.rows["Cycle"])).text


def test_who_does_not_own_a_cycle_reads_it_and_changes_nothing(home):
    for name in ("daniel", "kofi", "imani"):
        client = signed_in(home, name)
        assert "Change the plan" not in client.get(page_of(home.rows["Cycle"])).text
        words = {"id": new_id(), "day": "2026-09-18", "words": "I saw it."}
        assert send(client, page_of(home.rows["Cycle"]), "observe", **words) == 404
    assert Observation.objects.unscoped("a test").filter(words="I saw it.").count() == 0


def test_another_school_and_families_never_get_in(world):
    charlie = signed_in(world.other, "ines") if hasattr(world, "other") else Client()
    for client in (charlie, signed_in(world.home, "amina"), signed_in(world.home, "carmen"), Client()):
        for name, row in (("cycle", "Cycle"), ("aim", "Aim"), ("practical-measure", "PracticalMeasure")):
            assert client.get(page_of(world.home.rows[row], name)).status_code in (302, 403, 404)


def test_a_due_decision_waits_for_who_owns_the_cycle(home):
    today = timezone.localdate()
    assert list(cycle_decisions(home.viewer("ines"), today)) == []
    Cycle.objects.unscoped("a test").filter(pk=home.rows["Cycle"].pk).update(starts=today, due=today)
    waiting = [decision.action for decision in cycle_decisions(home.viewer("ines"), today)]
    assert waiting == ["Decide"]
    assert list(cycle_decisions(home.viewer("daniel"), today)) == []


def test_a_school_sees_the_open_aims_of_its_network(home):
    Aim.objects.create(network=home.network, title="More internships everywhere", due=date.today())
    shown = signed_in(home, "tomas").get(page_of(home.school, "school-improvement")).text
    assert "More internships everywhere" in shown
    assert "Harbor" in signed_in(home, "tomas").get(page_of(home.network, "network-improvement")).text


def test_a_measure_is_watched_once(home):
    ines, aim = signed_in(home, "ines"), home.rows["Aim"]
    for kind in ("process", "balancing"):
        fields = {"kind": kind, "measure": home.rows["PracticalMeasure"].pk}
        assert send(ines, page_of(aim, "aim"), "watch", **fields) == 302
    assert [row.kind for row in AimMeasure.objects.unscoped("a test").filter(aim=aim)] == ["balancing"]


def test_the_list_and_a_cycle_ask_the_same_number_of_questions_however_much_is_there(
    home, django_assert_max_num_queries
):
    ines = signed_in(home, "ines")
    for number in range(6):
        Cycle.objects.create(
            school=home.school,
            title=f"Question {number}",
            change_idea="x",
            starts=date.today(),
            due=date.today(),
        )
        add_weeks(home, date(2026, 1, 5), [8] * (5 + number))
    with django_assert_max_num_queries(40):
        ines.get(page_of(home.school, "school-improvement"))
    with django_assert_max_num_queries(45):
        ines.get(page_of(home.rows["Cycle"]))
