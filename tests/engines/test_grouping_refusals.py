"""What cannot be grouped is refused in a sentence that says what is wrong, where, and what to do."""

from dataclasses import replace

import pytest

from trellis.engines.grouping import (
    GroupSpec,
    InvalidInputError,
    LanguageRule,
    Student,
    StudentGroups,
    Weights,
    even_groups,
    explain,
    form_groups,
    form_school,
)

AMINA, BAO, CARLA, DIEGO = (
    Student(key, {"grade": "9"}, ("es",)) for key in ("amina", "bao", "carla", "diego")
)
FOUR = (AMINA, BAO, CARLA, DIEGO)
TWO = (GroupSpec("red", 2, 2), GroupSpec("blue", 2, 2))


def refusal(students=FOUR, groups=TWO, **options):
    with pytest.raises(InvalidInputError) as refused:
        form_groups(students, groups, **{"seed": 1, **options})
    return str(refused.value)


def test_two_rows_with_one_key():
    assert refusal([*FOUR, AMINA]) == 'Two rows have the key "amina": give each student one row.'
    assert refusal(groups=[*TWO, TWO[0]]) == 'Two rows have the key "red": give each group one row.'


@pytest.mark.parametrize("key", ["", None, 7])
def test_a_row_without_a_key(key):
    assert refusal([replace(AMINA, key=key)]) == "A student has no key: give each one a text of its own."


def test_nobody_and_no_group():
    assert refusal([]) == "There is no student: give at least one."
    assert refusal(groups=[]) == "There is no group: give at least one."


def test_groups_that_cannot_hold_everybody():
    assert refusal(groups=(GroupSpec("red", 1, 3),)) == (
        "There are 4 students and room for 3: make groups larger, or add one for the others."
    )


def test_groups_that_need_more_than_there_are():
    assert refusal(groups=(GroupSpec("red", 3, 3), GroupSpec("blue", 2, 2))) == (
        "There are 4 students and the groups need 5 at least: make them smaller, or take one out."
    )


@pytest.mark.parametrize(("least", "most"), [(0, 2), (3, 2), (1.5, 2), (1, None), (True, 2)])
def test_bounds_that_are_none(least, most):
    assert refusal(groups=(GroupSpec("red", least, most),)).startswith(
        f'Group "red": {least} to {most} students; give'
    )


def test_somebody_held_in_two_groups():
    groups = (GroupSpec("red", 2, 2, ("amina",)), GroupSpec("blue", 2, 2, ("amina",)))
    assert refusal(groups=groups) == '"amina" is held in "red" and in "blue": keep one of the two.'
    groups = (GroupSpec("red", 2, 2, ("amina", "amina")), TWO[1])
    assert refusal(groups=groups) == 'Group "red" holds "amina" twice: keep one of the two.'


def test_somebody_held_who_is_not_there():
    assert refusal(groups=(GroupSpec("red", 2, 2, ("charlie",)), TWO[1])) == (
        'Group "red" holds "charlie", who is not among the students: take them out or add them.'
    )


def test_more_held_than_the_group_may_have():
    assert refusal(groups=(GroupSpec("red", 1, 2, ("amina", "bao", "carla")), GroupSpec("blue", 1, 2))) == (
        'Group "red" holds 3 students and may have 2: let some go, or make it larger.'
    )


@pytest.mark.parametrize("wish", ["together", "apart", "must_apart"])
def test_a_wish_about_somebody_who_is_not_there_or_about_oneself(wish):
    assert '"charlie" is not among the students: take the pair out.' in refusal(
        **{wish: [("amina", "charlie")]}
    )
    assert "with themselves: give two different students." in refusal(**{wish: [("amina", "amina")]})
    assert "give two keys for each pair." in refusal(**{wish: ["ab"]})


@pytest.mark.parametrize("wish", ["apart", "must_apart"])
def test_a_pair_that_is_to_be_together_and_apart(wish):
    assert refusal(together=[("amina", "bao")], **{wish: [("bao", "amina")]}) == (
        '"amina" and "bao" are to be together and to be apart: keep one of the two.'
    )


