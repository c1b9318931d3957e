"""Problems are told all at once, each where it stands, and none for another's fault."""

import json
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from package_copies import RIVER, VERSION_LINE, change, copy

from trellis.design.blueprint.package import InvalidPackageError, Problem, package_problems, read_package
from trellis.design.blueprint.package.check import validate_tables

RAW = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(RIVER.glob("*.toml"))}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def test_one_mistake_is_told_in_one_place(tmp_path):
    folder = copy(tmp_path)
    change(folder, "exhibition.toml", 'role = "guardian"', 'role = "gardian"')
    assert {(p.file, p.key) for p in package_problems(folder)} == {
        ("exhibition.toml", "kinds.cycle.panel.family.role")
    }


def test_a_wrong_entry_does_not_make_its_list_wrong_too(tmp_path):
    folder = copy(tmp_path, "river-schools")
    change(folder, "measures.toml", '"year"', '"decade"')
    assert [(p.file, p.key) for p in package_problems(folder)] == [
        ("measures.toml", "readings-per-student.period")
    ]


def test_a_broken_file_is_not_held_against_the_files_that_name_it(tmp_path):
    folder = copy(tmp_path)
    change(folder, "roles.toml", 'tie = "student-of"', 'tie = "pupil-of"')
    assert {p.file for p in package_problems(folder)} == {"roles.toml"}


def test_every_problem_is_told_at_once(tmp_path):
    folder = copy(tmp_path)
    change(folder, "roles.toml", 'tie = "mentor-of"', 'tie = "mentors"')
    change(folder, "plan.toml", "minutes = 45", "minutes = 0")
    change(folder, "credit.toml", "low = 2", "low = 3")
    assert {p.file for p in package_problems(folder)} == {"roles.toml", "plan.toml", "credit.toml"}


def test_a_part_left_out_is_missed_only_by_what_names_it(tmp_path):
    folder = copy(tmp_path)
    (folder / "exhibition.toml").unlink()
    reported_problems = package_problems(folder)
    assert {p.file for p in reported_problems} == {"calendar.toml"}
    assert all("add it there, or remove it here" in p.fix for p in reported_problems)


def test_a_bad_package_says_its_first_problem_and_how_many_more(tmp_path):
    folder = copy(tmp_path)
    change(folder, "package.toml", VERSION_LINE, 'version = "one"')
    change(folder, "plan.toml", "minutes = 45", "minutes = 0")
    with pytest.raises(InvalidPackageError, match=r"package.toml: version: .*\(and 1 more\)") as refused:
        read_package(folder)
    assert [p.file for p in refused.value.problems] == ["package.toml", "plan.toml"]


def test_a_problem_reads_as_one_line_and_moves_no_cursor():
    line = str(Problem("words.toml", "terms.\x1b[2Jx", "is odd", "look again"))
    assert line == "words.toml: terms.\\x1b[2Jx: is odd; look again"


def value_paths(table, path=()):
    """The path of every value in a table, for a test to put something else there."""
    yield path
    inner = table.items() if isinstance(table, dict) else enumerate(table) if isinstance(table, list) else ()
    for step, value in inner:
        yield from value_paths(value, (*path, step))


@settings(deadline=None, max_examples=150)
@given(st.sampled_from([p for p in value_paths(RAW) if p]), ANYTHING)
def test_whatever_is_written_where_it_does_not_belong_is_a_sentence(place, value):
    raw = json.loads(json.dumps(RAW))
    table = raw
    for step in place[:-1]:
        table = table[step]
    table[place[-1]] = value
    package, reported_problems = validate_tables(
        {name: part for name, part in raw.items() if isinstance(part, dict)}
    )
    assert package or reported_problems or len(place) == 1
    for problem in reported_problems:
        assert problem.file.endswith(".toml")
        assert all((problem.key, problem.reason, problem.fix))
        assert "\n" not in str(problem)
