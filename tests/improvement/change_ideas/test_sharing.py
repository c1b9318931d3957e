"""Sharing what a cycle showed: who reads what, and what never leaves the school."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from trellis.core.community.models import Person, Role, School
from trellis.improvement.change_ideas.models import ChangeIdea, IdeaTest
from trellis.improvement.cycles.models import Aim, Cycle, CycleMeasure, DataPoint
from world import Side, World, account, make_world, tie

pytestmark = pytest.mark.django_db
CHANGE = date.today() - timedelta(weeks=10)
WEEKS = [8, 9, 9, 8, 8, 10, 9, 7, 8, 9, 13, 12, 14, 13, 15, 12, 14, 13, 15, 14]


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path
    return make_world()


@pytest.fixture
def home(world) -> Side:
    return world.home


@pytest.fixture
def cycle(home) -> Cycle:
    """Decided, with a frozen baseline and twenty weeks of numbers."""
    row, measure = home.rows["Cycle"], home.rows["PracticalMeasure"]
    DataPoint.objects.unscoped("a test").filter(measure=measure).delete()
    for week, done in enumerate(WEEKS):
        day = CHANGE + timedelta(weeks=week - 10)
        DataPoint.objects.create(measure=measure, day=day, numerator=done, denominator=20, fingerprint="")
    CycleMeasure.objects.unscoped("a test").filter(cycle=row).update(
        baseline_first=CHANGE - timedelta(weeks=10), baseline_last=CHANGE - timedelta(weeks=1)
    )
    decide(row, "adopt", "Every first call has an interpreter.")
    return Cycle.objects.unscoped("a test").get(pk=row.pk)


def decide(cycle: Cycle, decision: str, words: str) -> None:
    Cycle.objects.unscoped("a test").filter(pk=cycle.pk).update(
        decision=decision, decision_words=words, decided_on=date.today(), change_on=CHANGE
    )


def signed_in(side: Side, name: str) -> Client:
    client = Client()
    client.force_login(side.people[name].account)
    return client


def share(client: Client, cycle: Cycle, **changes: object):
    address = reverse("share-cycle", args=[cycle.pk])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"do": "share", "confirmed": "on"}
    return client.post(address, sent | changes)


def shared_tests(cycle: Cycle):
    return IdeaTest.objects.unscoped("a test").filter(cycle=cycle)


def colleague_elsewhere(home: Side) -> Client:
    """A teacher at another school of the network."""
    school = School.objects.create(network=home.network, name="Summit")
    person = Person.objects.create(network=home.network, given_name="Lena")
    tie(person, Role.TEACHER, school)
    account(person, "lena")
    client = Client()
    client.force_login(person.account)
    return client


def test_a_decided_cycle_is_shared_with_one_press_of_a_filled_in_form(home, cycle):
    ines = signed_in(home, "ines")
    assert "Share this idea with the network" in ines.get(reverse("cycle", args=[cycle.pk])).text
    assert share(ines, cycle).status_code == 302
    assert share(ines, cycle).status_code == 302
    test = shared_tests(cycle).select_related("idea").get()
    assert (test.idea.title, test.idea.how) == (cycle.title, cycle.change_idea)
    assert test.decision == "adopt"
    (figure,) = test.figures
    assert (figure["before_n"], figure["after_n"], figure["verdict"]) == (200, 200, "signal")


def test_a_school_of_the_network_reads_the_idea_and_not_the_cycle(home, cycle):
    share(signed_in(home, "ines"), cycle)
    lena, idea = colleague_elsewhere(home), shared_tests(cycle).get().idea_id
    page = lena.get(reverse("change-idea", args=[idea]))
    assert "Every first call has an interpreter." in page.text
    assert "went up more than chance would explain in 1 of 1 schools" in page.text
    assert lena.get(reverse("cycle", args=[cycle.pk])).status_code == 404


def test_what_is_shared_stays_as_it_was_when_the_cycle_changes(home, cycle):
    share(signed_in(home, "ines"), cycle)
    decide(cycle, "abandon", "We stopped.")
    test = shared_tests(cycle).get()
    assert (test.decision, test.decision_words) == ("adopt", "Every first call has an interpreter.")


def test_a_text_that_names_a_student_is_not_shared(home, cycle):
    answer = share(signed_in(home, "ines"), cycle, how=f"We called about {home.people['amina'].name}.")
    assert answer.status_code == 422
    assert not shared_tests(cycle).exists()


def test_nobody_shares_without_having_read_what_others_will_read(home, cycle):
    assert share(signed_in(home, "ines"), cycle, confirmed="").status_code == 422


def test_the_preview_shows_what_was_typed_and_shares_nothing(home, cycle):
    answer = share(signed_in(home, "ines"), cycle, do="preview", confirmed="", how="Two people call.")
    assert answer.status_code == 200
    assert answer.context["text"]["how"] == "Two people call."
    assert not shared_tests(cycle).exists()


def test_shares_of_fewer_than_ten_are_left_out(home, cycle):
    DataPoint.objects.unscoped("a test").filter(day__gte=CHANGE + timedelta(weeks=1)).delete()
    DataPoint.objects.unscoped("a test").filter(day__gte=CHANGE).update(numerator=3, denominator=9)
    share(signed_in(home, "ines"), cycle)
    assert shared_tests(cycle).get().figures == []


def test_what_was_shared_can_be_taken_back(home, cycle):
    ines = signed_in(home, "ines")
    share(ines, cycle)
    idea = shared_tests(cycle).get().idea_id
    ines.post(reverse("share-cycle", args=[cycle.pk]), {"do": "unshare"})
    assert colleague_elsewhere(home).get(reverse("change-idea", args=[idea])).status_code == 404
    test = shared_tests(cycle).get()
    assert (test.decision_words, test.figures) == ("", [])
    assert share(ines, cycle).status_code == 302
    assert ines.get(reverse("change-idea", args=[idea])).status_code == 200


def test_a_cycle_joins_an_idea_that_was_shared_before(home, cycle):
    idea = home.rows["ChangeIdea"]
    share(signed_in(home, "ines"), cycle, same_as=str(idea.pk), title="", how="")
    assert shared_tests(cycle).get().idea_id == idea.pk
    assert ChangeIdea.objects.unscoped("a test").filter(network=home.network).count() == 1


def test_a_failed_idea_is_found_by_its_words_and_its_decision(home):
    ines = signed_in(home, "ines")
    address = reverse("change-ideas", args=[home.network.pk])
    for query in ("", "?words=meeting", "?decision=abandon", "?scale=team"):
        assert "Call before the meeting" in ines.get(address + query).text
    for query in ("?words=bicycle", "?decision=adopt", "?scale=one", "?measure=internship-now"):
        assert "Call before the meeting" not in ines.get(address + query).text


def test_a_cycle_that_tries_an_idea_starts_filled_in_and_is_linked(home):
    ines, idea = signed_in(home, "ines"), home.rows["ChangeIdea"]
    address = f"{reverse('start-school-cycle', args=[home.school.pk])}?idea={idea.pk}"
    form = ines.get(address).context["form"]
    assert form["change_idea"].value() == "The advisor calls."
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {"do": "start", "scale": "one", "starts": "2026-09-01", "due": "2026-11-30", "within_school": ""}
    sent.pop("within_school")
    assert ines.post(address, sent).status_code == 302
    test = IdeaTest.objects.unscoped("a test").get(cycle=sent["id"])
    assert (test.idea_id, test.shared_at) == (idea.pk, None)


def test_an_idea_of_another_network_fills_in_nothing(world):
    ines, idea = signed_in(world.home, "ines"), world.other.rows["ChangeIdea"]
    address = f"{reverse('start-school-cycle', args=[world.home.school.pk])}?idea={idea.pk}"
    assert not ines.get(address).context["form"]["change_idea"].value()


def test_schools_like_yours_tried_this_with_the_reason(home, monkeypatch):
    from trellis.improvement.change_ideas import similar_ideas, similar_schools

    summit = School.objects.create(network=home.network, name="Summit")
    IdeaTest.objects.unscoped("a test").filter(idea=home.rows["ChangeIdea"]).update(school=summit)
    same = similar_schools.bands("international", 300, 200)
    monkeypatch.setattr(similar_ideas, "bands_of", lambda schools: dict.fromkeys(schools, same))
    Aim.objects.unscoped("a test").filter(pk=home.rows["Aim"].pk).update(group="multilingual.yes")
    ines = signed_in(home, "ines")
    for address in (
        reverse("school-improvement", args=[home.school.pk]),
        reverse("aim", args=[home.rows["Aim"].pk]),
    ):
        text = ines.get(address).text
        assert "Call before the meeting" in text
        assert "Same model" in text
        assert "Did not work" in text


def test_charlie_opens_none_of_it(world, cycle):
    client, home = Client(), world.home
    client.force_login(world.charlie.person.account)
    for name, row in (
        ("share-cycle", cycle),
        ("change-idea", home.rows["ChangeIdea"]),
        ("change-ideas", home.network),
    ):
        assert client.get(reverse(name, args=[row.pk])).status_code == 404


def test_the_next_cycle_of_a_series_is_taken_for_a_test_of_the_same_idea(home, cycle):
    share(signed_in(home, "ines"), cycle)
    second = Cycle.objects.create(
        school=home.school,
        series=cycle.series,
        number=2,
        title=cycle.title,
        change_idea=cycle.change_idea,
        starts=date.today(),
        due=date.today(),
    )
    decide(second, "scale", "We do it everywhere.")
    share(signed_in(home, "ines"), second)
    assert shared_tests(second).get().idea_id == shared_tests(cycle).get().idea_id


def test_a_cycle_without_a_decision_is_not_shared(home):
    ines, cycle = signed_in(home, "ines"), home.rows["Cycle"]
    assert "Decide about this cycle first." in ines.get(reverse("share-cycle", args=[cycle.pk])).text
    sent = {"do": "share", "title": "A", "how": "B", "decision_words": "C", "confirmed": "on"}
    assert ines.post(reverse("share-cycle", args=[cycle.pk]), sent).status_code == 422
    assert not shared_tests(cycle).exists()
