"""Nobody can be picked out, and no hidden group worked out from what is shown beside it."""

from hypothesis import given
from hypothesis import strategies as st

from trellis.engines import gaps
from trellis.engines.gaps.suppression import suppress

sizes_of_groups = st.lists(st.integers(0, 45), min_size=1, max_size=8)
minimums = st.integers(3, 20)


def ask(sizes, min_n=10, reference=None):
    rows = [{"group": f"G{place}", "yes": size // 3, "all": size} for place, size in enumerate(sizes)]
    comparison = gaps.compare(
        rows, group="group", numerator="yes", denominator="all", min_n=min_n, reference=reference
    )
    return comparison.facet()


def hidden(facet):
    return {gap.name: gap.hidden.code for gap in facet.gaps if gap.hidden}


def total_that_a_reader_knows(facet):
    """The total is printed, or follows from any group and everybody else."""
    if facet.total:
        return facet.total.n
    return next((g.estimate.n + g.comparison_estimate.n for g in facet.gaps if g.comparison_estimate), None)


def sizes_a_reader_can_think_of(facet, min_n):
    """For each hidden group of the reader's table, every size that fits all that is printed.

    Tries every combination by adding one group at a time; knows nothing of how groups were chosen.
    """
    shown = [gap.estimate.n for gap in facet.gaps if gap.estimate]
    pool = total_that_a_reader_knows(facet) - sum(shown)
    most = min(shown, default=pool)
    ranges = {"small": range(1, min_n), "cover": range(min_n, most + 1)}
    names = [gap.name for gap in facet.gaps if gap.hidden and gap.hidden.code != "empty"]
    codes = hidden(facet)
    fits = {}
    for name in names:
        others = {0}
        for other in names:
            if other != name:
                others = {s + size for s in others for size in ranges[codes[other]] if s + size <= pool}
        fits[name] = {size for size in ranges[codes[name]] if pool - size in others}
    return pool, fits


@given(sizes_of_groups, minimums)
def test_a_reader_who_subtracts_cannot_work_out_any_hidden_group(sizes, min_n):
    if not any(sizes):
        return
    facet = ask(sizes, min_n)
    if not hidden(facet) or total_that_a_reader_knows(facet) is None:
        return
    pool, fits = sizes_a_reader_can_think_of(facet, min_n)
    assert pool == 0 or pool >= min_n, "the hidden groups together are a group too small to show"
    for name, possible in fits.items():
        assert len(possible) > 1, f"{name} can only have {possible} students"


@given(sizes_of_groups, minimums)
def test_suppression_hides_small_groups_and_no_more(sizes, min_n):
    reasons = suppress({(f"G{i}",): size for i, size in enumerate(sizes)}, min_n).reasons
    for place, size in enumerate(sizes):
        code = reasons[(f"G{place}",)].code if (f"G{place}",) in reasons else None
        assert code == "empty" if size == 0 else code == "small" if size < min_n else code in {None, "cover"}
    assert any(0 < size < min_n for size in sizes) or "cover" not in {why.code for why in reasons.values()}


@given(sizes_of_groups.filter(lambda sizes: max(sizes) > 0))
def test_the_reference_does_not_change_what_is_hidden(sizes):
    alone = hidden(ask(sizes))
    for place in range(len(sizes)):
        assert hidden(ask(sizes, reference=f"G{place}")) == alone


@given(sizes_of_groups.filter(lambda sizes: max(sizes) > 0))
def test_a_hidden_group_carries_its_name_and_reason_and_not_one_number(sizes):
    for gap in ask(sizes).gaps:
        if gap.hidden:
            numbers = (gap.estimate, gap.comparison_estimate, gap.points, gap.points_low, gap.ratio, gap.z)
            assert set(numbers) == {None}
            assert gap.name
            assert not gap.notes


def test_one_small_group_takes_the_next_smallest_with_it_in_words():
    facet = ask([7, 300, 40, 90])
    assert str(facet.gap("G0").hidden) == "fewer than 10 students"
    assert str(facet.gap("G2").hidden) == "hidden so that a smaller group cannot be worked out"
    assert set(hidden(facet)) == {"G0", "G2"}


def test_two_small_groups_cover_each_other():
    assert set(hidden(ask([7, 6, 40, 90]))) == {"G0", "G1"}


def test_two_small_groups_that_are_too_few_together_take_a_third():
    assert hidden(ask([2, 3, 40, 90])) == {"G0": "small", "G1": "small", "G2": "cover"}


def test_two_groups_of_nine_would_add_up_to_eighteen_and_so_take_a_third():
    assert hidden(ask([9, 9, 40, 90])) == {"G0": "small", "G1": "small", "G2": "cover"}


def test_a_cover_of_exactly_the_minimum_takes_another_of_that_size_with_it():
    # Had the second 10 stayed, who knows the rule would know the cover: between 10 and 10.
    assert set(hidden(ask([4, 10, 10, 60]))) == {"G0", "G1", "G2"}


def test_an_empty_group_covers_nobody():
    assert hidden(ask([0, 4, 30, 60])) == {"G0": "empty", "G1": "small", "G2": "cover"}


def test_two_groups_are_hidden_together():
    facet = ask([4, 90])
    assert hidden(facet) == {"G0": "small", "G1": "cover"}
    assert facet.total.n == 94


def test_the_total_is_hidden_too_where_it_would_give_the_only_group_away():
    assert ask([4]).total is None
    assert ask([4, 0]).total is None
    assert ask([9, 9]).total is None


def test_a_tie_is_settled_by_name_so_that_every_page_hides_the_same():
    assert hidden(ask([5, 30, 30, 30])) == hidden(ask([5, 30, 30, 30], reference="G3"))
    assert set(hidden(ask([5, 30, 30, 30]))) == {"G0", "G1"}
