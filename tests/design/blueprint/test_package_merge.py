"""A school's package and the network's new version become one, and nothing that either changed is lost."""

from random import Random

import pytest
from package_copies import RIVER
from random_edits import edited

from trellis.design.blueprint.package import (
    InvalidPackageError,
    LockedPartError,
    Package,
    adapt_package,
    builtin_packages,
    read_package,
)
from trellis.design.blueprint.package.diff import (
    ORDER,
    adaptation_between,
    package_diff,
    tree_adaptation,
    tree_diff,
)
from trellis.design.blueprint.package.locks import merge_packages
from trellis.design.blueprint.package.merge import Conflict, merge_trees
from trellis.design.blueprint.package.tree import MISSING, is_same, named_entries, value_at

CASES = 1000  # of ten edits: ten thousand edits


@pytest.fixture(scope="module")
def trees() -> list[dict]:
    """A small model whole, and the parts of a large one that schools change most."""
    large = read_package(builtin_packages()["big-picture"]).tree
    return [
        read_package(RIVER).tree,
        {name: large[name] for name in ("plan", "exhibition", "calendar", "roles")},
    ]


@pytest.fixture(scope="module")
def package() -> Package:
    return read_package(builtin_packages()["big-picture"])


def _changed(package: Package, part: str, **values: object) -> Package:
    body = package.model_dump(mode="json")
    body[part] |= values
    return Package.model_validate(body)


def test_where_one_side_changed_nothing_the_other_side_stands(trees):
    random = Random(1)
    for _ in range(CASES):
        base = random.choice(trees)
        other = edited(base, random)
        assert merge_trees(base, base, other) == (other, ())
        assert merge_trees(base, other, base) == (other, ())


