"""Groups as teachers know them: newcomers, partners, friends, a hand that holds, a school that grows by one."""

from random import Random

import pytest

from trellis.engines.grouping import (
    GroupSpec,
    LanguageRule,
    RuleViolation,
    Student,
    StudentGroups,
    Weights,
    even_groups,
    explain,
    explain_all,
    find_faults,
    form_groups,
    form_school,
)


def newcomers(*languages):
    """One student for each, s1, s2, ..."""
    return [Student(f"s{n}", {}, (language,)) for n, language in enumerate(languages, 1)]


def speaking(assignment, group):
    rows = {student.key: student for student in assignment.question.students}
    return sorted(rows[key].languages[0] for key in assignment.members(group))


def test_six_newcomers_share_only_english_in_threes():
    rows = newcomers("es", "es", "es", "ar", "fr", "fr")
    assignment = form_groups(rows, even_groups(2, 6), rule=LanguageRule.ENGLISH_SHARED, seed="2027")
    assert assignment.proven
    assert assignment.rule_unmet == ()
    assert all(len(set(speaking(assignment, group))) > 1 for group in assignment.groups)


def test_six_with_partners_sit_with_their_language():
    rows = newcomers("es", "es", "es", "ar", "fr", "fr")
    assignment = form_groups(rows, even_groups(2, 6), rule=LanguageRule.PARTNER, seed="2027")
    assert assignment.proven
    assert sorted(speaking(assignment, group) for group in assignment.groups) == [
        ["ar", "fr", "fr"],
        ["es", "es", "es"],
    ]
    assert assignment.rule_unmet == ()


def test_all_spanish_groups_cannot_share_only_english():
    assignment = form_groups(
        newcomers("es", "es", "es", "es"), even_groups(2, 4), rule=LanguageRule.ENGLISH_SHARED, seed=1
    )
    assert {unmet.language for unmet in assignment.rule_unmet} == {"es"}
    assert [unmet.group for unmet in assignment.rule_unmet] == ["group 1", "group 2"]
    assert assignment.cost == assignment.bound == 2 * Weights().rule


def test_a_single_student_of_another_language_frees_one_group_of_two():
    assignment = form_groups(
        newcomers("es", "es", "es", "ar"), even_groups(2, 4), rule=LanguageRule.ENGLISH_SHARED, seed=1
    )
    assert len(assignment.rule_unmet) == 1
    assert assignment.proven


def test_two_languages_that_a_whole_group_shares_count_twice():
    rows = [Student(key, {}, ("es", "quc", "en")) for key in ("amina", "bao")]
    assignment = form_groups(rows, even_groups(1, 2), rule=LanguageRule.ENGLISH_SHARED, seed=1)
    assert assignment.rule_unmet == (
        RuleViolation("group 1", ("amina", "bao"), "es"),
        RuleViolation("group 1", ("amina", "bao"), "quc"),
    )


def test_english_is_never_a_home_language_that_counts():
    rows = [Student("amina", {}, ("EN",)), Student("bao", {}, ("en-US", "English"))]
    assert form_groups(rows, even_groups(1, 2), rule=LanguageRule.ENGLISH_SHARED, seed=1).rule_unmet == ()
    assert form_groups(rows, even_groups(2, 2), rule=LanguageRule.PARTNER, seed=1).rule_unmet == ()


def test_a_second_language_makes_a_partner():
    rows = [
        Student("amina", {}, ("wo", "fr")),
        Student("bao", {}, ("fr",)),
        Student("carla", {}, ("es",)),
        Student("diego", {}, ("es", "quc")),
    ]
    assignment = form_groups(rows, even_groups(2, 4), rule=LanguageRule.PARTNER, seed=3)
    assert sorted(assignment.groups.values()) == [("amina", "bao"), ("carla", "diego")]
    assert explain(assignment, "amina").partners == ("bao",)
    assert explain(assignment, "amina").rule_met is True


def test_locked_apart_partners_are_named():
    rows = newcomers("es", "es", "ar", "ar")
    rooms = (GroupSpec("red", 2, 2, ("s1",)), GroupSpec("blue", 2, 2, ("s2",)))
    assignment = form_groups(rows, rooms, rule=LanguageRule.PARTNER, seed=1)
    assert {"s1", "s2"} <= {who for unmet in assignment.rule_unmet for who in unmet.students}
    assert assignment.bound >= 2 * Weights().rule


def test_friends_sit_together_and_those_who_would_rather_not_sit_apart():
    rows = [Student(key) for key in ("amina", "bao", "carla", "diego")]
    assignment = form_groups(
        rows,
        even_groups(2, 4),
        together=[("diego", "amina")],
        apart=[("amina", "bao"), ("bao", "amina")],
        seed=1,
    )
    assert assignment.of("amina") == assignment.of("diego") != assignment.of("bao")
    assert (assignment.together_unmet, assignment.apart_unmet, assignment.cost, assignment.proven) == (
        (),
        (),
        0,
        True,
    )


def test_a_wish_that_a_hand_prevents_is_told_and_part_of_the_bound():
    rows = [Student(key) for key in ("amina", "bao", "carla", "diego")]
    rooms = (GroupSpec("red", 2, 2, ("amina", "bao")), GroupSpec("blue", 2, 2, ("carla",)))
    assignment = form_groups(rows, rooms, together=[("amina", "carla")], apart=[("amina", "bao")], seed=1)
    assert assignment.together_unmet == (("amina", "carla"),)
    assert assignment.apart_unmet == (("amina", "bao"),)
    assert assignment.cost == assignment.bound == Weights().together + Weights().apart
    because = explain(assignment, "amina")
    assert explain_all(assignment)["amina"] == because
    assert (because.is_fixed, because.together_unmet, because.apart_unmet) == (True, ("carla",), ("bao",))


