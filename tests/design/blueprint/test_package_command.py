"""`trellis model` on the command line: a sentence for every problem, a warm line where there is none."""

import pytest
from click.testing import CliRunner
from package_copies import RIVER, change, copy

from trellis.cli import main
from trellis.design.blueprint.package import builtin_packages


def run(*words: str):
    return CliRunner().invoke(main, ["model", *words])


@pytest.mark.parametrize("slug", ["big-picture", "internationals", "new-tech"])
def test_a_clean_package_gets_one_line_and_a_zero(slug):
    result = run("check", str(builtin_packages()[slug]))
    assert result.exit_code == 0
    assert len(result.output.splitlines()) == 1
    assert "is ready to adopt" in result.output


def test_the_line_counts_what_is_in_the_package():
    assert run("check", str(RIVER)).output == (
        "River Schools 0.3.0 is ready to adopt: 3 outcomes, 1 rubric, 0 practices, 1 measure, "
        "4 parts locked by the network, 2 the school can change.\n"
    )


def test_problems_are_lines_of_file_key_reason_and_remedy_and_a_one(tmp_path):
    folder = copy(tmp_path)
    change(folder, "roles.toml", 'tie = "mentor-of"', 'tie = "mentors"')
    change(folder, "plan.toml", "minutes = 45", "minutes = 0")
    result = run("check", str(folder))
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "plan.toml: minutes: is 0; write a number that is more than 0",
        "roles.toml: mentor.tie: “mentors” is not one of the choices; did you mean “mentor-of”?",
    ]
    assert result.stderr == "2 problems to fix.\n"


@pytest.mark.parametrize("path", ["nowhere", "", "\x1b[31m", "nul\0l"])
def test_a_path_to_nothing_is_a_sentence_and_no_traceback(tmp_path, path):
    result = run("check", str(tmp_path / "no" / path))
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output


def test_the_list_names_what_schools_here_can_adopt(monkeypatch, tmp_path):
    folder = copy(tmp_path, "river-schools")
    monkeypatch.setenv("TRELLIS_MODELS", str(tmp_path))
    lines = run("list").output.splitlines()
    assert [line.split()[0] for line in lines] == [
        "big-picture",
        "internationals",
        "new-tech",
        "river-schools",
    ]
    assert "River Schools 0.3.0: 3 outcomes" in lines[-1]
    change(folder, "package.toml", 'version = "0.3.0"', 'version = "3"')
    assert "1 problem to fix. Run: trellis model check" in run("list").output.splitlines()[-1]
