"""What the data cannot support is said in words, never answered with a wrong number."""

import pytest

from trellis.engines import gaps

ROWS = [{"g": "A", "x": 5, "n": 20}, {"g": "B", "x": 8, "n": 30}, {"g": "C", "x": 1, "n": 4}]
RATE = {"group": "g", "numerator": "x", "denominator": "n"}


def refusal(rows=ROWS, **options):
    with pytest.raises(gaps.InvalidInputError) as refused:
        gaps.compare(rows, **{**RATE, **options})
    return str(refused.value)


def hours(**groups):
    return [{"g": name, "hours": value} for name, values in groups.items() for value in values]


def mean_gap(rows, reference="B", min_n=1):
    return gaps.compare(rows, group="g", value="hours", reference=reference, min_n=min_n).facet().gap("A")


def words(gap):
    return [str(note) for note in gap.notes]


def test_a_reference_that_is_not_there_is_answered_with_those_that_are():
    assert refusal(reference="D") == 'There is no "D" in g to compare with. Choose one of: A; B; C.'


def test_a_reference_that_could_be_two_groups_is_asked_again():
    rows = [{"g": "a, b", "h": "c", "x": 5, "n": 20}, {"g": "a", "h": "b, c", "x": 5, "n": 20}]
    assert "could mean 2 groups" in refusal(rows, group=["g", "h"], reference="a, b, c")


def test_a_reference_under_the_minimum_gives_rates_and_no_gap():
    facet = gaps.compare([*ROWS, {"g": "D", "x": 2, "n": 8}], reference="C", **RATE).facet()
    assert str(facet.note) == "C has fewer than 10 students, so no gap is shown"
    assert facet.comparison_estimate is None
    assert facet.gap("A").estimate.n == 20
    assert facet.gap("A").points is None


def test_a_reference_hidden_to_cover_another_gives_no_gap():
    facet = gaps.compare(ROWS, reference="A", **RATE).facet()
    assert str(facet.note) == ("A is hidden so that a smaller group cannot be worked out, so no gap is shown")
    assert facet.gap("B").points is None


def test_missing_reference_in_one_cohort_is_named():
    rows = [{**row, "year": "2024"} for row in ROWS[:2]] + [{**ROWS[0], "year": "2025"}]
    comparison = gaps.compare(rows, by="year", reference="B", **RATE)
    assert comparison.facet("2024").note is None
    assert str(comparison.facet("2025").note) == "in year 2025 B has no students, so no gap is shown"
    assert comparison.facet("2025").gap("A").estimate.n == 20


def test_a_reference_with_nobody_in_it_is_as_good_as_missing():
    facet = gaps.compare([*ROWS[:2], {"g": "E", "x": 0, "n": 0}], reference="E", **RATE).facet()
    assert str(facet.note) == "E has no students, so no gap is shown"
    assert str(facet.gap("E").hidden) == "no students"


def test_one_group_alone_has_nobody_to_be_compared_with():
    gap = gaps.compare(ROWS[:1], **RATE).facet().gap("A")
    assert gap.estimate.n == 20
    assert gap.points is None
    assert words(gap) == ["there are no other students to compare with"]


@pytest.mark.parametrize(
    ("x", "n", "sentence"),
    [
        (21, 20, 'row 2, column "x": 21 is more than the 20 in n'),
        (-1, 20, 'row 2, column "x": "-1" is below zero; a count can\'t be negative'),
        (0, -3, 'row 2, column "n": "-3" is below zero; a count can\'t be negative'),
        (float("nan"), 20, 'row 2, column "x": "nan" is not a finite number'),
        (1, float("inf"), 'row 2, column "n": "inf" is not a finite number'),
        (0.5, 20, 'row 2, column "x": "0.5" is not a whole number; give counts, not percentages'),
        ("many", 20, 'row 2, column "x": "many" is not a number'),
        (None, 20, 'row 2, column "x": the cell is empty; if there is nothing to count, leave out the row'),
        ("1_0", 20, 'row 2, column "x": "1_0" is not a plain number, or is too large or too small'),
        (1, 10**13, 'row 2, column "n": "10000000000000" is too large for a count'),
        (1, 10**400, 'row 2, column "n": "1000000000000000000000000000000000000000…" is not a plain number'),
    ],
)
def test_a_count_that_cannot_be_names_its_row_and_column(x, n, sentence):
    assert refusal([ROWS[0], {"g": "B", "x": x, "n": n}]).startswith(sentence)


def test_a_denominator_of_zero_everywhere_is_nobody_to_count():
    assert refusal([{"g": "A", "x": 0, "n": 0}]) == "There are no students to count: every group is empty."


def test_no_rows_at_all():
    assert refusal([]) == "There are no rows to count."


def test_a_column_that_is_not_there_is_answered_with_those_that_are():
    assert refusal(group="language") == 'There is no column "language". Choose one of: g, x, n.'
    assert refusal({"g": ["A"], "x": [1]}) == 'There is no column "n". Choose one of: g, x.'


