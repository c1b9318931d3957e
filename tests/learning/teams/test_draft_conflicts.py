"""Ines and Noor rearrange the same draft in two tabs: neither writes over what the other did."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from tests.html import compact

from learning.teams.people import TEXT, classmates, draft_groups, go, seats, teams_of, where
from trellis.core.community.models import Person
from trellis.learning.teams import group_drafts, pair_requests, school_drafts
from trellis.learning.teams.models import DraftGroupAdult, DraftSeat, GroupDraft, PairRequest
from world import Side, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    side = make_world().home
    for model in (PairRequest, GroupDraft):
        model.objects.unscoped(TEXT).all().delete()
    side.pupils = classmates(side, 10)
    return side


def seen(row: object) -> str:
    """The row as a page shows it now."""
    row.refresh_from_db()
    return f"{row.pk}:{row.revision}"


def again(side: Side, who: str, draft: GroupDraft, html: str) -> None:
    """Press "Save my version" on a conflict page."""
    form = html.split("data-conflict")[1].split("</form>")[0]
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        fields.setdefault(name, []).append(value)
    client = Client()
    client.force_login(side.people[who].account)
    assert client.post(reverse("group-draft", args=[draft.pk]), fields).status_code == 302


def seat(draft: GroupDraft, student: Person) -> DraftSeat:
    return seats(draft)[student.pk]


def test_a_move_in_an_old_tab_shows_where_the_student_is_now_and_then_moves(home):
    draft, amina = teams_of(home), home.amina
    team_seat, first = seat(draft, amina), where(draft, amina)
    second, third = [number for number in (1, 2, 3) if number != first]
    shown = seen(team_seat)
    for _press in range(2):
        go(home, "ines", "group-draft", draft.pk, 302, do="move", seat=shown, group=second)
    html = go(home, "noor", "group-draft", draft.pk, 409, do="move", seat=shown, group=third)
    assert f"Team {second} (locked)" in html
    assert f"Team {third}" in html
    assert where(draft, amina) == second
    again(home, "noor", draft, html)
    assert where(draft, amina) == third


def test_moves_of_two_students_in_two_old_tabs_both_hold(home):
    draft = teams_of(home)
    shown = {who: seen(seat(draft, who)) for who in (home.amina, home.bea)}
    go(home, "ines", "group-draft", draft.pk, 302, do="move", seat=shown[home.amina], group=1)
    go(home, "noor", "group-draft", draft.pk, 302, do="move", seat=shown[home.bea], group=2)
    assert (where(draft, home.amina), where(draft, home.bea)) == (1, 2)


def test_move_after_a_new_draft_shows_the_current_group(home):
    draft = teams_of(home)
    shown = {who: seen(each) for who, each in seats(draft).items()}
    group_drafts.propose_groups(draft, 2, "", [], home.ines.pk)
    moved = next(each for each in seats(draft).values() if seen(each) != shown[each.student_id])
    other = 3 - moved.number
    go(home, "noor", "group-draft", draft.pk, 409, do="move", seat=shown[moved.student_id], group=other)


def test_old_tab_does_not_unlock_a_moved_student(home):
    draft, amina = teams_of(home), home.amina
    group_drafts.move_student(seat(draft, amina), 1, home.ines.pk)
    shown = seen(seat(draft, amina))
    group_drafts.move_student(seat(draft, amina), 2, home.ines.pk)
    html = go(home, "noor", "group-draft", draft.pk, 409, do="free", seat=shown)
    assert "Team 2 (locked)" in html
    assert seat(draft, amina).fixed
    again(home, "noor", draft, html)
    assert not seat(draft, amina).fixed
    go(home, "noor", "group-draft", draft.pk, 302, do="free", seat=shown)


def test_hold_nobody_frees_those_whom_the_page_showed_as_held(home):
    draft = teams_of(home)
    group_drafts.move_student(seat(draft, home.amina), 1, home.ines.pk)
    page = go(home, "noor", "group-draft", draft.pk)
    locked_seats = re.findall(r'name="locked" value="([^"]+)"', page)
    assert locked_seats == [seen(seat(draft, home.amina))]
    group_drafts.move_student(seat(draft, home.bea), 2, home.ines.pk)
    go(home, "noor", "group-draft", draft.pk, 302, do="free", seat="all", locked=locked_seats)
    assert (seat(draft, home.amina).fixed, seat(draft, home.bea).fixed) == (False, True)


def test_settings_in_an_old_tab_show_both_and_then_propose(home):
    draft = teams_of(home, 3)
    shown = seen(draft)
    sent = {"do": "propose", "revision": shown, "balance": ["grade", "language"]}
    go(home, "ines", "group-draft", draft.pk, 302, count="3", **sent)
    assert seen(draft) == shown, "proposing again with the same settings changes none"
    for _press in range(2):
        go(home, "ines", "group-draft", draft.pk, 302, count="2", **sent)
    html = go(home, "noor", "group-draft", draft.pk, 409, **{**sent, "count": "4", "balance": ["grade"]})
    for text in ("Number of groups", "Mix evenly by", "Home language", ">2<", ">4<"):
        assert text in compact(html), text
    assert GroupDraft.objects.unscoped(TEXT).get().count == 2
    again(home, "noor", draft, html)
    draft.refresh_from_db()
    assert (draft.count, draft.balance) == (4, ["grade"])


def test_same_draft_name_does_not_change_settings_unseen(home):
    draft = teams_of(home, 3)
    sent = {"kind": "team", "title": "Next year", "revision": "", "balance": ["grade", "language"]}
    go(home, "noor", "group-drafts", home.school.pk, 302, count="3", **sent)
    assert ">2<" in compact(go(home, "noor", "group-drafts", home.school.pk, 409, count="2", **sent))
    draft.refresh_from_db()
    assert draft.count == 3


def test_adults_that_somebody_chose_meanwhile_are_shown_and_not_lost(home):
    draft = teams_of(home)
    draft_group = draft_groups(draft)[0]
    sent = {"do": "name", "group": draft_group.pk, "title": draft_group.title, "revision": seen(draft_group)}
    for _press in range(2):
        go(home, "ines", "group-draft", draft.pk, 302, adult=[home.tomas.pk], **sent)
    html = go(home, "noor", "group-draft", draft.pk, 409, adult=[home.daniel.pk], **sent)
    assert home.tomas.name in html
    assert home.daniel.name in html
    adults = DraftGroupAdult.objects.unscoped(TEXT).filter(draft_group=draft_group)
    assert set(adults.values_list("person_id", flat=True)) == {home.tomas.pk}
    again(home, "noor", draft, html)
    assert set(adults.values_list("person_id", flat=True)) == {home.daniel.pk}


def test_a_new_name_and_other_adults_are_both_shown(home):
    draft = teams_of(home)
    draft_group = draft_groups(draft)[0]
    sent = {"do": "name", "group": draft_group.pk, "revision": seen(draft_group)}
    go(home, "ines", "group-draft", draft.pk, 302, title="Harbor", adult=[home.tomas.pk], **sent)
    html = go(home, "noor", "group-draft", draft.pk, 409, title="Ferry", **sent)
    for text in ("Harbor", "Ferry", home.tomas.name):
        assert text in html


def test_a_request_that_the_page_did_not_show_is_shown_before_it_is_changed(home):
    draft, amina, bea = teams_of(home), home.amina, home.bea
    sent = {"do": "pair", "first": amina.pk, "second": bea.pk, "shown": ""}
    go(home, "ines", "group-draft", draft.pk, 302, kind="together", **sent)
    go(home, "noor", "group-draft", draft.pk, 302, kind="together", **sent)
    html = go(home, "noor", "group-draft", draft.pk, 409, kind="apart", **sent)
    pair_request = PairRequest.objects.unscoped(TEXT).get()
    assert pair_request.kind == "together"
    again(home, "noor", draft, html)
    pair_request.refresh_from_db()
    assert pair_request.kind == "apart"


def test_a_request_changes_unless_someone_changed_it(home):
    draft, amina, bea = teams_of(home), home.amina, home.bea
    pair_request = pair_requests.save_pair_request(home.school, amina, bea, "together", home.noor.pk)
    old = seen(pair_request)
    assert f'name="shown" value="{old}"' in go(home, "ines", "group-draft", draft.pk)
    sent = {"do": "pair", "first": amina.pk, "second": bea.pk, "kind": "apart"}
    go(home, "ines", "group-draft", draft.pk, 302, shown=["", old], **sent)
    html = go(home, "noor", "group-draft", draft.pk, 409, do="no-longer", pair=old)
    assert "apart" in html
    pair_request.refresh_from_db()
    assert pair_request.deleted_at is None
    again(home, "noor", draft, html)
    pair_request.refresh_from_db()
    assert pair_request.deleted_at
    go(home, "noor", "group-draft", draft.pk, 404, do="no-longer", pair=old)


def of_school(side: Side) -> GroupDraft:
    draft = school_drafts.begin_school_draft(side.school, "Next year", (2, 2, 1), "", ["grade"], side.ines.pk)
    return GroupDraft.objects.unscoped(TEXT).get(pk=draft.pk)


def inner(draft: GroupDraft, team: int, kind: str) -> GroupDraft:
    return GroupDraft.objects.unscoped(TEXT).get(within__draft=draft, within__number=team, kind=kind)


def test_old_tab_move_between_strands_is_a_conflict(home):
    draft = of_school(home)
    team_seat = seat(draft, home.amina)
    strands = inner(draft, team_seat.number, "strand")
    shown, now = seen(team_seat), where(strands, home.amina)
    current_group, other = (draft_groups(strands)[number - 1] for number in (now, 3 - now))
    for _press in range(2):
        go(home, "ines", "group-draft", draft.pk, 302, do="move", seat=shown, group=other.pk)
    html = go(home, "noor", "group-draft", draft.pk, 409, do="move", seat=shown, group=current_group.pk)
    assert f"{other.title} (locked)" in html
    assert where(strands, home.amina) == other.number
    again(home, "noor", draft, html)
    assert where(strands, home.amina) == current_group.number


def test_a_move_shows_on_strand_and_school_pages(home):
    draft = of_school(home)
    team_seat = seat(draft, home.amina)
    strands = inner(draft, team_seat.number, "strand")
    shown, mine = seen(team_seat), seat(strands, home.amina)
    other = draft_groups(strands)[2 - mine.number]
    go(home, "ines", "group-draft", strands.pk, 302, do="move", seat=seen(mine), group=other.number)
    go(home, "noor", "group-draft", draft.pk, 409, do="move", seat=shown, group=draft_groups(draft)[0].pk)
    html = go(home, "noor", "group-draft", draft.pk, 409, do="free", seat=shown)
    assert seat(strands, home.amina).fixed
    again(home, "noor", draft, html)
    assert not seat(strands, home.amina).fixed


def test_settings_of_a_whole_school_in_an_old_tab_show_both(home):
    draft = of_school(home)
    sent = {"do": "propose", "revision": seen(draft), "balance": ["grade"], "advisories": "1"}
    go(home, "ines", "group-draft", draft.pk, 302, count="2", strands="1", **sent)
    html = go(home, "noor", "group-draft", draft.pk, 409, count="2", strands="3", **sent)
    assert "Strands in each team" in html
    draft.refresh_from_db()
    assert draft.strands == 1


def test_renamed_team_is_a_conflict_for_old_strand_tabs(home):
    draft = of_school(home)
    strand = draft_groups(inner(draft, 1, "strand"))[0]
    shown = seen(strand)
    group_drafts.name_group(draft_groups(draft)[0], "Harbor", [], home.ines.pk)
    sent = {"do": "name", "group": strand.pk, "title": "Readers", "revision": shown}
    assert "Harbor" in go(home, "noor", "group-draft", strand.draft_id, 409, **sent)