def test_two_who_must_be_apart_and_are_both_held_in_one_group():
    groups = (GroupSpec("red", 2, 2, ("amina", "bao")), TWO[1])
    assert refusal(groups=groups, must_apart=[("bao", "amina")]) == (
        '"amina" and "bao" must be apart, but both are held in "red": let one of them go.'
    )


def test_three_who_must_all_be_apart_do_not_fit_into_two_groups():
    must = [("amina", "bao"), ("bao", "carla"), ("amina", "carla")]
    assert refusal(must_apart=must) == (
        '3 pairs of students who must be apart ("amina", "bao", "carla") cannot all be kept apart in 2 groups of '
        "these sizes with these fixed members: add a group, or let a pair be a wish."
    )


def test_a_trait_that_nobody_has():
    assert refusal(balance=("grad",)) == (
        'No student has the trait "grad": fill it in, or do not balance by it.'
    )
    assert refusal(balance="grade").startswith('What to balance is "grade": give the traits as several texts')


def test_a_level_or_a_language_that_is_no_text():
    assert refusal([replace(AMINA, traits={"grade": 9})]) == (
        'Student "amina": the level of "grade" is 9; give a text.'
    )
    assert "give the languages as several texts" in refusal([replace(AMINA, languages="es")])


@pytest.mark.parametrize("weight", [-1, 101, 0.5, None, True])
def test_a_weight_that_is_none(weight):
    assert refusal(weights=Weights(apart=weight)) == (
        f'The weight "apart" is {weight}: give a whole number, 0 to 100.'
    )


@pytest.mark.parametrize("seed", [None, 1.5, True])
def test_no_seed(seed):
    assert refusal(seed=seed).startswith(f"The seed is {seed!r}: give a text or a whole number")


@pytest.mark.parametrize("effort", [-1, 2.5, True])
def test_an_effort_that_is_none(effort):
    assert refusal(effort=effort) == f"The effort is {effort}: give a whole number of rounds, 0 or more."


def test_a_rule_that_is_none():
    assert refusal(rule="partner").startswith("The language rule is 'partner': give one of NONE,")


@pytest.mark.parametrize("count", [0, -1, 2.0, True])
def test_a_number_of_groups_that_is_none(count):
    with pytest.raises(InvalidInputError, match="ask for 1 or more"):
        even_groups(count, 10)


def test_more_groups_than_students():
    with pytest.raises(InvalidInputError, match="There are 3 students for 5 groups: ask for fewer groups"):
        even_groups(5, 3)


def test_a_question_about_somebody_who_was_not_grouped():
    assignment = form_groups(FOUR, TWO, seed=1)
    for ask in (assignment.of, assignment.members, lambda key: explain(assignment, key)):
        with pytest.raises(InvalidInputError, match='"charlie"'):
            ask("charlie")


def school(**options):
    with pytest.raises(InvalidInputError) as refused:
        form_school(FOUR, **{"teams": 2, "strands": 2, "seed": 1, **options})
    return str(refused.value)


def test_lock_in_two_teams_is_refused():
    fixed = {"team 1": ["amina"], "team 2 strand 1": ["amina"]}
    assert school(fixed=fixed) == '"amina" is held in "team 1" and in "team 2": keep one of the two.'


def test_a_school_that_holds_somebody_in_a_group_that_is_not_there():
    assert 'Students are held in "team 9", which is not among the groups' in school(
        fixed={"team 9": ["amina"]}
    )


def test_a_school_with_more_strands_than_students():
    assert school(strands=3) == '"team 1" has 2 students for 3 groups: ask for fewer groups.'
    assert "The number of groups in each team (strand) is -1" in school(strands=-1)


def test_former_students_and_groups_are_skipped():
    assignment = form_groups(
        FOUR, TWO, seed=1, previous={"zoe": "red", "amina": "green"}, rule=LanguageRule.NONE
    )
    assert assignment.moved == ("amina",)
    assert (
        form_school(FOUR, teams=2, seed=1, previous={"zoe": StudentGroups("team 1", None, None)}).teams.moved
        == ()
    )