def test_columns_of_two_lengths():
    assert refusal({"g": ["A", "B"], "x": [1], "n": [2]}) == "The columns must have the same length."


@pytest.mark.parametrize(
    ("options", "part"),
    [
        ({"group": []}, "at least one column"),
        ({"denominator": None}, "A rate needs both"),
        ({"value": "x"}, "either a numerator and a denominator, or a value"),
        ({"numerator": None, "denominator": None}, "either a numerator and a denominator, or a value"),
        ({"min_n": 0}, "1 or more"),
        ({"by": "g"}, "g is named twice"),
    ],
)
def test_a_question_that_makes_no_sense(options, part):
    assert part in refusal(**options)


def test_a_column_of_names_is_not_a_column_of_groups():
    rows = ({"g": f"student {i}", "x": 1, "n": 1} for i in range(10_001))
    assert "more than 10,000 groups; check that no column holds names" in refusal(rows)


def test_a_ratio_against_zero_is_not_given():
    gap = gaps.compare([ROWS[0], {"g": "B", "x": 0, "n": 30}], reference="B", **RATE).facet().gap("A")
    assert gap.ratio is None
    assert words(gap) == ["the comparison is zero, so there is no ratio"]
    assert gap.points_low > 0


def test_a_ratio_of_zero_has_no_interval():
    gap = gaps.compare([{"g": "A", "x": 0, "n": 20}, ROWS[1]], reference="B", **RATE).facet().gap("A")
    assert (gap.ratio, gap.ratio_low, gap.ratio_high) == (0, None, None)
    assert words(gap) == ["too close to zero or to 100% for an interval of the ratio"]


def test_a_mean_of_one_value_has_no_interval_and_neither_has_its_gap():
    gap = mean_gap(hours(A=[3], B=[1, 2, 4]))
    assert (gap.estimate.value, gap.estimate.low, gap.points) == (3, None, pytest.approx(3 - 7 / 3))
    assert str(gap.estimate.note) == "fewer than two values, so no interval"
    assert gap.points_low is None
    assert words(gap) == ["one of the two has fewer than two values, so no interval for the gap"]


def test_values_that_are_all_the_same_have_no_interval():
    gap = mean_gap(hours(A=[2.1] * 12, B=[1, 2, 4]))
    assert str(gap.estimate.note) == "every value is the same, so no interval"
    assert (gap.points_low, gap.ratio_low) == (None, None)
    assert words(gap) == ["every value in one of the two is the same, so no interval for the gap"]


def test_a_mean_against_zero_or_below_has_no_ratio():
    assert words(mean_gap(hours(A=[1, 2, 3], B=[-1, 0, 1]))) == [
        "the comparison is zero, so there is no ratio"
    ]
    assert words(mean_gap(hours(A=[1, 2, 3], B=[-1, -2, 1]))) == ["a ratio needs values of zero and above"]


def test_unclear_comparison_has_ratio_without_interval():
    gap = mean_gap(hours(A=[5, 6, 7], B=[-3, 0, 4]))
    assert gap.ratio == pytest.approx(18)
    assert gap.ratio_low is None
    assert words(gap) == ["too close to zero or to 100% for an interval of the ratio"]


@pytest.mark.parametrize("value", ["", "nan", float("inf"), "1e200"])
def test_a_value_that_is_not_a_number(value):
    with pytest.raises(gaps.InvalidCellError) as bad:
        gaps.compare(hours(A=[1, value]), group="g", value="hours")
    assert (bad.value.row, bad.value.column) == (2, "hours")


@pytest.mark.parametrize(
    ("moments", "part"),
    [
        ({"n": 4, "sum": 10, "sumsq": 20}, "the sum of squares 20 is smaller than 4 values"),
        ({"n": 0, "sum": 1, "sumsq": 1}, "a sum over no students is not zero"),
        ({"n": -1, "sum": 1, "sumsq": 1}, 'column "n": "-1" is below zero'),
        ({"n": 3, "sum": float("nan"), "sumsq": 1}, 'column "sum": "nan" is not a finite number'),
    ],
)
def test_moments_that_no_values_can_have(moments, part):
    with pytest.raises(gaps.InvalidInputError) as refused:
        gaps.compare_moments([{"g": "A", **moments}], group="g")
    assert part in str(refused.value)


def test_moments_of_equal_values_have_no_spread_whatever_the_rounding():
    rollup = [
        {"g": "A", "n": 3, "sum": 0.3, "sumsq": 0.030000000000000006},
        {"g": "B", "n": 30, "sum": 9.0, "sumsq": 4.0},
    ]
    gap = gaps.compare_moments(rollup, group="g", reference="B", min_n=2).facet().gap("A")
    assert str(gap.estimate.note) == "every value is the same, so no interval"
