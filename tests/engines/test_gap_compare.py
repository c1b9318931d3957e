"""What `gaps.compare` and `gaps.compare_moments` answer, and what they refuse in words."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.engines import gaps

TWO_SCHOOLS = [
    {"language": "Spanish", "grade": "9", "with_internship": 30, "students": 50},
    {"language": "Spanish", "grade": "10", "with_internship": 24, "students": 60},
    {"language": "Wolof", "grade": "9", "with_internship": 12, "students": 40},
    {"language": "Wolof", "grade": "10", "with_internship": 33, "students": 44},
]
RATE = {"numerator": "with_internship", "denominator": "students"}

cells = st.lists(
    st.tuples(
        st.sampled_from("ABCD"), st.sampled_from(["2023", "2024"]), st.integers(0, 30), st.integers(0, 30)
    ),
    min_size=1,
    max_size=30,
).filter(lambda cells: any(more for *_, more in cells))


def rows_of(cells):
    return [{"g": g, "year": year, "x": min(x, n), "n": n} for g, year, x, n in cells]


def values(seed=0, per_group=(12, 25, 40)):
    draw = random.Random(seed)
    return [
        {"group": f"G{place}", "hours": draw.gauss(20 + 5 * place, 3 + place)}
        for place, n in enumerate(per_group)
        for _ in range(n)
    ]


def test_counts_of_a_group_are_added_up_over_its_rows():
    gap = gaps.compare(TWO_SCHOOLS, group="language", **RATE).facet().gap("Spanish")
    assert (gap.estimate.numerator, gap.estimate.n, gap.estimate.value) == (54, 110, 54 / 110)
    assert gap.comparison == "all other students"
    assert (gap.comparison_estimate.numerator, gap.comparison_estimate.n) == (45, 84)
    assert gap.points == pytest.approx(100 * (54 / 110 - 45 / 84))
    assert gap.ratio == pytest.approx((54 / 110) / (45 / 84))


def test_a_cell_with_counts_equals_its_students_one_by_one():
    students = [
        {**row, "with_internship": int(place < row["with_internship"]), "students": 1}
        for row in TWO_SCHOOLS
        for place in range(row["students"])
    ]
    options = {"group": ["language", "grade"], "reference": "Wolof × 10", **RATE}
    assert gaps.compare(students, **options) == gaps.compare(TWO_SCHOOLS, **options)


def test_columns_rows_arrays_and_text_are_one_table():
    columns = {name: [row[name] for row in TWO_SCHOOLS] for name in TWO_SCHOOLS[0]}
    arrays = {name: np.array(column) for name, column in columns.items()}
    text = [{name: str(cell) for name, cell in row.items()} for row in TWO_SCHOOLS]
    answers = [gaps.compare(rows, group="language", **RATE) for rows in (TWO_SCHOOLS, columns, arrays, text)]
    assert answers == [answers[0]] * 4


def test_crossed_groups_have_names_in_order():
    comparison = gaps.compare(TWO_SCHOOLS, group=["language", "grade"], **RATE)
    assert [gap.name for gap in comparison.facet().gaps] == [
        "Spanish × 9",
        "Spanish × 10",
        "Wolof × 9",
        "Wolof × 10",
    ]
    assert comparison.facet().gaps[0].labels == {"language": "Spanish", "grade": "9"}


def test_by_repeats_the_whole_within_each_level():
    comparison = gaps.compare(TWO_SCHOOLS, group="language", by="grade", **RATE)
    assert [facet.level for facet in comparison.facets] == ["9", "10"]
    for level in ("9", "10"):
        part = [row for row in TWO_SCHOOLS if row["grade"] == level]
        assert comparison.facet(level).gaps == gaps.compare(part, group="language", **RATE).facet().gaps


@pytest.mark.parametrize(
    "reference",
    ["Spanish × 9", "Spanish x 9", "Spanish, 9", ("Spanish", "9"), {"language": "Spanish", "grade": "9"}],
)
def test_a_crossed_reference_can_be_written_in_several_ways(reference):
    facet = gaps.compare(TWO_SCHOOLS, group=["language", "grade"], reference=reference, **RATE).facet()
    assert facet.comparison == "Spanish × 9"
    assert facet.comparison_estimate.n == 50
    assert [gap.is_comparison for gap in facet.gaps] == [True, False, False, False]
    assert facet.gaps[0].points is None


@given(cells, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(cells, shuffler):
    rows = rows_of(cells)
    options = {"group": "g", "numerator": "x", "denominator": "n", "by": "year"}
    comparison = gaps.compare(rows, **options)
    shuffler.shuffle(rows)
    assert gaps.compare(rows, **options) == comparison


@given(st.tuples(st.integers(0, 60), st.integers(0, 60)))
def test_swapping_reference_and_group_turns_the_gap_round(counts):
    rows = [{"g": g, "x": x, "n": 60} for g, x in zip("AB", counts, strict=True)]
    options = {"group": "g", "numerator": "x", "denominator": "n"}
    forward = gaps.compare(rows, reference="B", **options).facet().gap("A")
    back = gaps.compare(rows, reference="A", **options).facet().gap("B")
    assert (back.points, back.points_low, back.points_high) == (
        -forward.points,
        -forward.points_high,
        -forward.points_low,
    )
    assert back.z == (None if forward.z is None else -forward.z)
    if forward.ratio and back.ratio:
        assert forward.ratio * back.ratio == pytest.approx(1)


def test_with_two_groups_everybody_else_is_the_other_one():
    rows = TWO_SCHOOLS
    gap = gaps.compare(rows, group="language", **RATE).facet().gap("Spanish")
    other = gaps.compare(rows, group="language", reference="Wolof", **RATE).facet().gap("Spanish")
    assert (gap.points, gap.points_low, gap.ratio, gap.z) == (
        other.points,
        other.points_low,
        other.ratio,
        other.z,
    )


def test_an_empty_label_is_not_recorded_and_comes_last():
    rows = [{"g": g, "x": 5, "n": 20} for g in ("", "b", "  a ", None, float("nan"), "a")]
    facet = gaps.compare(rows, group="g", numerator="x", denominator="n").facet()
    assert [(gap.name, gap.estimate.n) for gap in facet.gaps] == [("a", 40), ("b", 20), ("not recorded", 60)]


def moments_of(rows):
    sums = {}
    for row in rows:
        n, total, squares = sums.get(row["group"], (0, 0.0, 0.0))
        sums[row["group"]] = (n + 1, total + row["hours"], squares + row["hours"] ** 2)
    return [{"group": g, "n": n, "sum": s, "sumsq": q} for g, (n, s, q) in sums.items()]


def figures(comparison):
    return [
        figure
        for gap in comparison.facet().gaps
        for figure in (
            *(gap.estimate.value, gap.estimate.low, gap.estimate.high, gap.estimate.n),
            *(gap.points, gap.points_low, gap.points_high, gap.ratio, gap.ratio_low, gap.ratio_high),
        )
    ]


def test_moments_of_a_rollup_answer_as_the_rows_behind_it():
    rows = values()
    whole = gaps.compare(rows, group="group", value="hours")
    rollup = moments_of(rows[:30]) + moments_of(rows[30:])  # two rows of some groups, which merge
    assert figures(gaps.compare_moments(rollup, group="group")) == pytest.approx(figures(whole))


def test_moments_without_squares_are_a_rate():
    rollup = [{"group": "A", "n": 40, "sum": 30}, {"group": "B", "n": 50, "sum": 20}]
    comparison = gaps.compare_moments(rollup, group="group", squares=None, reference="B")
    assert comparison.kind == "rate"
    assert comparison.facet().gap("A").points == pytest.approx(35)


@pytest.mark.parametrize("shift", [1e3, 1e9])
def test_adding_to_every_value_moves_the_means_and_not_the_gaps(shift):
    rows = values()
    moved = [{**row, "hours": row["hours"] + shift} for row in rows]
    plain_gap, shifted_gap = (
        gaps.compare(part, group="group", value="hours").facet().gap("G1") for part in (rows, moved)
    )
    assert shifted_gap.estimate.value == pytest.approx(plain_gap.estimate.value + shift)
    gap = (plain_gap.points, plain_gap.points_low, plain_gap.points_high)
    assert (shifted_gap.points, shifted_gap.points_low, shifted_gap.points_high) == pytest.approx(
        gap, rel=1e-5, abs=1e-5
    )


def test_other_units_scale_the_gap_and_leave_the_ratio():
    rows = values()
    minutes = [{**row, "hours": 60 * row["hours"]} for row in rows]
    hours_gap, minutes_gap = (
        gaps.compare(part, group="group", value="hours").facet().gap("G1") for part in (rows, minutes)
    )
    assert (minutes_gap.points, minutes_gap.points_low) == pytest.approx(
        (60 * hours_gap.points, 60 * hours_gap.points_low)
    )
    assert (minutes_gap.ratio, minutes_gap.ratio_low, minutes_gap.ratio_high) == pytest.approx(
        (hours_gap.ratio, hours_gap.ratio_low, hours_gap.ratio_high)
    )
