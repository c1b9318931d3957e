"""portfolio.toml: what does not hold together is said, at its place; a model without one stays what it was."""

import pytest
from package_copies import RIVER, change, copy

from trellis.design.blueprint.package import Package, builtin_packages, package_problems, read_package
from trellis.design.blueprint.package.texts import translatable_texts

WRONG = [
    (
        'rubric = "social-research"',
        'rubric = "socal-research"',
        "tasks.social-research-paper.rubric",
        "not a rubric",
    ),
    (
        'oral_rubric = "defense"',
        'oral_rubric = "defence"',
        "tasks.literature-essay.oral_rubric",
        "not a rubric",
    ),
    ('shown = "portfolio"', 'shown = "protfolio"', "tasks.semester-portfolio.shown", "not a kind"),
    ('rubric = "social-research"\n', "", "tasks.social-research-paper", "no rubric and no outcomes"),
    (
        'rubric = "social-research"',
        'outcomes = ["social-reserch"]',
        "tasks.social-research-paper.outcomes",
        "not an outcome",
    ),
    ("external = 1", "external = 3", "tasks.literature-essay.external", "is 3"),
    ("external = 1", "external = 1\nreaders = 3", "tasks.literature-essay.readers", "is 3"),
    ("passes = 2", "passes = 5", "tasks.semester-portfolio.passes", "too many for the 4 levels"),
    ("passes = 2", "passes = 2\nthird_when = 4", "tasks.semester-portfolio.third_when", "too many for the 4"),
    ('when = "semester"', 'when = "term"', "tasks.semester-portfolio.when", "not one of the choices"),
    ('parts = ["written"]', 'parts = ["written", "written"]', "tasks.semester-portfolio.parts", "2 times"),
    ('parts = ["written"]', 'parts = ["sung"]', "tasks.semester-portfolio.parts", "not one of the choices"),
    ('grades = ["09"', 'grades = ["9"', "tasks.semester-portfolio.grades", "not a grade"),
    ('key = "literature-essay"', 'key = "semester-portfolio"', "tasks", "2 times"),
]


@pytest.mark.parametrize(("old", "new", "at", "reason"), WRONG)
def test_what_does_not_hold_together_is_said_at_its_place(tmp_path, old, new, at, reason):
    folder = copy(tmp_path, "internationals")
    change(folder, "portfolio.toml", old, new)
    reported_problems = package_problems(folder)
    assert any(
        problem.file == "portfolio.toml" and problem.key.startswith(at) and reason in problem.reason
        for problem in reported_problems
    ), reported_problems


def test_a_task_may_be_read_on_every_row_of_an_outcome(tmp_path):
    folder = copy(tmp_path, "internationals")
    change(folder, "portfolio.toml", 'rubric = "social-research"', 'outcomes = ["social-research"]')
    assert package_problems(folder) == []


def test_model_without_portfolios_keeps_its_fingerprint():
    body = read_package(RIVER).model_dump(mode="json")
    before = Package.model_validate(body).fingerprint
    del body["portfolio"]
    assert Package.model_validate(body).fingerprint == before
    assert before.startswith("41bdcc948bb1")  # as it was before there were portfolios


def test_its_sentences_go_to_translators():
    package = read_package(builtin_packages()["internationals"])
    assert {task.ask for task in package.portfolio.tasks} <= set(translatable_texts(package))


def test_internationals_have_a_task_a_semester_and_four():
    tasks = read_package(builtin_packages()["internationals"]).portfolio.tasks
    assert [task.when for task in tasks] == ["semester", *["graduation"] * 4]
    assert all(task.parts == ("written", "oral") and task.external == 1 for task in tasks[1:])
