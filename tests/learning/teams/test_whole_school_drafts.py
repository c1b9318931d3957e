"""A whole school in one go: teams, strands and advisories are proposed together, moved by hand, and stand together."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from learning.teams.people import TEXT, classmates, go, groups, members, places, seats, where
from trellis.core.community.models import Group, Person, Role, Tie
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.models import Act
from trellis.learning.teams import adopting, forming, levels, presenters, school_forming, wishes
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
    return again(school_forming.begin_school_forming(side.school, title, counts, rule, BALANCE, side.ines.pk))


def again(proposal: GroupDraft) -> GroupDraft:
    return GroupDraft.objects.unscoped(TEXT).select_related("within").get(pk=proposal.pk)


def propose(proposal: GroupDraft, counts=(2, 2, 3), rule="") -> GroupDraft:
    school_forming.propose_school(proposal, counts, rule, BALANCE, proposal.made_by_id)
    return again(proposal)


def inside(proposal: GroupDraft, team: int, kind: str) -> GroupDraft:
    return next(
        each
        for each in school_forming.inner_formings(proposal)
        if (each.within.number, each.kind) == (team, kind)
    )


def sits(proposal: GroupDraft, student: Person) -> tuple[int, int, int]:
    """The team, strand and advisory of a student, each by number; whoever sits in two is found out."""
    team = where(proposal, student)
    inner_seats = [(each, seats(each).get(student.pk)) for each in school_forming.inner_formings(proposal)]
    rows = {each.kind: seat.number for each, seat in inner_seats if seat and each.within.number == team}
    assert sum(seat is not None for _each, seat in inner_seats) == 2
    return team, rows["strand"], rows["advisory"]


def put(proposal: GroupDraft, student: Person, into: GroupDraft, number: int) -> None:
    school_forming.move_student(seats(proposal)[student.pk], places(into)[number - 1], proposal.made_by_id)


def leave_school(person: Person) -> None:
    ends = timezone.now() - timedelta(seconds=1)
    Tie.objects.unscoped(TEXT).filter(person=person).update(ends=ends, starts=ends)


def refusal(proposal: GroupDraft, message: str, **more) -> None:
    with pytest.raises(ActionError, match=message):
        propose(proposal, **more)


def test_principal_drafts_the_whole_school(home):
    sent = {"do": "whole", "title": "Next year", "count": "2", "strands": "2", "advisories": "3"}
    go(home, "ines", "formings", home.school.pk, 302, **sent, balance=BALANCE)
    proposal = GroupDraft.objects.unscoped(TEXT).get(within=None)
    for student in (*home.pupils, home.amina, home.bea):
        sits(proposal, student)
    assert [len(seats(each)) for each in school_forming.inner_formings(proposal)] == [12] * 4
    assert [
        sorted(Counter(s.number for s in seats(each).values()).values())
        for each in school_forming.inner_formings(proposal)
    ] == [
        [6, 6],
        [4, 4, 4],
        [6, 6],
        [4, 4, 4],
    ]
    shown = go(home, "ines", "forming", proposal.pk)
    for title in ("Team 2", "Team 1 · Strand 2", "Team 2 · Advisory 3", "Team 1 · strands"):
        assert title in shown
    assert not groups("team")
    assert shown.count("Student07 Of Harbor") >= 3


def test_numbers_that_make_sense_are_there_already(home):
    assert [school_forming.suggest_counts(n) for n in (0, 1, 24, 88, 430)] == [
        (1, 1, 1),
        (1, 1, 1),
        (1, 1, 2),
        (1, 4, 5),
        (5, 4, 5),
    ]
    page = go(home, "ines", "formings", home.school.pk)
    assert "for 24 students" in page


def test_levels_open_alone_and_are_adopted_together(home):
    proposal = school_of(home)
    strands = inside(proposal, 1, "strand")
    page = go(home, "ines", "forming", strands.pk)
    assert "Team 1 · strands" in page
    assert "Adopt these groups" not in page
    for do in ("adopt", "propose", "discard", "inside"):
        go(home, "ines", "forming", strands.pk, 404, do=do, count="2")
    with pytest.raises(ActionError, match="Adopt them first"):
        adopting.adopt(strands, True, home.ines.pk)


def test_only_the_whole_is_listed_among_proposals(home):
    proposal = school_of(home)
    page = go(home, "ines", "formings", home.school.pk)
    assert page.count("/forming/") - page.count(f"/forming/{proposal.pk}/") <= page.count("/schools/")
    assert all(f"/forming/{each.pk}/" not in page for each in school_forming.inner_formings(proposal))


def test_moving_teams_moves_the_strand_too(home):
    proposal, student = school_of(home), home.pupils[0]
    other = 3 - where(proposal, student)
    go(
        home,
        "ines",
        "forming",
        proposal.pk,
        302,
        do="move",
        seat=seats(proposal)[student.pk].pk,
        place=places(proposal)[other - 1].pk,
    )
    assert sits(proposal, student)[0] == other
    propose(proposal)
    assert sits(proposal, student)[0] == other
    assert "1 student is locked" in go(home, "ines", "forming", proposal.pk)


def test_moving_strands_moves_the_team_too(home):
    proposal, student = school_of(home), home.pupils[3]
    other = 3 - where(proposal, student)
    put(proposal, student, inside(proposal, other, "strand"), 2)
    assert sits(proposal, student)[:2] == (other, 2)
    propose(proposal)
    assert sits(proposal, student)[:2] == (other, 2)
    put(proposal, student, inside(proposal, other, "advisory"), 3)
    propose(proposal, counts=(2, 2, 4))
    assert sits(proposal, student) == (other, 2, 3)


def test_whoever_is_moved_on_the_page_of_a_team_s_strands_stays_too(home):
    proposal, student = school_of(home), home.pupils[5]
    team, strand, _advisory = sits(proposal, student)
    strands = inside(proposal, team, "strand")
    sent = {"do": "move", "seat": seats(strands)[student.pk].pk, "place": 3 - strand}
    go(home, "ines", "forming", strands.pk, 302, **sent)
    propose(proposal)
    assert sits(proposal, student)[:2] == (team, 3 - strand)


def test_a_hand_edit_from_one_strand_does_not_follow_into_another_team(home):
    proposal, student = school_of(home), home.pupils[0]
    team = where(proposal, student)
    put(proposal, student, inside(proposal, team, "strand"), 1)
    put(proposal, student, proposal, 3 - team)
    propose(proposal)
    assert sits(proposal, student)[0] == 3 - team


def test_who_is_held_no_longer_is_free_at_every_level(home):
    proposal, student = school_of(home), home.pupils[0]
    put(proposal, student, inside(proposal, 2, "strand"), 1)
    go(home, "ines", "forming", proposal.pk, 302, do="free", seat=seats(proposal)[student.pk].pk)
    everywhere = DraftSeat.objects.unscoped(TEXT).filter(fixed=True, deleted_at=None)
    assert not everywhere.exists()


def test_many_held_in_one_strand_are_all_kept_there(home):
    proposal = school_of(home)
    for student in home.pupils[:9]:
        put(proposal, student, inside(proposal, 1, "strand"), 1)
    propose(proposal)
    assert {sits(proposal, student)[:2] for student in home.pupils[:9]} == {(1, 1)}
    assert set(Counter(seat.number for seat in seats(inside(proposal, 1, "strand")).values())) == {1, 2}


def test_school_locks_that_empty_a_group_are_refused(home):
    proposal = school_of(home)
    for student in home.pupils:
        put(proposal, student, inside(proposal, 1, "strand"), 1)
    before = {student.pk: sits(proposal, student) for student in home.pupils}
    refusal(proposal, "You locked so many students in place that one group is empty\\. Unlock a few\\.")
    assert before == {student.pk: sits(proposal, student) for student in home.pupils}
    with pytest.raises(ActionError, match="empty"):
        school_forming.adopt(proposal, True, home.ines.pk)
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
    page = go(home, "ines", "formings", home.school.pk, 422, **{**base, **sent})
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
    proposal = school_of(home, (1, 1, 1))
    assert sits(proposal, home.pupils[0]) == (1, 1, 1)
    go(home, "ines", "forming", proposal.pk)
    assert school_forming.adopt(proposal, True, home.ines.pk) == 3


def test_unmet_requests_are_named_by_level(home):
    first, second, third = home.pupils[:3]
    wishes.save_wish(home.school, first, second, "together", home.noor.pk)
    wishes.save_wish(home.school, first, third, "apart", home.noor.pk)
    proposal = school_of(home)
    assert sits(proposal, first) == sits(proposal, second)
    for student in (first, third):
        put(proposal, student, inside(proposal, 1, "strand"), 1)
    put(proposal, second, proposal, 2)
    propose(proposal)
    presentation = presenters.present_proposal(home.viewer("ines"), proposal)
    unmet = dict(levels.present_school(home.viewer("ines"), proposal, presentation).unmet)
    assert [sentence for sentence in unmet["teams"] if "not together" in sentence]
    assert [sentence for sentence in unmet["Team 1 · strands"] if "not apart" in sentence]
    assert not [sentence for sentence in unmet["teams"] if "not apart" in sentence]


def test_wishes_that_contradict_each_other_are_told_and_stop_nothing(home):
    first, second, third = home.pupils[:3]
    for student, other, kind in (
        (first, second, "together"),
        (second, third, "together"),
        (first, third, "apart"),
    ):
        wishes.save_wish(home.school, student, other, kind, home.noor.pk)
    proposal = school_of(home, rule="partner")
    assert "What could not be met" in go(home, "ines", "forming", proposal.pk)


@pytest.mark.parametrize("rule", ["partner", "english"])
def test_either_rule_about_home_languages_holds_inside(home, rule):
    proposal = school_of(home, rule=rule)
    presentation = presenters.present_proposal(home.viewer("ines"), proposal)
    assert levels.present_school(home.viewer("ines"), proposal, presentation).teams[0].inner
    for strands in school_forming.inner_formings(proposal):
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
    proposal = school_of(home)
    first = places(proposal)[0]
    assert "8 teams and advisories have no adults yet" in go(home, "ines", "forming", proposal.pk)
    sent = {"do": "name", "place": first.pk, "title": "Team Harbor", "adult": [home.tomas.pk]}
    go(home, "ines", "forming", proposal.pk, 302, **sent)
    shown = go(home, "ines", "forming", proposal.pk)
    assert "Most teams have 4 to 6 teachers" in shown
    assert "7 teams and advisories have no adults yet" in shown
    go(home, "ines", "forming", proposal.pk, 302, do="adopt", replace="on")
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
    proposal = school_of(home)
    assert school_forming.adopt(proposal, True, home.ines.pk) == 2 + 4 + 6
    assert school_forming.adopt(proposal, True, home.ines.pk) == 0
    assert len(groups("strand")) == 4
    page = go(home, "ines", "forming", proposal.pk)
    assert "Adopt these groups" not in page
    assert "Move and lock" not in page


def test_adopting_needs_a_yes_to_replace_advisories(home):
    proposal = school_of(home)
    assert "Check the box to confirm that the new advisory replaces it." in go(
        home, "ines", "forming", proposal.pk, 422, do="adopt"
    )
    assert not groups("team")
    assert home.amina.pk in members(home.rows["Team"])


def test_when_something_breaks_at_the_last_level_nothing_stands(home, monkeypatch):
    proposal, adopt = school_of(home), adopting.adopt
    monkeypatch.setattr(
        adopting,
        "adopt",
        lambda proposal, *rest: 1 / 0 if proposal.kind == "advisory" else adopt(proposal, *rest),
    )
    with pytest.raises(ZeroDivisionError):
        school_forming.adopt(proposal, True, home.ines.pk)
    assert not groups("team")
    assert not groups("strand")
    assert not again(proposal).adopted_at


def test_leavers_are_dropped_and_new_students_awaited(home):
    proposal, gone = school_of(home), home.pupils[0]
    leave_school(gone)
    assert "1 student has left" in go(home, "ines", "forming", proposal.pk)
    [new] = classmates(home, 1)
    go(home, "ines", "forming", proposal.pk, 422, do="adopt", replace="on")
    propose(proposal)
    sits(proposal, new)
    school_forming.adopt(proposal, True, home.ines.pk)
    for kind in ("team", "strand", "advisory"):
        assert sum(new.pk in members(group) for group in groups(kind)) == 1
        assert not any(gone.pk in members(group) for group in groups(kind))


def test_a_strand_that_everybody_left_keeps_all_of_it_from_standing(home):
    proposal = school_of(home)
    strands = inside(proposal, 2, "strand")
    for who, seat in seats(strands).items():
        if seat.number == 1:
            leave_school(Person.objects.unscoped(TEXT).get(pk=who))
    assert "empty" in go(home, "ines", "forming", proposal.pk, 422, do="adopt", replace="on")
    assert not groups("team")


def test_fewer_teams_and_no_strands_leave_nothing_behind(home):
    proposal = school_of(home, (3, 2, 2))
    proposal = propose(proposal, (2, 0, 3))
    assert [(each.within.number, each.kind) for each in school_forming.inner_formings(proposal)] == [
        (1, "advisory"),
        (2, "advisory"),
    ]
    assert school_forming.adopt(proposal, True, home.ines.pk) == 2 + 6


def test_pressing_twice_makes_one_school_draft(home):
    proposal = school_of(home)
    assert school_of(home).pk == proposal.pk
    go(home, "ines", "forming", proposal.pk, 302, do="discard")
    for each in school_forming.inner_formings(proposal) or [proposal]:
        go(home, "ines", "forming", each.pk, 404)


def test_teams_alone_of_the_same_name_are_a_proposal_of_their_own(home):
    proposal = school_of(home)
    other = forming.begin_forming(home.school, "team", "Next year", None, 2, "", BALANCE, home.ines.pk)
    assert proposal.pk != other.pk
    assert len(school_forming.inner_formings(proposal)) == 4


def test_nothing_moves_while_a_draft_is_built(home):
    proposal = school_of(home)
    GroupDraft.objects.unscoped(TEXT).filter(pk=proposal.pk).update(proposing_since=timezone.now())
    page = go(home, "ines", "forming", proposal.pk)
    assert "Building a draft" in page
    assert 'http-equiv="refresh"' in page
    go(home, "ines", "forming", proposal.pk, 422, do="adopt", replace="on")
    refusal(proposal, "right now")
    with pytest.raises(ActionError, match="right now"):
        put(proposal, home.amina, proposal, 1)
    strands = inside(proposal, 1, "strand")
    with pytest.raises(ActionError, match="right now"):
        forming.move_student(next(iter(seats(strands).values())), 1, home.ines.pk)
    ago = timezone.now() - forming.PROPOSING_TIMEOUT
    GroupDraft.objects.unscoped(TEXT).filter(pk=proposal.pk).update(proposing_since=ago)
    assert propose(proposal).proposing_since is None


def test_background_failure_is_shown_and_can_be_retried(home, monkeypatch):
    proposal = school_of(home)
    with monkeypatch.context() as broken:
        broken.setattr(school_forming, "find_seats", lambda *some: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            propose(proposal, (3, 1, 1))
    assert again(proposal).count == 2
    assert "Something went wrong. Nothing was changed. Try again." in go(home, "ines", "forming", proposal.pk)
    assert propose(proposal, (3, 1, 1)).refused == ""


def test_nobody_else_proposes_or_sees_a_school(home):
    proposal = school_of(home)
    other = make_side("Lakeside")
    strands = inside(proposal, 1, "strand")
    for side, who in ((other, "ines"), (home, "tomas"), (home, "daniel"), (home, "amina"), (home, "carmen")):
        go(side, who, "forming", proposal.pk, 404, do="adopt", replace="on")
        go(side, who, "forming", strands.pk, 404)
    place = places(school_of(other, (1, 1, 1)))[0]
    go(
        home,
        "ines",
        "forming",
        proposal.pk,
        404,
        do="move",
        seat=seats(proposal)[home.amina.pk].pk,
        place=place.pk,
    )
