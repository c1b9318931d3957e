"""Groups are proposed, changed by hand, and stand once somebody adopts them; each is a small picture of the school."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from learning.teams.people import (
    TEXT,
    adopt,
    classmates,
    delicate,
    draft_groups,
    go,
    groups,
    members,
    seats,
    teams_of,
    where,
)
from trellis.core.community.models import Demographics, Group, Person, Role, Tie
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.models import Act
from trellis.learning.teams import draft_adoption, draft_context, group_drafts, pair_requests, presenters
from trellis.learning.teams.models import DraftGroupAdult, DraftSeat, GroupDraft, PairRequest
from world import Side, make_side, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    side = make_world().home
    for model in (PairRequest, GroupDraft):
        model.objects.unscoped(TEXT).all().delete()
    side.pupils = classmates(side, 22, side.rows["Advisory"])
    return side


def pair_request(side: Side, draft: Person, other: Person, kind: str) -> PairRequest:
    return pair_requests.save_pair_request(side.school, draft, other, kind, side.noor.pk)


def test_principal_builds_teams_and_sees_the_balance(home):
    sent = {"kind": "team", "title": "Next year", "count": "3", "balance": ["grade", "language"]}
    go(home, "ines", "group-drafts", home.school.pk, 302, **sent)
    draft = GroupDraft.objects.unscoped(TEXT).get()
    assert sorted(Counter(seat.number for seat in seats(draft).values()).values()) == [8, 8, 8]
    shown = go(home, "ines", "group-draft", draft.pk)
    assert (
        "The groups are as balanced as possible, and every request is met. There is no better mix." in shown
    )
    assert "Student07 Of Harbor" in shown
    assert "Team 1 has 8 students. Teams where everyone knows each other have 75 to 100." in shown
    assert not groups("team")


def test_the_principal_finds_every_team_s_page_from_there(home):
    assert f"/teams/{home.rows['Team'].pk}/" in go(home, "ines", "group-drafts", home.school.pk)


def test_pressing_propose_twice_makes_one_draft(home):
    assert teams_of(home).pk == teams_of(home).pk


def test_whom_somebody_put_in_a_group_stays_there_and_others_fill_up(home):
    draft, amina = teams_of(home), home.amina
    other = where(draft, amina) % 3 + 1
    seat = seats(draft)[amina.pk]
    go(home, "ines", "group-draft", draft.pk, 302, do="move", seat=seat.pk, group=other)
    go(home, "ines", "group-draft", draft.pk, 302, do="propose", count="3", balance=["grade"])
    assert where(draft, amina) == other
    assert sorted(Counter(each.number for each in seats(draft).values()).values()) == [8, 8, 8]
    assert "1 student is locked" in go(home, "ines", "group-draft", draft.pk)
    go(home, "ines", "group-draft", draft.pk, 302, do="free", seat="all")
    assert not any(each.fixed for each in seats(draft).values())


def test_a_hand_edit_into_a_group_that_is_gone_holds_no_more(home):
    draft = teams_of(home)
    group_drafts.move_student(seats(draft)[home.amina.pk], 3, home.ines.pk)
    group_drafts.propose_groups(draft, 2, "", [], home.ines.pk)
    assert where(draft, home.amina) in (1, 2)
    assert not seats(draft)[home.amina.pk].fixed
    assert len(draft_groups(draft)) == 2


@pytest.mark.parametrize("count", ["0", "-1", "many", "101", "25", "9" * 40, ""])
def test_impossible_group_count_is_refused_and_text_stays(home, count):
    sent = {"kind": "team", "title": "Of next year", "count": count}
    assert "Of next year" in go(home, "ines", "group-drafts", home.school.pk, 422, **sent)
    assert not GroupDraft.objects.unscoped(TEXT).exists()


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"kind": "class"}, "teams, strands or advisories"),
        ({"kind": "work"}, "teams, strands or advisories"),
        ({"title": " \x00 "}, "Enter a name so you can find it later."),
        ({"title": "a" * 121}, "This is too long. The limit is 120 characters."),
        ({"source": "nobody"}, "Choose one of the groups"),
        ({"rule": "quiet"}, "Choose a home language rule from the list."),
        ({"balance": "race"}, "from the list"),
    ],
)
def test_what_cannot_be_formed_is_said_and_nothing_is_kept(home, sent, message):
    whole = {"kind": "team", "title": "Next year", "count": "2", **sent}
    assert message in go(home, "ines", "group-drafts", home.school.pk, 422, **whole)
    assert not GroupDraft.objects.unscoped(TEXT).exists()


def test_locks_that_empty_a_group_are_refused(home):
    draft = teams_of(home, 3)
    for seat in seats(draft).values():
        group_drafts.move_student(seat, 1, home.ines.pk)
    with pytest.raises(
        ActionError, match="You locked so many students in place that one group is empty\\. Unlock a few\\."
    ):
        group_drafts.propose_groups(draft, 3, "", [], home.ines.pk)
    with pytest.raises(ActionError, match="empty"):
        adopt(draft)
    assert {seat.number for seat in seats(draft).values()} == {1}
    assert "No students." in go(home, "ines", "group-draft", draft.pk)


def test_adopting_makes_groups_with_students_and_adults(home):
    draft = teams_of(home)
    first = draft_groups(draft)[0]
    sent = {"do": "name", "group": first.pk, "title": "Team Harbor", "adult": [home.tomas.pk, home.daniel.pk]}
    go(home, "ines", "group-draft", draft.pk, 302, **sent)
    go(home, "ines", "group-draft", draft.pk, 302, do="adopt")
    group = Group.objects.unscoped(TEXT).get(title="Team Harbor")
    inside = {who for who, seat in seats(draft).items() if seat.number == 1}
    assert members(group) == inside
    assert members(group, Role.TEACHER) == {home.tomas.pk, home.daniel.pk}
    assert set(Person.objects.seen_by(home.viewer("tomas")).filter(pk__in=inside)) >= {
        student for student in home.pupils if student.pk in inside
    }


def test_adopting_twice_is_once(home):
    draft = teams_of(home)
    go(home, "ines", "group-draft", draft.pk, 302, do="adopt")
    ties, acts = Tie.objects.unscoped(TEXT).count(), Group.objects.unscoped(TEXT).count()
    go(home, "ines", "group-draft", draft.pk, 302, do="adopt")
    assert (Tie.objects.unscoped(TEXT).count(), Group.objects.unscoped(TEXT).count()) == (ties, acts)
    assert len(groups("team")) == 3


def test_students_leave_the_team_they_were_in_and_keep_their_class(home):
    assert home.amina.pk in members(home.rows["Team"])
    adopt(teams_of(home))
    assert home.amina.pk not in members(home.rows["Team"])
    assert home.amina.pk in members(home.rows["Class"])
    assert sum(home.amina.pk in members(group) for group in groups("team")) == 1


def test_an_advisory_takes_the_place_of_another_only_where_somebody_says_so(home):
    draft = teams_of(home, 2, kind="advisory", title="Advisories")
    assert "Check the box to confirm that the new advisories replace those." in go(
        home, "noor", "group-draft", draft.pk, 422, do="adopt"
    )
    assert home.amina.pk in members(home.rows["Advisory"])
    assert not groups("advisory")
    name = {"do": "name", "group": draft_groups(draft)[0].pk, "title": "Advisory A", "adult": home.daniel.pk}
    go(home, "noor", "group-draft", draft.pk, 302, **name)
    go(home, "noor", "group-draft", draft.pk, 302, do="adopt", replace="on")
    assert members(home.rows["Advisory"]) == set()
    assert [len(members(group)) for group in groups("advisory")] == [12, 12]
    assert members(Group.objects.unscoped(TEXT).get(title="Advisory A"), Role.ADVISOR) == {home.daniel.pk}


def test_who_came_since_is_told_and_adopting_waits_for_them(home):
    draft = teams_of(home)
    [new] = classmates(home, 1)
    assert "1 new student has no group yet" in go(home, "ines", "group-draft", draft.pk)
    assert "has no group yet" in go(home, "ines", "group-draft", draft.pk, 422, do="adopt")
    group_drafts.propose_groups(draft, 3, "", [], home.ines.pk)
    adopt(draft)
    assert sum(new.pk in members(group) for group in groups("team")) == 1


def test_who_left_has_no_seat_and_gets_no_group(home):
    draft, gone = teams_of(home), home.pupils[0]
    Tie.objects.unscoped(TEXT).filter(person=gone).update(ends=timezone.now())
    group_drafts.propose_groups(draft, 3, "", [], home.ines.pk)
    assert gone.pk not in seats(draft)
    adopt(draft)
    assert not any(gone.pk in members(group) for group in groups("team"))


def test_who_came_back_is_seated_anew_and_no_longer_by_hand(home):
    draft, back = teams_of(home), home.pupils[0]
    group_drafts.move_student(seats(draft)[back.pk], 2, home.ines.pk)
    ties = Tie.objects.unscoped(TEXT).filter(person=back, to_school=home.school)
    ties.update(ends=timezone.now() - timedelta(minutes=1))
    group_drafts.propose_groups(draft, 3, "", [], home.ines.pk)
    ties.update(ends=None)
    group_drafts.propose_groups(draft, 3, "", [], home.ines.pk)
    assert not seats(draft)[back.pk].fixed


def test_a_request_is_met_and_said_beside_the_name(home):
    draft, (first, second) = teams_of(home), home.pupils[:2]
    sent = {"do": "pair", "first": second.pk, "second": first.pk, "kind": "together"}
    for _press in range(2):
        go(home, "ines", "group-draft", draft.pk, 302, **sent)
    assert PairRequest.objects.unscoped(TEXT).count() == 1
    group_drafts.propose_groups(draft, 3, "", [], home.ines.pk)
    assert where(draft, first) == where(draft, second)
    assert f"With {second.name}, as requested." in go(home, "ines", "group-draft", draft.pk)


def test_the_last_request_of_a_pair_holds_and_can_be_taken_back_and_said_again(home):
    first, second = home.pupils[:2]
    pair_request(home, first, second, "together")
    last_request = pair_request(home, second, first, "apart")
    assert PairRequest.objects.unscoped(TEXT).get().kind == "apart"
    pair_requests.remove_pair_request(last_request, home.noor.pk)
    assert not PairRequest.objects.seen_by(home.viewer("noor")).exists()
    pair_request(home, first, second, "apart")
    assert PairRequest.objects.seen_by(home.viewer("noor")).count() == 1


def test_requests_that_are_not_met_are_told_and_why(home):
    draft, (first, second, third) = teams_of(home), home.pupils[:3]
    pair_request(home, first, second, "together")
    pair_request(home, first, third, "apart")
    for who, draft_group in ((first, 1), (second, 2), (third, 1)):
        group_drafts.move_student(seats(draft)[who.pk], draft_group, home.ines.pk)
    group_drafts.propose_groups(draft, 3, "", ["grade"], home.ines.pk)
    shown = go(home, "ines", "group-draft", draft.pk)
    assert f"{first.name} and {second.name} are not together: both are locked in their groups." in shown
    assert f"{first.name} and {third.name} are not apart: both are locked in their groups." in shown
    assert f"Not with {second.name}, although that was requested." in shown
    assert "No better mix is possible with these students, requests and locks." in shown


def test_a_request_that_came_after_the_groups_stood_is_not_held_against_them(home):
    draft, first = teams_of(home), home.pupils[0]
    adopt(draft)
    other = next(each for each in home.pupils if where(draft, each) != where(draft, first))
    pair_request(home, first, other, "together")
    assert "not together" not in go(home, "ines", "group-draft", draft.pk)


def test_a_request_for_a_stranger_for_nobody_or_for_oneself_is_refused(home):
    draft, amina = teams_of(home), home.amina
    for sent in (
        {"first": amina.pk, "second": amina.pk, "kind": "together"},
        {"first": amina.pk, "second": home.daniel.pk, "kind": "together"},
        {"first": amina.pk, "second": "x", "kind": "together"},
        {"first": amina.pk, "second": home.bea.pk, "kind": "near"},
        {"first": "", "second": "", "kind": "apart"},
    ):
        go(home, "ines", "group-draft", draft.pk, 422, do="pair", **sent)
    assert not PairRequest.objects.unscoped(TEXT).exists()


def test_no_reason_of_a_request_has_a_place():
    assert {field.name for field in PairRequest._meta.fields} == {
        *(
            "sourced_id",
            "created",
            "modified",
            "deleted_at",
            "revision",
            "school",
            "first",
            "second",
            "kind",
            "by",
        )
    }


def test_a_pair_stands_once_in_the_database_whichever_is_named_first(home):
    first, second = sorted(home.pupils[:2], key=lambda student: student.pk)
    for pair in ((second, first), (first, first)):
        with pytest.raises(IntegrityError), transaction.atomic():
            PairRequest.objects.create(school=home.school, first=pair[0], second=pair[1], kind="apart")


def test_work_groups_come_from_a_group_in_the_database_too(home):
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupDraft.objects.create(school=home.school, kind="work", title="x", count=2)


def test_what_is_delicate_is_counted_and_stands_beside_no_name(home):
    delicate(home.pupils)
    draft = teams_of(home, 2, balance=["grade", "learner", "interrupted", "band", "english"])
    presentation = presenters.present_draft(home.viewer("ines"), draft)
    sentences = {
        each for draft_group in presentation.groups for row in draft_group.rows for each in row.reasons
    }
    told_of = {re.sub(r"with .*|: .*", "", each) for each in sentences}
    assert told_of == {"Grade 9", "Grade 10", "Shares a home language "}
    tables = {table.trait: table for table in presentation.tables}
    # Amina is known to learn English too, and of Bea nobody knows
    assert tables["learner"].rows == (("English learner", ("6", "6")),)
    assert tables["interrupted"].rows == (("Interrupted schooling", ("3", "3")),)


def test_fewer_than_three_of_what_is_delicate_are_not_shown(home):
    delicate(home.pupils[:4])
    Demographics.objects.unscoped(TEXT).filter(student=home.amina).delete()
    presentation = presenters.present_draft(
        home.viewer("ines"), teams_of(home, 2, balance=["learner", "interrupted"])
    )
    assert [table.rows[0][1] for table in presentation.tables] == [("few", "few"), ("few", "few")]


def test_what_is_not_known_of_everybody_is_named(home):
    delicate(home.pupils)
    shown = go(home, "ines", "group-draft", teams_of(home, 2, balance=["language", "learner"]).pk)
    assert "Missing for some students: English learner. They are placed without it." in shown


def test_partner_rule_gives_everyone_a_partner(home):
    draft = teams_of(home, 4, rule="partner", balance=["grade", "language"])
    presentation = presenters.present_draft(home.viewer("ines"), draft)
    assert [table.trait for table in presentation.tables] == ["grade"]
    languages = {each.pk: each.home_languages[0] for each in home.pupils}
    by_group = Counter((seat.number, languages.get(who)) for who, seat in seats(draft).items())
    assert all(
        by_group[seat.number, languages[who]] > 1 for who, seat in seats(draft).items() if who in languages
    )
    assert not presentation.unmet


def test_put_aside_it_is_seen_no_more_and_once_adopted_it_cannot_be(home):
    draft = teams_of(home)
    go(home, "ines", "group-draft", draft.pk, 302, do="discard")
    go(home, "ines", "group-draft", draft.pk, 404)
    for verb in (lambda: adopt(draft), lambda: group_drafts.propose_groups(draft, 2, "", [], home.ines.pk)):
        with pytest.raises(ActionError, match="This draft was discarded\\. Start a new one\\."):
            verb()
    two = teams_of(home, title="Again")
    adopt(two)
    go(home, "ines", "group-draft", two.pk, 422, do="discard")
    go(home, "ines", "group-draft", two.pk, 422, do="propose", count="2")
    go(home, "ines", "group-draft", two.pk, 422, do="move", seat=seats(two)[home.amina.pk].pk, group="1")


def test_strands_are_drafted_inside_every_team(home):
    draft = teams_of(home, 2)
    group_drafts.name_group(draft_groups(draft)[0], "Team Harbor", [home.tomas], home.ines.pk)
    go(home, "ines", "group-draft", draft.pk, 422, do="inside", kind="strand", count="2")
    adopt(draft)
    for _press in range(2):
        go(home, "ines", "group-draft", draft.pk, 302, do="inside", kind="strand", count="2")
    strand_drafts = list(GroupDraft.objects.unscoped(TEXT).filter(kind="strand").order_by("title"))
    assert [(each.source.title, len(seats(each))) for each in map(refreshed, strand_drafts)] == [
        ("Team 2", 12),
        ("Team Harbor", 12),
    ]
    adopt(strand_drafts[1])
    assert all(members(group, Role.TEACHER) == {home.tomas.pk} for group in groups("strand"))
    assert "Strand 1 has 6 students. Most strands have 20 to 25." in go(
        home, "ines", "group-draft", strand_drafts[0].pk
    )


def test_leaving_a_team_keeps_the_advisory(home):
    adopt(teams_of(home, 2))
    team = groups("team")[0]
    for kind in ("strand", "advisory"):
        adopt(teams_of(home, 1, kind=kind, title="Inside", source=team), replace=True)
    [strand] = groups("strand")
    adopt(teams_of(home, 2, kind="work", title="Water", source=strand))
    inside = members(strand)
    assert inside
    adopt(teams_of(home, 3, title="Of next year"))
    assert members(strand) == set()
    assert not groups("work")
    assert members(groups("advisory")[0]) == inside


def refreshed(draft: GroupDraft) -> GroupDraft:
    return GroupDraft.objects.unscoped(TEXT).select_related("source").get(pk=draft.pk)


def test_an_adult_who_is_not_of_the_school_is_refused(home):
    draft = teams_of(home)
    sent = {"do": "name", "group": draft_groups(draft)[0].pk, "title": "x", "adult": home.imani.pk}
    go(home, "ines", "group-draft", draft.pk, 422, **sent)
    assert not DraftGroupAdult.objects.unscoped(TEXT).exists()


@pytest.mark.parametrize("do", ["move", "name", "no-longer", "free"])
@pytest.mark.parametrize("row", ["", "nothing", "00000000-0000-0000-0000-000000000000"])
def test_a_row_that_is_none_is_not_found(home, do, row):
    sent = {"do": do, "seat": row, "group": row, "pair": row, "title": "x"}
    go(home, "ines", "group-draft", teams_of(home).pk, 404, **sent)


@pytest.mark.parametrize("group", ["0", "4", "-1", "one", "9" * 30])
def test_a_group_that_is_none_is_refused(home, group):
    draft = teams_of(home)
    before = where(draft, home.amina)
    go(
        home,
        "ines",
        "group-draft",
        draft.pk,
        422,
        do="move",
        seat=seats(draft)[home.amina.pk].pk,
        group=group,
    )
    assert where(draft, home.amina) == before


def test_a_seat_of_another_draft_cannot_be_moved_from_here(home):
    draft, two = teams_of(home), teams_of(home, title="Another")
    go(home, "ines", "group-draft", draft.pk, 404, do="move", seat=seats(two)[home.amina.pk].pk, group="1")


def test_everything_hangs_on_one_act_of_whoever_pressed(home):
    draft = teams_of(home)
    go(home, "ines", "group-draft", draft.pk, 302, do="adopt")
    assert Act.objects.unscoped(TEXT).filter(verb="adopt groups", person_id=home.ines.pk).count() == 1


def test_when_something_breaks_in_the_middle_no_group_stands(home, monkeypatch):
    draft, stand = teams_of(home), draft_adoption._create_group
    monkeypatch.setattr(
        draft_adoption,
        "_create_group",
        lambda draft, draft_group, *rest: stand(draft, draft_group, *rest) or 1 / 0,
    )
    with pytest.raises(ZeroDivisionError):
        adopt(draft)
    assert not groups("team")
    assert home.amina.pk in members(home.rows["Team"])
    assert DraftSeat.objects.unscoped(TEXT).filter(draft=draft).count() == 24


def test_charlie_and_those_who_do_not_form_groups_find_nothing(home):
    other = make_side("Lakeside")
    draft = teams_of(home)
    go(other, "ines", "group-draft", draft.pk, 404)
    go(other, "ines", "group-drafts", home.school.pk, 404)
    go(other, "ines", "group-draft", draft.pk, 404, do="adopt")
    for who in ("amina", "carmen", "rosa", "tomas", "daniel", "kofi", "imani"):
        go(home, who, "group-draft", draft.pk, 404)
        go(home, who, "group-draft", draft.pk, 404, do="adopt")
    assert not groups("team")


def test_of_many_groups_one_at_a_time_is_open_for_changes(home, monkeypatch):
    monkeypatch.setattr(draft_context, "MANY_GROUPS", 2)
    draft = teams_of(home)
    closed = go(home, "ines", "group-draft", draft.pk)
    assert closed.count("Reasons and changes") == 3
    assert "Move and lock" not in closed
    assert "Save request" not in closed
    opened = go(home, "ines", "group-draft", draft.pk, query="?group=2&request=new")
    assert opened.count("Reasons and changes") == 2
    assert opened.count("Move and lock") == 1
    assert "Save request" in opened


def test_the_balance_has_a_row_for_each_group(home):
    draft = teams_of(home)
    presentation = presenters.present_draft(Viewer.of(home.ines), draft)
    rows = presentation.rows_by_group
    assert [title for title, _cells in rows] == list(presentation.tables[0].columns)
    columns = [cells for table in presentation.tables for _level, cells in table.rows]
    assert [tuple(cells[n] for _title, cells in rows) for n in range(len(columns))] == columns
