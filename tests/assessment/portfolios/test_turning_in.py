"""Amina hands her experiment in, again after a revision, and chooses work for her portfolio."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assessment.portfolios.scene import TEXT, ask, fresh, hand_in, read, task_part, two_read
from trellis.assessment.evidence.models import Work
from trellis.assessment.portfolios import services
from trellis.assessment.portfolios.models import PortfolioEntry, Task, TaskPart, TaskSubmission
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.ids import new_id
from world import Side

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return fresh()


def refused(sentence: str):
    return pytest.raises(ActionError, match=sentence)


def test_handed_in_it_waits_in_both_parts(home):
    hand_in(home)
    parts = TaskPart.objects.unscoped(TEXT).order_by("part").values_list("part", "settled_at")
    assert list(parts) == [("oral", None), ("written", None)]
    assert Task.objects.unscoped(TEXT).get().revision == 1


def test_the_same_page_sent_twice_is_once_and_a_changed_one_is_refused(home):
    key = new_id()
    assert hand_in(home, key).pk == hand_in(home, key).pk
    assert TaskSubmission.objects.unscoped(TEXT).count() == 1
    with refused("This page was already used\\. Open it again and turn in your work there\\."):
        hand_in(home, key, words="Something else.")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"title": " "}, "Enter a title: your question, or the name of your work\\."),
        ({"title": "\x00"}, "Enter a title: your question, or the name of your work\\."),
        ({"title": "x" * 201}, "This is too long\\. The limit is 200 characters\\."),
        ({"words": " \x00"}, "Add text, a link or a file\\."),
        ({"words": "x" * 40_001}, "This is too long\\. The limit is 40,000 characters\\."),
        ({"link": "javascript:alert(1)"}, "not a web address"),
        ({"file": SimpleUploadedFile("a.pdf", b"")}, "empty"),
        (
            {"file": SimpleUploadedFile("a.pdf", b"MZ no pdf")},
            "We cannot open this file\\. Choose a photo or a voice note\\.",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(home, more, sentence):
    with refused(sentence):
        hand_in(home, **more)
    assert not Task.objects.unscoped(TEXT).exists()


def test_a_file_is_known_by_its_bytes(home):
    submission = hand_in(home, words="", file=SimpleUploadedFile("study.pdf", b"%PDF-1.7 six homes"))
    assert (submission.media_type, submission.name) == ("application/pdf", "study.pdf")


def test_work_can_change_until_scorers_are_asked(home):
    hand_in(home)
    hand_in(home, words="I tested eight homes.")
    assert task_part(home).submission.number == 2
    assert TaskPart.objects.unscoped(TEXT).count() == 2
    ask(home, "tomas")
    with refused("Your work is being scored now\\. You can turn it in again after you get your levels\\."):
        hand_in(home, words="I tested nine homes.")


def test_only_the_revised_part_is_scored_again(home):
    two_read(home, (3, 3, 3), (3, 3, 3))
    for who in ("tomas", "daniel"):
        read(home, ask(home, who, "oral"), 1, 3, 3)
    assert task_part(home, "oral").passed is False
    hand_in(home, words="I tested eight homes, and say how sure I am.")
    assert task_part(home, "written").submission.number == 1
    assert (task_part(home, "oral").submission.number, task_part(home, "oral").settled_at) == (2, None)
    for who in ("tomas", "daniel"):
        read(home, ask(home, who, "oral"), 3, 3, 3)
    assert [submission.number for submission in TaskSubmission.objects.unscoped(TEXT).order_by("number")] == [
        1,
        2,
    ]
    assert Work.objects.unscoped(TEXT).count() == 3
    with refused("Every part already has a passing level\\. You do not need to turn it in again\\."):
        hand_in(home, words="Once more.")


def test_a_graduation_task_is_one_over_the_years_and_a_letter_is_one_a_term(home):
    hand_in(home)
    hand_in(home, task="letter")
    other = home.rows["Term"]
    other.pk, other.sourced_id, other.title = None, new_id(), "Next"
    other.save(force_insert=True)
    hand_in(home, words="Seven.")
    hand_in(home, task="letter", words="Dear reader.")
    keys = sorted(Task.objects.unscoped(TEXT).values_list("key", flat=True))
    assert keys == ["experiment", "letter", "letter"]


def work(side: Side, who: str = "amina") -> Work:
    return Work.objects.create(student=side.people[who], title="A chart", shown_at=timezone.now())


def test_amina_chooses_a_work_and_says_why_and_again_puts_it_right(home):
    chart = work(home)
    for why in ("It was hard.", "It was hard, and then it was not."):
        services.choose_work(home.amina, home.rows["Term"], chart, why)
    assert PortfolioEntry.objects.unscoped(TEXT).get().why == "It was hard, and then it was not."


@pytest.mark.parametrize(
    ("why", "sentence"),
    [("", "Write why"), (" \x00 ", "Write why"), ("x" * 1201, "The limit is 1,200 characters")],
)
def test_a_choice_without_a_reason_or_with_too_much_of_one_is_refused(home, why, sentence):
    with refused(sentence):
        services.choose_work(home.amina, home.rows["Term"], work(home), why)


def test_bea_s_work_does_not_go_into_amina_s_portfolio(home):
    with refused("your own"):
        services.choose_work(home.amina, home.rows["Term"], work(home, "bea"), "I like it.")
    assert not PortfolioEntry.objects.unscoped(TEXT).exists()


def test_an_entry_comes_first_or_goes_and_the_work_stays(home):
    first, second = (
        services.choose_work(home.amina, home.rows["Term"], work(home), why) for why in ("One.", "Two.")
    )
    services.move_to_top(second)
    order = PortfolioEntry.objects.unscoped(TEXT).order_by("position").values_list("why", flat=True)
    assert list(order) == ["Two.", "One."]
    services.remove_entry(first)
    assert PortfolioEntry.objects.unscoped(TEXT).count() == 1
    assert Work.objects.unscoped(TEXT).count() == 2
