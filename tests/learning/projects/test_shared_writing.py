"""Two to six teachers write one design at the same time: every word stands, or is kept where they can choose."""

import re
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trellis.core.foundation.errors import ActionError
from trellis.learning.projects import text_versions
from trellis.learning.projects.models import Part, Project, TextVersion
from trellis.learning.projects.text_merge import merge_texts
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
KEY = "scenario"


@pytest.fixture
def home() -> Side:
    return make_world().home


def send(side: Side, text: str, base: int, who: str = "tomas", key: str = KEY):
    return text_versions.write_part(side.rows["Project"], key, text, base, side.people[who].pk)


def now(side: Side, key: str = KEY) -> str:
    return Part.objects.unscoped(TEXT).get(project=side.rows["Project"], key=key).text


def test_changes_to_different_sentences_go_together(home):
    send(home, "We study water. It is cold.", 0)
    send(home, "We study our water. It is cold.", 1)
    done = send(home, "We study water. It is very cold.", 1, "daniel")
    assert done.became == "merged"
    assert now(home) == "We study our water. It is very cold."


def test_changes_to_the_same_words_are_both_kept_and_somebody_chooses(home):
    send(home, "We study water.", 0)
    send(home, "We study rivers.", 1)
    aside = send(home, "We study rain.", 1, "daniel")
    assert (aside.became, now(home)) == ("aside", "We study rivers.")
    text_versions.settle_writing(aside, "both", home.daniel.pk)
    assert now(home) == "We study rivers.\n\nWe study rain."


@pytest.mark.parametrize(("choice", "stands"), [("mine", "Rain."), ("theirs", "Rivers.")])
def test_one_of_two_texts_is_chosen_once(home, choice, stands):
    send(home, "Water.", 0)
    send(home, "Rivers.", 1)
    aside = send(home, "Rain.", 1, "daniel")
    text_versions.settle_writing(aside, choice, home.daniel.pk)
    assert now(home) == stands
    with pytest.raises(
        ActionError, match="Someone else already chose a version\\. Check the current version\\."
    ):
        text_versions.settle_writing(aside, "mine", home.tomas.pk)


def test_a_second_press_writes_nothing(home):
    send(home, "Water.", 0)
    assert send(home, "Water.", 0) is None
    assert send(home, "Water.", 1) is None
    assert (
        TextVersion.objects.unscoped(TEXT).filter(part__key=KEY, part__project=home.rows["Project"]).count()
        == 1
    )


def test_the_driving_question_stands_where_other_pages_read_it(home):
    send(home, "Who owns the rain?", 0, key="driving-question")
    assert (
        Project.objects.unscoped(TEXT).get(pk=home.rows["Project"].pk).driving_question
        == "Who owns the rain?"
    )


def test_a_first_write_begins_from_what_stood_there(home):
    change = send(home, "Is it safe for everybody?", 0, key="driving-question")
    assert change.before == "Is it safe?"


@pytest.mark.parametrize(
    ("key", "text", "base", "sentence"),
    [
        ("title", "  ", 0, "Enter a name for the project\\."),
        ("driving-question", "x" * 301, 0, "This is too long\\. The limit is 300 characters\\."),
        (KEY, "x" * 6001, 0, "This is too long\\. The limit is 6,000 characters\\."),
        (
            KEY,
            "x",
            7,
            "The project has changed since you opened this page\\. Open the page again\\. Your text is still here\\.",
        ),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_is(home, key, text, base, sentence):
    with pytest.raises(ActionError, match=sentence):
        send(home, text, base, key=key)
    assert (
        not Part.objects.unscoped(TEXT)
        .filter(project=home.rows["Project"], key=key)
        .exclude(revision=0)
        .exists()
    )


words = st.lists(
    st.sampled_from(["water", "rain", "river", "street", "home", "safe", "clean", "ours", "why", "who"]),
    max_size=8,
)
edits = st.lists(
    st.tuples(
        st.integers(0, 2), st.sampled_from(["look", "insert", "delete", "replace"]), st.integers(0, 7), words
    ),
    min_size=5,
    max_size=40,
)


@given(edits)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_interleaving_no_word_is_lost(home, moves):
    write_and_watch(home, moves)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_teachers_write_for_five_minutes_and_no_word_is_lost(home, seed):
    """A change a second from one or the other, for 300 seconds."""
    draw = Random(seed)
    vocabulary = ["water", "rain", "river", "street", "home", "safe"]
    kinds = ["look", "look", "insert", "insert", "insert", "delete", "replace"]
    moves = [
        (
            draw.randrange(2),
            draw.choice(kinds),
            draw.randrange(60),
            draw.sample(vocabulary, draw.randrange(4)),
        )
        for _second in range(300)
    ]
    write_and_watch(home, moves)


def write_and_watch(home: Side, moves: list[tuple[int, str, int, list[str]]]) -> None:
    """Three teachers look, change and send in any order. Whatever anybody sent can be found again, and words leave
    the text only by the hand of somebody who had seen them."""
    Part.objects.unscoped(TEXT).filter(project=home.rows["Project"], key=KEY).delete()
    seen = {0: ("", 0), 1: ("", 0), 2: ("", 0)}
    people = ("tomas", "daniel", "ines")
    stamp = 0
    for who, move, place, some in moves:
        text, base = seen[who]
        if move == "look":
            part = Part.objects.unscoped(TEXT).filter(project=home.rows["Project"], key=KEY).first()
            seen[who] = (part.text, part.revision) if part else ("", 0)
            continue
        stamp += 1
        fresh = [f"{word}{stamp}" for word in some] if move != "delete" else []
        tokens = text.split()
        place = min(place, len(tokens))
        if move == "insert":
            tokens[place:place] = fresh
        elif move == "delete":
            del tokens[place : place + 2]
        else:
            tokens[place : place + 1] = fresh
        before = now(home) if base or Part.objects.unscoped(TEXT).filter(key=KEY).exists() else ""
        done = send(home, " ".join(tokens), base, people[who])
        if done is None:
            continue
        after = now(home)
        gone = set(re.findall(r"\w+", before)) - set(re.findall(r"\w+", after))
        assert gone <= set(re.findall(r"\w+", text)), "words went that their remover had not seen"
        surviving = set(re.findall(r"\w+", after)) | (
            set(re.findall(r"\w+", done.sent)) if done.became == "aside" else set()
        )
        assert set(fresh) <= surviving, "words that were sent are nowhere"
        if done.became != "aside":
            seen[who] = (after, done.revision)


@given(words, words, words)
def test_a_merge_is_the_same_from_either_side_or_refused_from_both(base, ours, theirs):
    base, ours, theirs = " ".join(base), " ".join(ours), " ".join(theirs)
    assert merge_texts(base, ours, theirs) == merge_texts(base, theirs, ours)
