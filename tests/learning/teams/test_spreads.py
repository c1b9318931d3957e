"""Counts of what is delicate: small ones are not shown, and cannot be worked out from the others."""

from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.engines import grouping
from trellis.learning.teams import spreads

TITLES = {"1": "One", "2": "Two", "3": "Three", "4": "Four"}


def table(trait: str, *draft_groups: list[str | None]) -> dict[str, tuple[str, ...]]:
    """The rows of the one table of groups in which students have these levels; None for one that is not known."""
    students, rooms = [], []
    for number, levels in enumerate(draft_groups, 1):
        keys = [f"{number}-{n:02}" for n in range(len(levels))]
        students += [
            grouping.Student(key, {trait: level} if level else {})
            for key, level in zip(keys, levels, strict=True)
        ]
        rooms.append(grouping.GroupSpec(str(number), len(keys), len(keys), tuple(keys)))
    answer = grouping.form_groups(students, rooms, balance=[trait], seed="x")
    [spread] = spreads.trait_tables(answer, TITLES)
    return dict(spread.rows)


def test_a_grade_is_shown_in_any_number():
    assert table("grade", ["09"] * 4 + ["10"], ["09"]) == {"Grade 9": ("4", "1"), "Grade 10": ("1", "0")}


def test_where_one_count_alone_is_small_the_next_goes_too():
    assert table("english", ["1"] * 2 + ["2"] * 5 + ["3"] * 6, ["1"] * 4 + ["2"] * 4 + ["3"] * 4) == {
        "Level 1": ("few", "4"),
        "Level 2": ("–", "4"),
        "Level 3": ("6", "4"),
    }


def test_of_two_small_counts_neither_can_be_worked_out_and_the_rest_stays():
    rows = table("english", ["1"] * 2 + ["2"] * 1 + ["3"] * 6, ["1", "2", "3"])
    assert [cells[0] for cells in rows.values()] == ["few", "few", "6"]


def test_nearly_all_is_not_a_number_either():
    assert table("learner", ["yes"] * 9 + ["no"], ["yes"] * 5 + ["no"] * 5) == {
        "English learner": ("nearly all", "5")
    }
    assert table("interrupted", ["yes"] + ["no"] * 2, ["no"] * 9) == {"Interrupted schooling": ("–", "few")}


def test_all_or_nearly_all_of_a_level_is_not_a_number():
    assert table("english", ["1"] * 11 + ["2"], ["1"] * 6, ["1"] * 5 + ["2"] * 3) == {
        "Level 1": ("nearly all", "nearly all", "5"),
        "Level 2": ("few", "few", "3"),
    }


def test_in_a_small_group_nothing_is_told():
    assert table("interrupted", ["yes"] * 3, ["no"] * 3, ["yes"] * 5, ["yes"] * 6) == {
        "Interrupted schooling": ("–", "–", "–", "nearly all")
    }
    assert table("english", ["1"] * 4, ["2"] * 4) == {"Level 1": ("–", "–"), "Level 2": ("–", "–")}


LEVELS = st.lists(st.sampled_from(["1", "2", "3", "4"]), min_size=1, max_size=16)


@given(LEVELS)
@settings(max_examples=60, deadline=None)
def test_no_small_count_can_be_worked_out_from_the_size_of_the_group(levels):
    rows = table("english", levels, ["1", "2", "3", "4"])
    shown = [cells[0] for cells in rows.values()]
    numbers = [int(cell) for cell in shown if cell.isdigit()]
    assert all(number >= spreads.MIN_COUNT for number in numbers)
    small = [level for level in ("1", "2", "3", "4") if levels.count(level) < spreads.MIN_COUNT]
    if small and len(numbers) < len(shown):
        assert len(shown) - len(numbers) >= 2
