"""An adult's practice: two score a piece apart, it earns a credential, and nobody else learns of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.adults.professional_learning.models import CredentialAward
from trellis.adults.professional_learning.services.credentials import share_award
from trellis.assessment.evidence.models import Work
from trellis.assessment.exhibitions.models import AgreedLevel, Exhibition, Panelist
from trellis.assessment.portfolios import desk
from trellis.assessment.portfolios.models import Scorer, Task, TaskPart, TaskSubmission
from trellis.assessment.portfolios.practice import possible_assessors
from trellis.core.community.models import Role, School, Tie
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.measures import MEASURES, Year
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test"
ANSWERS = {
    "title": "Maya’s year",
    "overview": "Fifteen students.",
    "words": "Three plans.",
    "reflection": "I ask more now.",
    "consent": "on",
}
LEVELS = {"level-plan": "2", "level-learning": "3", "level-reflection": "2"}


@pytest.fixture
def home() -> Side:
    """Daniel has turned in nothing for “Leading an advisory” and does not hold it."""
    side = make_world().home
    CredentialAward.objects.unscoped(TEXT).filter(key="advisor").delete()
    return side


def as_(side: Side, name: str) -> Client:
    client = Client()
    client.force_login(side.people[name].account)
    return client


def turn_in(side: Side, who: str = "daniel", **changes: object):
    fields = {"do": "turn-in", "credential": "advisor", "key": str(new_id()), **ANSWERS} | changes
    return as_(side, who).post(reverse("practice"), fields)


def piece() -> Task:
    return Task.objects.unscoped(TEXT).select_related("school", "student").get(key="advisor.1")


def part() -> TaskPart:
    return TaskPart.objects.unscoped(TEXT).get(task=piece(), deleted_at=None)


def choose_scorers(side: Side, *names: str):
    people = [str(side.people[name].pk) for name in names]
    return as_(side, "ines").post(reverse("practice-scorers"), {"do": "ask", f"scorer-{part().pk}": people})


def score(side: Side, who: str, **levels: str):
    seat = Scorer.objects.unscoped(TEXT).get(task_part=part(), person=side.people[who], deleted_at=None)
    return as_(side, who).post(reverse("portfolio-score", args=[seat.pk]), {"do": "read", **LEVELS, **levels})


def award() -> CredentialAward | None:
    return CredentialAward.objects.unscoped(TEXT).select_related("person").filter(key="advisor").first()


def scored_by_two(side: Side, **levels: str) -> None:
    turn_in(side)
    tie(side.noor, Role.ADVISOR, side.rows["Advisory"])
    choose_scorers(side, "noor", "ines")
    score(side, "noor", **levels)
    score(side, "ines", **levels)


def test_two_score_a_piece_apart_and_it_earns_the_credential(home):
    scored_by_two(home)
    certificate = (
        as_(home, "daniel").get(reverse("credential-certificate", args=[award().pk])).content.decode()
    )
    for text in ("Leading an advisory", "Daniel Osei", "Noor Haddad", "Ines Duarte", "Maya’s year", "Plan"):
        assert text in certificate
    assert "Earned" in as_(home, "daniel").get(reverse("practice")).content.decode()


def test_the_first_scorer_sees_nothing_of_the_second_and_the_desk_nothing_of_the_work(home):
    turn_in(home)
    tie(home.noor, Role.ADVISOR, home.rows["Advisory"])
    choose_scorers(home, "noor", "kofi")
    score(home, "noor", comment="Ask Maya herself.")
    seat = Scorer.objects.unscoped(TEXT).get(task_part=part(), person=home.kofi)
    assert (
        "Ask Maya" not in as_(home, "kofi").get(reverse("portfolio-score", args=[seat.pk])).content.decode()
    )
    shown = as_(home, "ines").get(reverse("practice-scorers")).content.decode()
    assert "Maya’s year" in shown
    assert "Three plans." not in shown
    assert not TaskSubmission.objects.seen_by(home.viewer("ines")).filter(task=piece()).exists()


def test_a_colleagues_piece_stands_on_the_scorers_today_until_they_have_scored_it(home):
    turn_in(home)
    tie(home.noor, Role.ADVISOR, home.rows["Advisory"])
    choose_scorers(home, "noor", "ines")

    def stands_on_today_of(name: str) -> bool:
        page = as_(home, name).get(reverse("today")).text
        return "Colleagues’ work to score" in page and "Maya’s year" in page

    assert [name for name in ("noor", "ines", "daniel", "tomas") if stands_on_today_of(name)] == [
        "noor",
        "ines",
    ]
    score(home, "noor")
    assert not stands_on_today_of("noor")
    score(home, "ines", **{"level-learning": "2"})
    assert "discuss with the other scorer" in as_(home, "noor").get(reverse("today")).text


def test_an_expert_from_outside_scores_by_a_link_until_the_colleague_has_left(home):
    turn_in(home)
    fields = {"do": "outside", "task_part": str(part().pk), "name": "Ada Berg", "email": "ada@lab.example"}
    asked_page = as_(home, "ines").post(reverse("practice-scorers"), fields).content.decode()
    link = re.search(r"/portfolio-reading/[^\"<]+", asked_page).group()
    Client().post(link, {"do": "come"})
    page = Client().get(link).content.decode()
    for text in ("Fifteen students.", "Three plans.", "I ask more now.", "Student learning"):
        assert text in page
    Tie.objects.unscoped(TEXT).filter(person=home.daniel).update(ends=timezone.now())
    assert "Three plans." not in Client().get(link).content.decode()


def test_a_piece_below_the_passing_level_is_revised_and_turned_in_again(home):
    scored_by_two(home, **{"level-plan": "1"})
    assert award() is None
    assert "Next: read the comments" in as_(home, "daniel").get(reverse("practice")).content.decode()
    turn_in(home, piece=str(piece().pk), words="Four plans, with dates.")
    assert piece().revision == 2
    assert TaskPart.objects.unsettled().unscoped(TEXT).filter(task=piece()).count() == 1


def test_the_same_page_sent_twice_turns_in_one_piece(home):
    key = str(new_id())
    assert [turn_in(home, key=key).status_code for _time in range(2)] == [302, 302]
    assert Task.objects.unscoped(TEXT).filter(student=home.daniel, key__startswith="advisor.").count() == 1


def test_without_the_agreement_of_those_in_it_nothing_is_turned_in_and_nothing_typed_is_lost(home):
    answer = turn_in(home, consent="", file=SimpleUploadedFile("plan.txt", b"plan"))
    assert answer.status_code == 422
    assert "I ask more now." in answer.content.decode()
    assert "Check that everyone in this work agreed to it." in answer.content.decode()


def test_a_credential_of_another_role_cannot_be_applied_for(home):
    assert turn_in(home, who="tomas").status_code == 422
    assert "Leading an advisory" not in as_(home, "tomas").get(reverse("practice")).content.decode()


def test_a_leaders_own_piece_goes_to_the_network(home):
    tie(home.ines, Role.ADVISOR, home.rows["Advisory"])
    turn_in(home, who="ines")
    assert "Maya’s year" not in as_(home, "ines").get(reverse("practice-scorers")).content.decode()
    assert "Maya’s year" in as_(home, "imani").get(reverse("practice-scorers")).content.decode()


def test_who_holds_a_credential_and_shares_it_may_be_asked_to_score(home):
    tie(home.tomas, Role.ADVISOR, home.rows["Advisory"])
    shared = CredentialAward.objects.create(
        person=home.rosa,
        network=home.network,
        school=home.school,
        key="advisor",
        title="Leading an advisory",
        awarded_on=timezone.localdate(),
    )
    turn_in(home)
    assert home.rosa not in possible_assessors(piece())
    share_award(shared, is_shared=True)
    assert home.rosa in possible_assessors(piece())
    CredentialAward.objects.unscoped(TEXT).filter(pk=shared.pk).update(
        expires_on=timezone.localdate() - timedelta(days=2)
    )
    assert home.rosa not in possible_assessors(piece())


def test_a_credential_goes_with_its_holder_to_another_school(home):
    scored_by_two(home)
    turn_in(home, credential="exhibition-scorer", title="Panels in fall")
    elsewhere = School.objects.create(network=home.network, name="Far High", state="RI")
    Tie.objects.unscoped(TEXT).filter(person=home.daniel).update(ends=timezone.now())
    tie(home.daniel, Role.LEADER, elsewhere)
    shown = as_(home, "daniel").get(reverse("practice")).content.decode()
    assert "Leading an advisory" in shown
    assert "Panels in fall" in shown
    assert "Maya’s year" not in shown
    assert as_(home, "daniel").get(reverse("credential-certificate", args=[award().pk])).status_code == 200
    assert as_(home, "ines").get(reverse("credential-certificate", args=[award().pk])).status_code == 404


def test_an_exhibition_of_practice_has_a_panel_by_link_and_is_nobody_elses_to_see(home):
    Exhibition.objects.unscoped(TEXT).filter(practice_school__isnull=False).delete()
    answer = as_(home, "daniel").post(reverse("practice"), {"do": "exhibition"})
    exhibition = Exhibition.objects.unscoped(TEXT).get(practice_school=home.school)
    assert answer["Location"] == reverse("exhibition", args=[exhibition.pk])
    for who in ("ines", "amina", "noor"):
        assert as_(home, who).get(answer["Location"]).status_code == 404
    fields = {"name": "The baker", "part": "outside", "email": ""}
    answer = as_(home, "daniel").post(reverse("exhibition-invite", args=[exhibition.pk]), fields)
    assert "/panel/" in answer.content.decode()


def test_a_panel_agrees_on_an_exhibition_of_practice_and_it_is_evidence_of_no_student(home):
    exhibition = (
        Exhibition.objects.unscoped(TEXT).select_related("student", "term").get(practice_school=home.school)
    )
    Exhibition.objects.unscoped(TEXT).filter(pk=exhibition.pk).update(starts=timezone.now())
    Panelist.objects.create(
        exhibition=exhibition, person=home.daniel, part="student", accepted_at=timezone.now()
    )
    daniel, works = as_(home, "daniel"), Work.objects.unscoped(TEXT).count()
    fields = {"name": "The baker", "part": "outside", "email": ""}
    invited = daniel.post(reverse("exhibition-invite", args=[exhibition.pk]), fields).content.decode()
    link = re.search(r"/panel/[^\"<]+", invited).group()
    assert Client().post(link, {"do": "come"}).status_code == 200
    assert "presents what they learned" in Client().get(link).content.decode()
    for client, address in ((daniel, reverse("exhibition-scores", args=[exhibition.pk])), (Client(), link)):
        assert client.post(address, LEVELS).status_code in (200, 302)
    agreed = daniel.post(
        reverse("exhibition-agreement", args=[exhibition.pk]), {**LEVELS, "remarks-commendation": "Clear."}
    )
    assert agreed.status_code == 302, re.findall(r'class="error"[^>]*>(.*?)</', agreed.content.decode(), re.S)
    assert AgreedLevel.objects.seen_by(home.viewer("daniel")).filter(exhibition=exhibition).count() == 3
    assert Work.objects.unscoped(TEXT).count() == works


def test_students_measures_evidence_and_desks_count_no_adult(home):
    now = timezone.now()
    year = Year(now.date() - timedelta(days=90), now.date() + timedelta(days=200), now.year + 1)
    before = {key: sorted(MEASURES[key].facts(home.network, year)) for key in STUDENT_MEASURES}
    works = Work.objects.unscoped(TEXT).count()
    scored_by_two(home)
    Exhibition.objects.unscoped(TEXT).filter(practice_school__isnull=False).update(held_at=now)
    assert {key: sorted(MEASURES[key].facts(home.network, year)) for key in STUDENT_MEASURES} == before
    assert Work.objects.unscoped(TEXT).count() == works
    assert piece().pk not in {p.task_id for p in desk.open_task_parts_at(home.viewer("ines"), home.school)}


STUDENT_MEASURES = ("exhibition-held", "outside-adult", "portfolio-tasks-settled", "work-read-twice")


def test_each_student_gets_the_share_of_adults_at_the_school_who_learned(home):
    now = timezone.now()
    year = Year(now.date() - timedelta(days=90), now.date() + timedelta(days=200), now.year + 1)

    def facts(key: str) -> dict[str, tuple[float, float]]:
        return {who: (total, base) for who, total, base in MEASURES[key].facts(home.network, year)}

    before = facts("practice-scored-twice")[home.amina.pk.hex]
    scored_by_two(home)
    after = facts("practice-scored-twice")
    assert after[home.amina.pk.hex][0] == before[0] + 1
    assert after[home.bea.pk.hex] == after[home.amina.pk.hex]
    learned, adults = facts("adults-learn-as-students")[home.amina.pk.hex]
    assert learned >= 1
    assert adults == 4  # Daniel, Tomas, Noor and Ines
