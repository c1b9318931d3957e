"""The checker finds what is wrong with groups, and knows nothing of how they were formed."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from trellis.engines import grouping
from trellis.engines.grouping import (
    FaultKind,
    GroupingFault,
    GroupSpec,
    LanguageRule,
    RuleViolation,
    Student,
    find_faults,
    form_groups,
)

ROWS = [Student(f"s{n}", {"grade": "9" if n < 3 else "10"}, ("es" if n % 2 else "ar",)) for n in range(6)]
ROOMS = (GroupSpec("blue", 2, 4), GroupSpec("red", 2, 4, ("s0",)))
TOLD = form_groups(
    ROWS,
    ROOMS,
    balance=("grade",),
    together=[("s1", "s2")],
    apart=[("s3", "s4")],
    must_apart=[("s0", "s5")],
    rule=LanguageRule.PARTNER,
    seed=1,
    previous={"s1": "blue"},
)


def with_groups(blue, red):
    groups = {"blue": tuple(blue), "red": tuple(red)}
    return replace(TOLD, groups=groups, placed={who: key for key, some in groups.items() for who in some})


def find_fault_kinds(assignment, rooms=ROOMS):
    return {fault.what for fault in find_faults(ROWS, rooms, assignment)}


def test_groups_as_they_were_formed_have_no_fault():
    assert find_faults(ROWS, ROOMS, TOLD) == []


def test_somebody_left_out_twice_or_unknown():
    assert GroupingFault(FaultKind.LEFT_OUT, ("s5",)) in find_faults(
        ROWS, ROOMS, with_groups(["s1", "s2"], ["s0", "s3", "s4"])
    )
    assert GroupingFault(FaultKind.TWICE, ("s1",)) in find_faults(
        ROWS, ROOMS, with_groups(["s1", "s2", "s5"], ["s0", "s1", "s3", "s4"])
    )
    assert GroupingFault(FaultKind.UNKNOWN, ("charlie",)) in find_faults(
        ROWS, ROOMS, with_groups(["s1", "s2", "s5", "charlie"], ["s0", "s3", "s4"])
    )


def test_a_group_too_small_and_groups_that_could_be_closer_in_size():
    assert find_fault_kinds(with_groups(["s5"], ["s0", "s1", "s2", "s3", "s4"])) >= {
        FaultKind.SIZE,
        FaultKind.UNEVEN,
    }
    assignment = with_groups(["s4", "s5"], ["s0", "s1", "s2", "s3"])
    assert GroupingFault(FaultKind.UNEVEN, ("red", "blue")) in find_faults(ROWS, ROOMS, assignment)


def test_a_hand_that_was_not_honored_and_two_together_who_must_not():
    assert GroupingFault(FaultKind.FIXED, ("s0", "red")) in find_faults(
        ROWS, ROOMS, with_groups(["s0", "s2", "s4"], ["s1", "s3", "s5"])
    )
    assert GroupingFault(FaultKind.TOGETHER_WHO_MUST_NOT, ("s0", "s5")) in find_faults(
        ROWS, ROOMS, with_groups(["s1", "s2", "s3"], ["s0", "s4", "s5"])
    )


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"spread": ()}, FaultKind.SPREAD),
        ({"together_unmet": (("s1", "s2"), ("s0", "s1"))}, FaultKind.TOGETHER),
        ({"apart_unmet": (("s3", "s4"), ("s0", "s1"))}, FaultKind.APART),
        ({"rule_unmet": (RuleViolation("red", ("s0", "s1")),)}, FaultKind.RULE),
        ({"moved": ("s2",)}, FaultKind.MOVED),
        ({"cost": 99}, FaultKind.COST),
        ({"bound": 99}, FaultKind.BOUND),
    ],
)
def test_anything_told_otherwise_than_it_is(change, wrong):
    assert wrong in find_fault_kinds(replace(TOLD, **change))


def test_a_count_that_is_one_off():
    level = TOLD.spread[0]
    share = replace(level.shares[0], count=level.shares[0].count + 1)
    assignment = replace(TOLD, spread=(replace(level, shares=(share, *level.shares[1:])), *TOLD.spread[1:]))
    assert find_faults(ROWS, ROOMS, assignment) == [
        GroupingFault(FaultKind.SPREAD, (level.trait, level.level))
    ]


def test_the_checker_shares_nothing_with_what_forms_groups():
    source = Path(grouping.__file__).with_name("checking.py").read_text(encoding="utf-8")
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if not isinstance(node, ast.If)]  # types, which no run imports
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom | ast.Import)]
    assert all(isinstance(node, ast.ImportFrom) and node.level == 0 for node in imported)
    assert {getattr(node, "module", None) for node in imported} == {
        "__future__",
        "collections",
        "collections.abc",
        "dataclasses",
        "enum",
        "fractions",
        "math",
        "typing",
    }
