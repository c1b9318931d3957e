"""A school changes what is its own, and what is held stays as it is."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from package_copies import RIVER, leaves

from trellis.core.foundation.errors import ActionError
from trellis.design.blueprint.package import (
    InvalidPackageError,
    LockedPartError,
    Package,
    adapt_package,
    builtin_packages,
    lock_state_of,
    read_package,
)


@pytest.fixture
def package() -> Package:
    return read_package(builtin_packages()["big-picture"])


def test_a_school_says_its_own_word(package):
    ours = adapt_package(package, {"words.terms.term": {"one": "trimester", "other": "trimesters"}})
    assert ours.word("term", 3) == "trimesters"
    assert package.word("term", 3) == "quarters"
    assert ours.fingerprint != package.fingerprint


def test_a_school_shapes_its_own_week_and_year(package):
    ours = adapt_package(
        package, {"calendar.week.internship_days": ["wed"], "calendar.cycles": {"count": 3, "weeks": 12}}
    )
    assert ours.calendar.week.internship_days == ("wed",)
    assert (ours.calendar.cycles.count, ours.calendar.cycles.weeks) == (3, 12)
    assert ours.calendar.week.days == package.calendar.week.days


def test_no_change_is_no_change(package):
    assert adapt_package(package, {}) == package
    assert adapt_package(package, {}).fingerprint == package.fingerprint


def test_saying_again_what_is_held_changes_nothing(package):
    assert adapt_package(package, {"plan.every": "cycle"}) == package


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"outcomes.communication.title": "Talking"}, "outcomes.communication.title"),
        ({"outcomes.communication": None}, "outcomes.communication"),
        ({"plan.every": "year"}, "plan.every"),
        ({"plan": None}, "plan"),
        ({"words.terms.advisory": {"one": "crew", "other": "crews"}}, "words.terms.advisory.one"),
        ({"words": {"terms": {"advisory": {"one": "crew"}}}}, "words.terms.advisory.one"),
        ({"words.terms": None}, "words.terms.advisory"),
        ({"roles.advisor.tie": "leader-of"}, "roles.advisor.tie"),
        ({"roles.gardener": {"title": "Gardener", "tie": "partner-of"}}, "roles.gardener"),
        ({"exhibition.kinds.graduation.minutes": 60}, "exhibition.kinds.graduation.minutes"),
        ({"exhibition.kinds": []}, "exhibition.kinds"),
        ({"measures.internship-now": None}, "measures.internship-now"),
        (
            {"rubrics.exhibition.criteria.vision.levels.1": "It begins."},
            "rubrics.exhibition.criteria.vision.levels.1",
        ),
        ({"name": "Our school"}, "name"),
        ({"package.version": "2.0.0"}, "package.version"),
    ],
)
def test_what_is_held_is_refused_by_name(package, changes, key):
    with pytest.raises(LockedPartError) as refused:
        adapt_package(package, changes)
    assert refused.value.key == key
    assert (
        f"“{key}” is locked by Big Picture Learning: it is the same in every school." in refused.value.message
    )
    assert isinstance(refused.value, ActionError)


@pytest.mark.parametrize(
    "changes",
    [
        {"outcomes.hold": "local"},
        {"outcomes": {"hold": "local", "title": "Ours"}},
        {"words.terms.advisory.hold": "local"},
        {"words.terms.site.hold": "held"},
        {"words.terms.portfolio": {"one": "folder", "other": "folders", "hold": "held"}},
        {"measures.work-read-twice.key": "another"},
    ],
)
def test_schools_cannot_change_locks_or_keys(package, changes):
    with pytest.raises(LockedPartError):
        adapt_package(package, changes)


def test_an_entry_can_be_local_in_a_held_part(package):
    ours = adapt_package(package, {"measures.work-read-twice.target": 0.5, "measures.evidence-depth": None})
    targets = {m.key: m.target for m in ours.measures.measures}
    assert targets["work-read-twice"] == 0.5
    assert "evidence-depth" not in targets


def test_a_school_leaves_out_the_sixth_goal_together_with_all_that_names_it(package):
    with pytest.raises(InvalidPackageError, match="not an outcome of this package"):
        adapt_package(package, {"outcomes.knowing-how-to-learn": None})
    ours = adapt_package(
        package, {"outcomes.knowing-how-to-learn": None, "rubrics.knowing-how-to-learn": None, "credit": None}
    )
    assert len(ours.outcomes.outcomes) == 5
    assert ours.credit is None


def test_a_school_adds_to_what_is_its_own(package):
    ours = adapt_package(
        package,
        {
            "words.terms.portfolio": {"one": "story", "other": "stories"},
            "review.rows.water": {"title": "Water", "question": "Is there some?", "look_for": ["A tap"]},
        },
    )
    assert ours.word("portfolio", 2) == "stories"
    assert ours.review.rows[-1].key == "water"


def test_a_school_translates_the_words_into_a_further_language(package):
    ours = adapt_package(package, {"words.translations.so": {"advisory": {"one": "koox", "other": "kooxo"}}})
    assert ours.word("advisory", 2, "so") == "kooxo"
    assert ours.languages == (*package.languages, "so")


def test_a_school_may_have_a_part_that_its_network_does_without(package):
    new_tech = read_package(builtin_packages()["new-tech"])
    plan = package.model_dump(mode="json", exclude_none=True)["plan"]
    del plan["hold"]
    ours = adapt_package(new_tech, {"plan": plan | {"who": ["student", "guardian", "advisor"]}})
    assert ours.plan.hold == "local"
    assert ours.plan.led_by == "advisor"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"calendar.week.internship_days": ["sunday"]},
            "calendar.toml: week.internship_days.1: “sunday” is not one of the choices",
        ),
        ({"calendar.cycles.count": "three"}, "calendar.toml: cycles.count: is text"),
        ({"calendar.weak.days": ["mon"]}, "calendar.toml: weak.days: has no parent entry"),
        ({"calender.cycles.count": 3}, "is not a part of a model; did you mean “calendar”?"),
        ({"words": None}, "every school needs"),
        ({"words.terms.crew": {"one": "crew", "other": "crews"}}, "is not a term that Trellis knows"),
        ({"review.rows.water": "wet"}, "is new, but is not a table"),
        ({"": 1}, "is not a part of a model"),
        (
            {"exhibition.kinds.cycle.minutes": 30},
            "kinds.cycle.steps: take 45 minutes, but the exhibition has 30",
        ),
    ],
)
def test_a_change_that_would_not_hold_together_is_refused_in_words(package, changes, sentence):
    with pytest.raises(InvalidPackageError) as refused:
        adapt_package(package, changes)
    assert sentence in refused.value.message


def test_a_school_can_ask_whose_a_part_is(package):
    assert lock_state_of(package, "outcomes.communication") == "held"
    assert lock_state_of(package, "outcomes.knowing-how-to-learn.title") == "local"
    assert lock_state_of(package, "words.terms.term") == "local"
    assert lock_state_of(package, "words.terms.advisory.one") == "held"
    assert lock_state_of(package, "calendar.blocks.advisory") == "held"
    assert lock_state_of(package, "name") == "held"


def test_adapting_works_on_a_network_made_of_a_folder_alone():
    river = read_package(RIVER)
    ours = adapt_package(
        river, {"calendar.cycles.count": 2, "words.terms.advisor": {"one": "bosun", "other": "bosuns"}}
    )
    assert ours.word("advisor", 2) == "bosuns"
    with pytest.raises(LockedPartError, match="locked by River Schools"):
        adapt_package(river, {"words.terms.advisory.one": "advisory"})


RIVER_LEAVES = leaves(read_package(RIVER).model_dump(mode="json"))
VALUES = st.sampled_from(
    [None, "x", 2, 0.5, True, [], ["mon"], {}, {"one": "a", "other": "b"}, {"title": "t"}]
)


@settings(deadline=None, max_examples=300)
@given(
    st.dictionaries(st.sampled_from(sorted(RIVER_LEAVES)), VALUES, min_size=1, max_size=2), st.integers(0, 3)
)
def test_whatever_a_school_asks_what_is_held_stays(changes, above):
    river = load_once()
    requested = {path.rsplit(".", above)[0]: value for path, value in changes.items()}
    try:
        ours = leaves(adapt_package(river, requested).model_dump(mode="json"))
    except (LockedPartError, InvalidPackageError):
        return
    held_paths = {
        path
        for path in RIVER_LEAVES
        if lock_state_of(river, path) == "held" and not path.startswith("languages")
    }
    assert {path: ours.get(path) for path in held_paths} == {path: RIVER_LEAVES[path] for path in held_paths}


@cache
def load_once() -> Package:
    return read_package(RIVER)