def test_the_only_two_of_a_level_cost_balance():
    rows = [Student(f"s{n}", {"clubs": "chess"} if n < 2 else {}) for n in range(8)]
    assignment = form_groups(rows, even_groups(4, 8), balance=("clubs",), together=[("s0", "s1")], seed=1)
    assert assignment.cost == assignment.bound == 1
    assert assignment.together_unmet == ()


def test_eight_who_must_all_be_apart_find_eight_groups():
    rows = [Student(f"s{n:02}", {"grade": str(n % 2)}) for n in range(16)]
    must = [(f"s{a:02}", f"s{b:02}") for a in range(8) for b in range(a)]
    assignment = form_groups(rows, even_groups(8, 16), balance=("grade",), must_apart=must, seed=1, effort=0)
    assert len({assignment.of(f"s{n:02}") for n in range(8)}) == 8


def test_what_is_told_about_one_student():
    rows = [Student(key, {"grade": grade}) for key, grade in (("amina", "9"), ("bao", "9"), ("carla", "X"))]
    assignment = form_groups(
        rows, even_groups(1, 3), balance=("grade",), seed=1, previous={"amina": "group 1"}
    )
    because = explain(assignment, "amina")
    assert (because.group, because.before, because.is_fixed, because.rule_met) == (
        "group 1",
        "group 1",
        False,
        None,
    )
    (around,) = because.balanced
    assert (around.trait, around.level) == ("grade", "9")
    assert (around.share.count, around.share.floor, around.share.ceiling, around.share.off) == (2, 2, 2, 0)


def class_of(students, seed=5):
    draw = Random(seed)
    return [
        Student(
            f"s{n:03}",
            {"grade": draw.choice(("9", "10")), "sex": draw.choice("fm"), "level": draw.choice("ABCD")},
            (draw.choice(("es", "es", "ar", "fr", "en")),),
        )
        for n in range(students)
    ]


def test_when_one_student_comes_nearly_everybody_stays():
    rows = class_of(49)
    balance = ("grade", "sex", "level")
    before = form_groups(rows[:-1], even_groups(4, 48), balance=balance, seed="fall")
    after = form_groups(rows, even_groups(4, 49), balance=balance, seed="spring", previous=before.placed)
    assert len(after.moved) <= 8
    assert after.cost <= before.cost + 2
    assert find_faults(rows, even_groups(4, 49), after) == []


def test_good_groups_are_left_alone():
    rows = class_of(48)
    before = form_groups(rows, even_groups(4, 48), balance=("grade", "sex"), seed="fall")
    assert before.proven
    assert (
        form_groups(rows, even_groups(4, 48), balance=("grade", "sex"), seed=9, previous=before.placed).moved
        == ()
    )


@pytest.fixture(scope="module")
def school():
    rows = class_of(120)
    return rows, form_school(
        rows,
        teams=3,
        strands=2,
        advisories=3,
        balance=("grade", "sex", "level"),
        together=[("s001", "s002")],
        apart=[("s003", "s004")],
        must_apart=[("s005", "s006")],
        rule=LanguageRule.PARTNER,
        fixed={"team 2 advisory 1": ["s007"], "team 1": ["s008"]},
        seed="2027",
        effort=2000,
    )


def test_whole_school_has_teams_strands_and_advisories(school):
    rows, whole = school
    assert [len(part.groups) for part in whole.parts] == [3, 2, 2, 2, 3, 3, 3]
    for student in rows:
        seat = whole.of(student.key)
        assert student.key in whole.strands[seat.team].members(seat.strand)
        assert student.key in whole.advisories[seat.team].members(seat.advisory)
    assert all(find_faults(part.question.students, part.question.specs, part) == [] for part in whole.parts)
    assert whole.bound <= whole.cost == sum(part.cost for part in whole.parts)
    assert whole.proven == all(part.proven for part in whole.parts)


def test_requests_hold_at_the_level_of_teams(school):
    _, whole = school
    assert whole.of("s001") == whole.of("s002")
    assert whole.of("s003").strand != whole.of("s004").strand
    assert whole.of("s003").advisory != whole.of("s004").advisory
    assert whole.of("s005").team != whole.of("s006").team


def test_a_hand_in_an_advisory_holds_its_team_too(school):
    _, whole = school
    assert whole.of("s007").advisory == "team 2 advisory 1"
    assert whole.of("s008").team == "team 1"


def test_locks_over_a_strands_share_are_kept():
    rows = class_of(40)
    fixed_keys = [student.key for student in rows[:14]]
    whole = form_school(rows, teams=2, strands=2, seed=1, effort=50, fixed={"team 1 strand 1": fixed_keys})
    assert whole.strands["team 1"].members("team 1 strand 1") == tuple(fixed_keys)
    assert [len(part.members(group)) for part in whole.strands.values() for group in part.groups] == [
        *(14, 6),
        *(10, 10),
    ]


def test_a_school_without_strands_has_none():
    whole = form_school(class_of(12), teams=2, seed=1)
    assert whole.of("s000") == StudentGroups(whole.teams.of("s000"), None, None)


def test_a_school_formed_again_over_what_it_was_moves_nobody():
    rows = class_of(40)
    options = {"teams": 2, "strands": 2, "balance": ("grade",), "seed": 1, "effort": 400}
    whole = form_school(rows, **options)
    again = form_school(rows, **options, previous={student.key: whole.of(student.key) for student in rows})
    assert [part.moved for part in again.parts] == [()] * 3
