"""`trellis model diff` and `merge` say what differs, and what gave way."""

from click.testing import CliRunner
from package_copies import change, copy

from trellis.design.blueprint.cli import model
from trellis.design.blueprint.package import read_package


def _run(*arguments: object):
    return CliRunner().invoke(model, [str(argument) for argument in arguments])


def _three(tmp_path):
    folders = [copy(tmp_path / name, "river-schools") for name in ("base", "ours", "theirs")]
    for folder in folders:
        assert _run("check", folder).exit_code == 0
    return folders


def test_a_difference_is_one_line_with_its_place(tmp_path):
    base, ours, _theirs = _three(tmp_path)
    assert _run("diff", base, ours).output == "0 differences.\n"
    change(ours, "outcomes.toml", "See what changes", "Watch what changes")
    result = _run("diff", base, ours)
    assert result.exit_code == 0
    assert "outcomes.toml: noticing.statement: See what changes" in result.output
    assert "-> Watch what changes" in result.output


def test_changes_of_different_places_are_merged_into_a_new_folder(tmp_path):
    base, ours, theirs = _three(tmp_path)
    change(ours, "calendar.toml", "days = ", 'starts = "09:05"\ndays = ')
    change(theirs, "outcomes.toml", "See what changes", "Watch what changes")
    result = _run("merge", base, ours, theirs, "--into", tmp_path / "merged")
    assert result.exit_code == 0, result.output
    merged = read_package(tmp_path / "merged")
    assert merged.calendar.week.starts == "09:05"
    assert merged.outcomes.outcomes[0].statement.startswith("Watch what changes")
    assert _run("merge", base, ours, theirs, "--into", tmp_path / "merged").exit_code == 1


def test_two_changes_of_one_place_are_reported_and_one_stands(tmp_path):
    base, ours, theirs = _three(tmp_path)
    change(ours, "calendar.toml", "days = ", 'starts = "09:05"\ndays = ')
    change(theirs, "calendar.toml", "days = ", 'starts = "10:05"\ndays = ')
    result = _run("merge", base, ours, theirs)
    assert result.exit_code == 1
    assert "calendar.toml: week.starts: both changed it: ours 09:05, theirs 10:05" in result.output


def test_what_cannot_be_read_is_said(tmp_path):
    base, ours, _theirs = _three(tmp_path)
    change(ours, "plan.toml" if (ours / "plan.toml").exists() else "words.toml", "hold", "hodl")
    result = _run("diff", base, ours)
    assert result.exit_code == 1
    assert "trellis model check" in result.output