def test_no_change_of_either_side_is_dropped_silently(trees):
    random = Random(2)
    for _ in range(CASES // 2):
        base = random.choice(trees)
        ours, theirs = edited(base, random), edited(base, random)
        merged, conflicts = merge_trees(base, ours, theirs)
        for side in (ours, theirs):
            for change in tree_diff(base, side):
                assert _is_kept(change, merged, side) or _is_reported(change.path, conflicts), change


def _is_kept(change, merged, side) -> bool:
    if change.path[-1] == ORDER:
        at = change.path[:-1]
        left = named_entries(value_at(merged, at)) or {}
        old, new = ([n for n in names if n in left] for names in (change.before, change.after))
        if [n for n in old if n in new] == [n for n in new if n in old]:
            return True  # what this side moved was removed by the other
        return not any(c.path == change.path for c in tree_diff(value_at(side, at), value_at(merged, at), at))
    if change.kind == "added" and value_at(merged, change.path) is not MISSING:
        return True  # both sides added it; what differs inside is reported there
    return is_same(value_at(merged, change.path), change.after)


def _is_reported(path, conflicts: tuple[Conflict, ...]) -> bool:
    return any(path[: len(each.path)] == each.path or each.path[: len(path)] == path for each in conflicts)


def test_two_changes_of_different_lines_fit_together(package):
    ours = adapt_package(package, {"calendar.week.internship_days": ["wed"]})
    body = package.model_dump(mode="json")
    body["calendar"]["cycles"]["weeks"] = 8
    merge = merge_packages(package, ours, Package.model_validate(body))
    assert merge.conflicts == merge.locked == ()
    assert value_at(merge.tree, ("calendar", "week", "internship_days")) == ["wed"]
    assert value_at(merge.tree, ("calendar", "cycles", "weeks")) == 8


def test_two_changes_of_one_line_are_a_conflict_and_the_school_is_preferred(package):
    ours = adapt_package(package, {"calendar.cycles.weeks": 12})
    body = package.model_dump(mode="json")
    body["calendar"]["cycles"]["weeks"] = 8
    theirs = Package.model_validate(body)
    merge = merge_packages(package, ours, theirs)
    old = package.calendar.cycles.weeks
    assert merge.conflicts == (Conflict(("calendar", "cycles", "weeks"), old, 12, 8),)
    assert value_at(merge.tree, ("calendar", "cycles", "weeks")) == 12
    taken = merge_packages(package, ours, theirs, lambda conflict: conflict.theirs)
    assert value_at(taken.tree, ("calendar", "cycles", "weeks")) == 8


def test_what_the_network_locks_is_as_the_network_has_it(package):
    ours = adapt_package(package, {"calendar.cycles.weeks": 12})
    body = package.model_dump(mode="json")
    body["calendar"]["cycles"] |= {"hold": "held"}
    merge = merge_packages(package, ours, Package.model_validate(body))
    assert value_at(merge.tree, ("calendar", "cycles", "weeks")) == package.calendar.cycles.weeks
    assert [(lock.path, lock.ours) for lock in merge.locked] == [(("calendar", "cycles", "weeks"), 12)]


def test_what_a_school_has_changed_can_be_said_as_its_changes(package):
    changes = {
        "calendar.week.internship_days": ["wed"],
        "words.terms.term": {"one": "trimester", "other": "trimesters"},
    }
    ours = adapt_package(package, changes)
    assert adapt_package(package, adaptation_between(package, ours)) == ours
    assert {change.part for change in package_diff(package, ours)} == {"calendar", "words"}


def test_a_schools_changes_survive_three_versions(package):
    """Each version changes other lines; what the school has changed is still said, line by line, of the third."""
    ours = adapt_package(package, {"calendar.cycles.weeks": 12, "calendar.week.internship_days": ["wed"]})
    base = package
    for minutes in (51, 52, 53):
        body = base.model_dump(mode="json")
        body["plan"]["minutes"] = minutes
        new = Package.model_validate(body)
        merge = merge_packages(base, ours, new)
        ours = Package.model_validate({**new.model_dump(mode="json"), **merge.tree})
        base = new
    assert adaptation_between(base, ours) == {
        "calendar.cycles.weeks": 12,
        "calendar.week.internship_days": ["wed"],
    }
    assert ours.plan
    assert ours.plan.minutes == 53


def test_what_comes_out_of_a_merge_is_a_change_that_the_school_may_make(package):
    """Whatever the network locks, unlocks and rewrites, the merged package is its package with a school's changes."""
    random = Random(3)
    tried = 0
    for _ in range(150):
        ours, theirs = _adapted(package, random), _new_version(package, random)
        if ours is None or theirs is None:
            continue
        merge = merge_packages(package, ours, theirs)
        changes = tree_adaptation(theirs.tree, merge.tree)
        try:
            adapted = adapt_package(theirs, changes)
        except InvalidPackageError:
            continue  # a school's entry refers to what the network has removed: said on the page
        tried += 1
        assert is_same(adapted.tree, merge.tree)
    assert tried > 50


def _adapted(package: Package, random: Random) -> Package | None:
    changes = {
        "calendar.cycles.weeks": random.randint(1, 20),
        "calendar.week.internship_days": random.sample(["mon", "tue", "wed"], 2),
        "words.terms.term": {"one": "trimester", "other": "trimesters"},
        f"review.rows.{random.choice(package.review.rows).key}": None,
        "internship.weeks": random.randint(1, 20),
    }
    chosen = dict(random.sample(sorted(changes.items()), 3))
    try:
        return adapt_package(package, chosen)
    except (InvalidPackageError, LockedPartError):
        return None


def _new_version(package: Package, random: Random) -> Package | None:
    body = package.model_dump(mode="json")
    for part in random.sample(["calendar", "review", "words", "internship", "plan"], 2):
        body[part]["hold"] = random.choice(["held", "local"])
    body["calendar"]["cycles"]["weeks"] = random.randint(1, 20)
    rows = body["review"]["rows"]
    rows.insert(0, rows.pop(random.randrange(len(rows))))
    rows[0]["question"] = "Who decides?"
    rows[-1]["hold"] = random.choice(["held", "local", None])
    return Package.model_validate(body)
