"""Tomas and Daniel type into one design: the page saves as they go, merges both, and shows a conflict where it is."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from trellis.core.community.models import Role
from trellis.learning.projects.models import Author, Part, Project, TextVersion
from world import MODEL, Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
KEY = MODEL["project"]["steps"][0]["key"]


@pytest.fixture
def home() -> Side:
    side = make_world().home
    Part.objects.unscoped(TEXT).all().delete()
    tie(side.daniel, Role.TEACHER, side.rows["Class"])
    Author.objects.create(project=side.rows["Project"], person=side.daniel)
    return side


def post(side: Side, who: str, script: bool = True, **fields) -> HttpResponse:
    client = Client()
    client.force_login(side.people[who].account)
    headers = {"accept": "application/json"} if script else {}
    return client.post(reverse("project-design", args=[side.rows["Project"].pk]), fields, headers=headers)


def type_text(side: Side, who: str, text: str, revision: str, key: str = KEY) -> dict:
    answer = post(side, who, do="write", **{f"text-{key}": text, f"revision-{key}": revision})
    assert answer.status_code == 200, answer.content
    return answer.json()


def choose(side: Side, who: str, choice: str) -> dict:
    aside = TextVersion.objects.unscoped(TEXT).get(became="aside", settled_at=None)
    return post(side, who, do="settle", version=f"{aside.pk}:{choice}").json()


def saved_text(key: str = KEY) -> str:
    return Part.objects.unscoped(TEXT).get(key=key).text


def page(side: Side, who: str) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    return client.get(reverse("project-design", args=[side.rows["Project"].pk])).content.decode()


def test_what_tomas_types_is_saved_with_the_time_and_his_box_stays_as_it_is(home):
    answer = type_text(home, "tomas", "Water moves. ", "0")
    assert saved_text() == "Water moves."
    assert re.fullmatch(r"\d{1,2}:\d\d\s[AP]M", answer["saved"])
    assert (answer["text"], answer["revision"], answer["aside"]) == (None, "1", False)
    assert 'class="message success' not in page(home, "tomas")  # the script said it in place


def test_two_who_type_in_different_sentences_get_each_other_s_words(home):
    type_text(home, "tomas", "We study water. It is cold.", "0")
    type_text(home, "tomas", "We study our water. It is cold.", "1")
    answer = type_text(home, "daniel", "We study water. It is very cold.", "1")
    assert answer["text"] == saved_text() == "We study our water. It is very cold."
    assert answer["revision"] == "3"


def test_words_typed_while_a_merge_was_on_its_way_are_merged_too(home):
    type_text(home, "tomas", "We study water. It is cold.", "0")
    type_text(home, "tomas", "We study our water. It is cold.", "1")
    merged = type_text(home, "daniel", "We study water. It is very cold.", "1")
    answer = type_text(home, "daniel", "We study water. It is very cold today.", merged["ahead"])
    assert answer["text"] == saved_text() == "We study our water. It is very cold today."


def test_a_conflict_is_shown_with_its_part_and_the_box_keeps_what_daniel_types(home):
    type_text(home, "tomas", "Water.", "0")
    type_text(home, "tomas", "Rivers.", "1")
    answer = type_text(home, "daniel", "Rain.", "1")
    assert (answer["aside"], answer["text"], saved_text()) == (True, None, "Rivers.")
    assert "Rivers." in answer["versions"]
    assert "<bdi>Daniel Osei</bdi>’s version" in answer["versions"]

    answer = type_text(home, "daniel", "Rain falls.", answer["revision"])
    assert TextVersion.objects.unscoped(TEXT).get(became="aside").sent == "Rain falls."
    assert "Rain falls." in answer["versions"]

    chosen = choose(home, "daniel", "both")
    assert chosen["text"] == saved_text() == "Rivers.\n\nRain falls."
    assert chosen["versions"].strip() == ""


def test_daniel_can_type_on_after_a_colleague_chose_his_version(home):
    type_text(home, "tomas", "Water.", "0")
    type_text(home, "tomas", "Rivers.", "1")
    aside = type_text(home, "daniel", "Rain.", "1")
    choose(home, "tomas", "mine")
    type_text(home, "daniel", "Rain falls.", aside["revision"])
    assert saved_text() == "Rain falls."


def test_a_version_of_a_colleague_is_no_base_to_write_on(home):
    type_text(home, "tomas", "Water.", "0")
    type_text(home, "tomas", "Rivers.", "1")
    aside = type_text(home, "daniel", "Rain.", "1")
    type_text(home, "tomas", "Lakes.", aside["revision"])
    assert TextVersion.objects.unscoped(TEXT).get(became="aside").sent == "Rain."


def test_without_the_script_the_choice_stands_in_the_section_of_its_part(home):
    for who, text, revision in (
        ("tomas", "Water.", "0"),
        ("tomas", "Rivers.", "1"),
        ("daniel", "Rain.", "1"),
    ):
        answer = post(home, who, False, do="write", **{f"text-{KEY}": text, f"revision-{KEY}": revision})
    assert answer["Location"].endswith(f"#part-{KEY}")
    section = page(home, "daniel").split(f'id="part-{KEY}"')[1].split("</section>")[0]
    assert "Daniel Osei’s version" in section
    assert "Both versions are here: choose one below." in section


@pytest.mark.parametrize(("key", "limit"), [("driving-question", 300), (KEY, 6000)])
def test_a_text_that_is_too_long_is_refused_and_the_script_says_so(home, key, limit):
    text, sentence = "x" * (limit + 1), f"This is too long. The limit is {limit:,} characters."
    answer = post(home, "tomas", do="write", **{f"text-{key}": text, f"revision-{key}": "0"})
    assert (answer.status_code, answer.json()["errors"]) == (422, [sentence])


def test_who_does_not_design_it_saves_nothing(home):
    assert post(home, "noor", do="write", **{f"text-{KEY}": "Mine."}).status_code == 404
    assert not Part.objects.unscoped(TEXT).filter(project=home.rows["Project"]).exists()


def test_a_retired_part_can_be_emptied(home):
    project = home.rows["Project"]
    Part.objects.create(project=project, key="case-for-change", text="The river floods.", revision=1)
    answer = type_text(home, "tomas", "", "1", key="case-for-change")
    assert (answer["text"], answer["revision"]) == (None, "2")


def test_the_history_tells_of_a_stretch_of_typing_once(home):
    for number, text in enumerate(("Wa", "Water", "Water moves.")):
        type_text(home, "tomas", text, str(number))
    assert page(home, "tomas").split('id="history"')[1].count("Show text") == 1
    assert Project.objects.unscoped(TEXT).get(pk=home.rows["Project"].pk).parts
