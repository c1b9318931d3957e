"""A whole school in one go: teams, strands and advisories are proposed together, moved by hand, and stand together."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from learning.teams.people import TEXT, classmates, draft_groups, go, groups, members, seats, where
from trellis.core.community.models import Group, Person, Role, Tie
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.models import Act
from trellis.learning.teams import (
    draft_adoption,
    group_drafts,
    levels,
    pair_requests,
    presenters,
    school_drafts,
)
from trellis.learning.teams.models import DraftSeat, GroupDraft, PairRequest
from world import Side, make_side, make_world

pytestmark = pytest.mark.django_db
BALANCE = ["grade", "language"]


@pytest.fixture
def home() -> Side:
    side = make_world().home
    for model in (PairRequest, GroupDraft):
        model.objects.unscoped(TEXT).all().delete()
    side.pupils = classmates(side, 22)
    return side


def school_of(side: Side, counts=(2, 2, 3), rule="", title="Next year") -> GroupDraft:
    return again(school_drafts.begin_school_draft(side.school, title, counts, rule, BALANCE, side.ines.pk))


def again(draft: GroupDraft) -> GroupDraft:
    return GroupDraft.objects.unscoped(TEXT).select_related("within").get(pk=draft.pk)


def propose(draft: GroupDraft, counts=(2, 2, 3), rule="") -> GroupDraft:
    school_drafts.propose_school(draft, counts, rule, BALANCE, draft.made_by_id)
    return again(draft)


def inside(draft: GroupDraft, team: int, kind: str) -> GroupDraft:
    return next(
        each for each in school_drafts.inner_drafts(draft) if (each.within.number, each.kind) == (team, kind)
    )


def sits(draft: GroupDraft, student: Person) -> tuple[int, int, int]:
    """The team, strand and advisory of a student, each by number; whoever sits in two is found out."""
    team = where(draft, student)
    inner_seats = [(each, seats(each).get(student.pk)) for each in school_drafts.inner_drafts(draft)]
    rows = {each.kind: seat.number for each, seat in inner_seats if seat and each.within.number == team}
    assert sum(seat is not None for _each, seat in inner_seats) == 2
    return team, rows["strand"], rows["advisory"]


def put(draft: GroupDraft, student: Person, into: GroupDraft, number: int) -> None:
    school_drafts.move_student(seats(draft)[student.pk], draft_groups(into)[number - 1], draft.made_by_id)


def leave_school(person: Person) -> None:
    ends = timezone.now() - timedelta(seconds=1)
    Tie.objects.unscoped(TEXT).filter(person=person).update(ends=ends, starts=ends)


def refusal(draft: GroupDraft, message: str, **more) -> None:
    with pytest.raises(ActionError, match=message):
        propose(draft, **more)


def test_principal_drafts_the_whole_school(home):
    sent = {"do": "whole", "title": "Next year", "count": "2", "strands": "2", "advisories": "3"}
    go(home, "ines", "group-drafts", home.school.pk, 302, **sent, balance=BALANCE)
    draft = GroupDraft.objects.unscoped(TEXT).get(within=None)
    for student in (*home.pupils, home.amina, home.bea):
        sits(draft, student)
    assert [len(seats(each)) for each in school_drafts.inner_drafts(draft)] == [12] * 4
    assert [
        sorted(Counter(s.number for s in seats(each).values()).values())
        for each in school_drafts.inner_drafts(draft)
    ] == [
        [6, 6],
        [4, 4, 4],
        [6, 6],
        [4, 4, 4],
    ]
    shown = go(home, "ines", "group-draft", draft.pk)
    for title in ("Team 2", "Team 1 · Strand 2", "Team 2 · Advisory 3", "Team 1 · strands"):
        assert title in shown
    assert not groups("team")
    assert shown.count("Student07 Of Harbor") >= 3


def test_numbers_that_make_sense_are_there_already(home):
    assert [school_drafts.suggest_counts(n) for n in (0, 1, 24, 88, 430)] == [
        (1, 1, 1),
        (1, 1, 1),
        (1, 1, 2),
        (1, 4, 5),
        (5, 4, 5),
    ]
    page = go(home, "ines", "group-drafts", home.school.pk)
    assert "for 24 students" in page


def test_levels_open_alone_and_are_adopted_together(home):
    draft = school_of(home)
    strands = inside(draft, 1, "strand")
    page = go(home, "ines", "group-draft", strands.pk)
    assert "Team 1 · strands" in page
    assert "Adopt these groups" not in page
    for do in ("adopt", "propose", "discard", "inside"):
        go(home, "ines", "group-draft", strands.pk, 404, do=do, count="2")
    with pytest.raises(ActionError, match="Adopt them first"):
        draft_adoption.adopt(strands, True, home.ines.pk)


def test_only_the_whole_is_listed_among_drafts(home):
    draft = school_of(home)
    page = go(home, "ines", "group-drafts", home.school.pk)
    assert page.count("/forming/") - page.count(f"/forming/{draft.pk}/") <= page.count("/schools/")
    assert all(f"/forming/{each.pk}/" not in page for each in school_drafts.inner_drafts(draft))


def test_moving_teams_moves_the_strand_too(home):
    draft, student = school_of(home), home.pupils[0]
    other = 3 - where(draft, student)
    go(
        home,
        "ines",
        "group-draft",
        draft.pk,
        302,
        do="move",
        seat=seats(draft)[student.pk].pk,
        group=draft_groups(draft)[other - 1].pk,
    )
    assert sits(draft, student)[0] == other
    propose(draft)
    assert sits(draft, student)[0] == other
    assert "1 student is locked" in go(home, "ines", "group-draft", draft.pk)


def test_moving_strands_moves_the_team_too(home):
    draft, student = school_of(home), home.pupils[3]
    other = 3 - where(draft, student)
    put(draft, student, inside(draft, other, "strand"), 2)
    assert sits(draft, student)[:2] == (other, 2)
    propose(draft)
    assert sits(draft, student)[:2] == (other, 2)
    put(draft, student, inside(draft, other, "advisory"), 3)
    propose(draft, counts=(2, 2, 4))
    assert sits(draft, student) == (other, 2, 3)


def test_whoever_is_moved_on_the_page_of_a_team_s_strands_stays_too(home):
    draft, student = school_of(home), home.pupils[5]
    team, strand, _advisory = sits(draft, student)
    strands = inside(draft, team, "strand")
    sent = {"do": "move", "seat": seats(strands)[student.pk].pk, "group": 3 - strand}
    go(home, "ines", "group-draft", strands.pk, 302, **sent)
    propose(draft)
    assert sits(draft, student)[:2] == (team, 3 - strand)


def test_a_hand_edit_from_one_strand_does_not_follow_into_another_team(home):
    draft, student = school_of(home), home.pupils[0]
    team = where(draft, student)
    put(draft, student, inside(draft, team, "strand"), 1)
    put(draft, student, draft, 3 - team)
    propose(draft)
    assert sits(draft, student)[0] == 3 - team


def test_who_is_held_no_longer_is_free_at_every_level(home):
    draft, student = school_of(home), home.pupils[0]
    put(draft, student, inside(draft, 2, "strand"), 1)
    go(home, "ines", "group-draft", draft.pk, 302, do="free", seat=seats(draft)[student.pk].pk)
    everywhere = DraftSeat.objects.unscoped(TEXT).filter(fixed=True, deleted_at=None)
    assert not everywhere.exists()


def test_many_held_in_one_strand_are_all_kept_there(home):
    draft = school_of(home)
    for student in home.pupils[:9]:
        put(draft, student, inside(draft, 1, "strand"), 1)
    propose(draft)
    assert {sits(draft, student)[:2] for student in home.pupils[:9]} == {(1, 1)}
    assert set(Counter(seat.number for seat in seats(inside(draft, 1, "strand")).values())) == {1, 2}


def test_school_locks_that_empty_a_group_are_refused(home):
    draft = school_of(home)
    for student in home.pupils:
        put(draft, student, inside(draft, 1, "strand"), 1)
    before = {student.pk: sits(draft, student) for student in home.pupils}
    refusal(draft, "You locked so many students in place that one group is empty\\. Unlock a few\\.")
    assert before == {student.pk: sits(draft, student) for student in home.pupils}
    with pytest.raises(ActionError, match="empty"):
        school_drafts.adopt(draft, True, home.ines.pk)
    assert not groups("team")
    assert not groups("strand")


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"count": "0"}, "Number of groups"),
        ({"count": "25"}, "24 students"),
        ({"count": "12", "strands": "3"}, "24 students"),
        (
            {"strands": "0", "advisories": "0"},
            "Enter the number of strands and advisories in each team, from 0 to",
        ),
        ({"strands": "21"}, "Enter the number of strands and advisories in each team, from 0 to"),
        ({"title": ""}, "Enter a name so you can find it later."),
        ({"balance": "race"}, "from the list"),
        ({"rule": "quiet"}, "Choose a home language rule from the list."),
    ],
)
def test_impossible_school_draft_keeps_the_typed_text(home, sent, message):
    base = {"do": "whole", "title": "Of next year", "count": "2", "strands": "2", "advisories": "2"}
    page = go(home, "ines", "group-drafts", home.school.pk, 422, **{**base, **sent})
    assert message in page
    assert not GroupDraft.objects.unscoped(TEXT).exists()
    if "title" not in sent:
        assert "Of next year" in page


@pytest.mark.parametrize("students", [0, 1])
def test_a_school_of_nobody_is_refused_and_one_of_one_is_a_school(home, students):
    for student in [*home.pupils, home.amina, home.bea][students:]:
        leave_school(student)
    if not students:
        with pytest.raises(ActionError, match="0 students"):
            school_of(home, (1, 1, 1))
        return
    draft = school_of(home, (1, 1, 1))
    assert sits(draft, home.pupils[0]) == (1, 1, 1)
    go(home, "ines", "group-draft", draft.pk)
    assert school_drafts.adopt(draft, True, home.ines.pk) == 3


def test_unmet_requests_are_named_by_level(home):
    first, second, third = home.pupils[:3]
    pair_requests.save_pair_request(home.school, first, second, "together", home.noor.pk)
    pair_requests.save_pair_request(home.school, first, third, "apart", home.noor.pk)
    draft = school_of(home)
    assert sits(draft, first) == sits(draft, second)
    for student in (first, third):
        put(draft, student, inside(draft, 1, "strand"), 1)
    put(draft, second, draft, 2)
    propose(draft)
    presentation = presenters.present_draft(home.viewer("ines"), draft)
    unmet = dict(levels.present_school(home.viewer("ines"), draft, presentation).unmet)
    assert [sentence for sentence in unmet["teams"] if "not together" in sentence]
    assert [sentence for sentence in unmet["Team 1 · strands"] if "not apart" in sentence]
    assert not [sentence for sentence in unmet["teams"] if "not apart" in sentence]


def test_requests_that_contradict_each_other_are_told_and_stop_nothing(home):
    first, second, third = home.pupils[:3]
    for student, other, kind in (
        (first, second, "together"),
        (second, third, "together"),
        (first, third, "apart"),
    ):
        pair_requests.save_pair_request(home.school, student, other, kind, home.noor.pk)
    draft = school_of(home, rule="partner")
    assert "What could not be met" in go(home, "ines", "group-draft", draft.pk)


@pytest.mark.parametrize("rule", ["partner", "english"])
def test_either_rule_about_home_languages_holds_inside(home, rule):
    draft = school_of(home, rule=rule)
    presentation = presenters.present_draft(home.viewer("ines"), draft)
    assert levels.present_school(home.viewer("ines"), draft, presentation).teams[0].inner
    for strands in school_drafts.inner_drafts(draft):
        homes = Counter()
        for student, seat in seats(strands).items():
            homes.update((seat.number, tongue) for tongue in tongues(student))
        if rule == "english":
            sizes = Counter(seat.number for seat in seats(strands).values())
            assert all(count < sizes[number] for (number, _tongue), count in homes.items())


def tongues(student) -> list[str]:
    return [
        language
        for language in Person.objects.unscoped(TEXT).get(pk=student).home_languages
        if language != "en"
    ]


def test_it_stands_in_one_act_with_students_and_teachers_at_every_level(home):
    draft = school_of(home)
    first = draft_groups(draft)[0]
    assert "8 teams and advisories have no adults yet" in go(home, "ines", "group-draft", draft.pk)
    sent = {"do": "name", "group": first.pk, "title": "Team Harbor", "adult": [home.tomas.pk]}
    go(home, "ines", "group-draft", draft.pk, 302, **sent)
    shown = go(home, "ines", "group-draft", draft.pk)
    assert "Most teams have 4 to 6 teachers" in shown
    assert "7 teams and advisories have no adults yet" in shown
    go(home, "ines", "group-draft", draft.pk, 302, do="adopt", replace="on")
    assert (len(groups("team")), len(groups("strand")), len(groups("advisory"))) == (2, 4, 6)
    for student in home.pupils:
        mine = {group.kind: group for group in Group.objects.unscoped(TEXT).filter(ties__person=student)}
        assert {"team", "strand", "advisory"} <= set(mine)
        assert mine["strand"].title.startswith(mine["team"].title)
    strand = next(group for group in groups("strand") if group.title.startswith("Team Harbor"))
    assert members(strand, Role.TEACHER) == {home.tomas.pk}
    assert strand.title == "Team Harbor · Strand 1"
    assert Act.objects.unscoped(TEXT).filter(verb__startswith="adopt").count() == 1


def test_adopting_twice_is_once(home):
    draft = school_of(home)
    assert school_drafts.adopt(draft, True, home.ines.pk) == 2 + 4 + 6
    assert school_drafts.adopt(draft, True, home.ines.pk) == 0
    assert len(groups("strand")) == 4
    page = go(home, "ines", "group-draft", draft.pk)
    assert "Adopt these groups" not in page
    assert "Move and lock" not in page


def test_adopting_needs_a_yes_to_replace_advisories(home):
    draft = school_of(home)
    assert "Check the box to confirm that the new advisory replaces it." in go(
        home, "ines", "group-draft", draft.pk, 422, do="adopt"
    )
    assert not groups("team")
    assert home.amina.pk in members(home.rows["Team"])


def test_when_something_breaks_at_the_last_level_nothing_stands(home, monkeypatch):
    draft, adopt = school_of(home), draft_adoption.adopt
    monkeypatch.setattr(
        draft_adoption,
        "adopt",
        lambda draft, *rest: 1 / 0 if draft.kind == "advisory" else adopt(draft, *rest),
    )
    with pytest.raises(ZeroDivisionError):
        school_drafts.adopt(draft, True, home.ines.pk)
    assert not groups("team")
    assert not groups("strand")
    assert not again(draft).adopted_at


def test_leavers_are_dropped_and_new_students_awaited(home):
    draft, gone = school_of(home), home.pupils[0]
    leave_school(gone)
    assert "1 student has left" in go(home, "ines", "group-draft", draft.pk)
    [new] = classmates(home, 1)
    go(home, "ines", "group-draft", draft.pk, 422, do="adopt", replace="on")
    propose(draft)
    sits(draft, new)
    school_drafts.adopt(draft, True, home.ines.pk)
    for kind in ("team", "strand", "advisory"):
        assert sum(new.pk in members(group) for group in groups(kind)) == 1
        assert not any(gone.pk in members(group) for group in groups(kind))


def test_a_strand_that_everybody_left_keeps_all_of_it_from_standing(home):
    draft = school_of(home)
    strands = inside(draft, 2, "strand")
    for who, seat in seats(strands).items():
        if seat.number == 1:
            leave_school(Person.objects.unscoped(TEXT).get(pk=who))
    assert "empty" in go(home, "ines", "group-draft", draft.pk, 422, do="adopt", replace="on")
    assert not groups("team")


def test_fewer_teams_and_no_strands_leave_nothing_behind(home):
    draft = school_of(home, (3, 2, 2))
    draft = propose(draft, (2, 0, 3))
    assert [(each.within.number, each.kind) for each in school_drafts.inner_drafts(draft)] == [
        (1, "advisory"),
        (2, "advisory"),
    ]
    assert school_drafts.adopt(draft, True, home.ines.pk) == 2 + 6


def test_pressing_twice_makes_one_school_draft(home):
    draft = school_of(home)
    assert school_of(home).pk == draft.pk
    go(home, "ines", "group-draft", draft.pk, 302, do="discard")
    for each in school_drafts.inner_drafts(draft) or [draft]:
        go(home, "ines", "group-draft", each.pk, 404)


def test_teams_alone_of_the_same_name_are_a_draft_of_their_own(home):
    draft = school_of(home)
    other = group_drafts.begin_draft(home.school, "team", "Next year", None, 2, "", BALANCE, home.ines.pk)
    assert draft.pk != other.pk
    assert len(school_drafts.inner_drafts(draft)) == 4


def test_nothing_moves_while_a_draft_is_built(home):
    draft = school_of(home)
    GroupDraft.objects.unscoped(TEXT).filter(pk=draft.pk).update(proposing_since=timezone.now())
    page = go(home, "ines", "group-draft", draft.pk)
    assert "Building a draft" in page
    assert 'http-equiv="refresh"' in page
    go(home, "ines", "group-draft", draft.pk, 422, do="adopt", replace="on")
    refusal(draft, "right now")
    with pytest.raises(ActionError, match="right now"):
        put(draft, home.amina, draft, 1)
    strands = inside(draft, 1, "strand")
    with pytest.raises(ActionError, match="right now"):
        group_drafts.move_student(next(iter(seats(strands).values())), 1, home.ines.pk)
    ago = timezone.now() - group_drafts.PROPOSING_TIMEOUT
    GroupDraft.objects.unscoped(TEXT).filter(pk=draft.pk).update(proposing_since=ago)
    assert propose(draft).proposing_since is None


def test_background_failure_is_shown_and_can_be_retried(home, monkeypatch):
    draft = school_of(home)
    with monkeypatch.context() as broken:
        broken.setattr(school_drafts, "find_seats", lambda *some: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            propose(draft, (3, 1, 1))
    assert again(draft).count == 2
    assert "Something went wrong. Nothing was changed. Try again." in go(
        home, "ines", "group-draft", draft.pk
    )
    assert propose(draft, (3, 1, 1)).refused == ""


def test_nobody_else_proposes_or_sees_a_school(home):
    draft = school_of(home)
    other = make_side("Lakeside")
    strands = inside(draft, 1, "strand")
    for side, who in ((other, "ines"), (home, "tomas"), (home, "daniel"), (home, "amina"), (home, "carmen")):
        go(side, who, "group-draft", draft.pk, 404, do="adopt", replace="on")
        go(side, who, "group-draft", strands.pk, 404)
    draft_group = draft_groups(school_of(other, (1, 1, 1)))[0]
    go(
        home,
        "ines",
        "group-draft",
        draft.pk,
        404,
        do="move",
        seat=seats(draft)[home.amina.pk].pk,
        group=draft_group.pk,
    )
