"""Versions side by side: what is new, what goes together, and what goes against each other."""

from hypothesis import given
from hypothesis import strategies as st

from trellis.learning.library.comparison import field_changes, field_updates, text_runs
from trellis.learning.projects.body import Benchmark, Part, Product, ProjectBody, TargetOutcome


def body(
    event: str = "A letter arrives.", day: int = 5, products: tuple[str, ...] = ("report",)
) -> ProjectBody:
    return ProjectBody(
        title="Water",
        driving_question="Is it safe?",
        parts=[Part(key="entry-event", title="Entry event", text=event)],
        products=[Product(key=key, title=key.capitalize()) for key in products],
        benchmarks=[Benchmark(key="draft", title="Draft", day=day)],
        outcomes=[TargetOutcome(key="agency", title="Agency")],
    )


def test_what_only_they_changed_is_new():
    (change,) = field_updates(body(), body(), body("A letter and a map arrive."))
    assert (change.title, change.how, change.value) == ("Entry event", "new", "A letter and a map arrive.")


def test_two_changes_in_different_places_go_together():
    base = body("A letter arrives. Nobody opens it.")
    (change,) = field_updates(
        base, body("A long letter arrives. Nobody opens it."), body("A letter arrives. Ana opens it.")
    )
    assert (change.how, change.value) == ("merged", "A long letter arrives. Ana opens it.")


def test_two_changes_of_the_same_words_are_left_to_a_person():
    (change,) = field_updates(body("A letter."), body("A drum."), body("A film."))
    assert (change.how, change.current_text, change.offered_text) == ("both", "A drum.", "A film.")


def test_what_i_took_over_already_is_no_news():
    assert field_updates(body(), body("A map."), body("A map.")) == []


def test_what_only_i_changed_is_no_news():
    assert field_updates(body(), body("A map."), body()) == []


def test_a_product_that_they_took_away_is_news_that_takes_it_away():
    (change,) = field_updates(body(products=("report", "film")), body(products=("report", "film")), body())
    assert change.value is None


def test_a_day_that_a_weekend_moved_is_no_change():
    assert field_changes(body(day=5), body(day=7)) == []
    assert len(field_changes(body(day=5), body(day=9))) == 1


WORDS = st.lists(st.sampled_from(["a", "letter", "arrives", ".", "and", "Ana", "opens"]), max_size=12).map(
    " ".join
)


@given(WORDS, WORDS)
def test_the_runs_hold_both_texts_whole(old, new):
    diff = text_runs(old, new)
    assert "".join(run.text for run in diff if run.kind != "new") == old
    assert "".join(run.text for run in diff if run.kind != "gone") == new
