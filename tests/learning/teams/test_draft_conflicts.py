"""Ines and Noor rearrange the same proposal in two tabs: neither writes over what the other did."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from tests.html import compact

from learning.teams.people import TEXT, classmates, go, places, seats, teams_of, where
from trellis.core.community.models import Person
from trellis.learning.teams import forming, school_forming, wishes
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


def again(side: Side, who: str, proposal: GroupDraft, html: str) -> None:
    """Press "Save my version" on a conflict page."""
    form = html.split("data-conflict")[1].split("</form>")[0]
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        fields.setdefault(name, []).append(value)
    client = Client()
    client.force_login(side.people[who].account)
    assert client.post(reverse("forming", args=[proposal.pk]), fields).status_code == 302


def seat(proposal: GroupDraft, student: Person) -> DraftSeat:
    return seats(proposal)[student.pk]


def test_a_move_in_an_old_tab_shows_where_the_student_is_now_and_then_moves(home):
    proposal, amina = teams_of(home), home.amina
    team_seat, first = seat(proposal, amina), where(proposal, amina)
    second, third = [number for number in (1, 2, 3) if number != first]
    shown = seen(team_seat)
    for _press in range(2):
        go(home, "ines", "forming", proposal.pk, 302, do="move", seat=shown, place=second)
    html = go(home, "noor", "forming", proposal.pk, 409, do="move", seat=shown, place=third)
    assert f"Team {second} (locked)" in html
    assert f"Team {third}" in html
    assert where(proposal, amina) == second
    again(home, "noor", proposal, html)
    assert where(proposal, amina) == third


def test_moves_of_two_students_in_two_old_tabs_both_hold(home):
    proposal = teams_of(home)
    shown = {who: seen(seat(proposal, who)) for who in (home.amina, home.bea)}
    go(home, "ines", "forming", proposal.pk, 302, do="move", seat=shown[home.amina], place=1)
    go(home, "noor", "forming", proposal.pk, 302, do="move", seat=shown[home.bea], place=2)
    assert (where(proposal, home.amina), where(proposal, home.bea)) == (1, 2)


def test_move_after_a_new_draft_shows_the_current_group(home):
    proposal = teams_of(home)
    shown = {who: seen(each) for who, each in seats(proposal).items()}
    forming.propose_groups(proposal, 2, "", [], home.ines.pk)
    moved = next(each for each in seats(proposal).values() if seen(each) != shown[each.student_id])
    other = 3 - moved.number
    go(home, "noor", "forming", proposal.pk, 409, do="move", seat=shown[moved.student_id], place=other)


def test_old_tab_does_not_unlock_a_moved_student(home):
    proposal, amina = teams_of(home), home.amina
    forming.move_student(seat(proposal, amina), 1, home.ines.pk)
    shown = seen(seat(proposal, amina))
    forming.move_student(seat(proposal, amina), 2, home.ines.pk)
    html = go(home, "noor", "forming", proposal.pk, 409, do="free", seat=shown)
    assert "Team 2 (locked)" in html
    assert seat(proposal, amina).fixed
    again(home, "noor", proposal, html)
    assert not seat(proposal, amina).fixed
    go(home, "noor", "forming", proposal.pk, 302, do="free", seat=shown)


def test_hold_nobody_frees_those_whom_the_page_showed_as_held(home):
    proposal = teams_of(home)
    forming.move_student(seat(proposal, home.amina), 1, home.ines.pk)
    page = go(home, "noor", "forming", proposal.pk)
    locked_seats = re.findall(r'name="locked" value="([^"]+)"', page)
    assert locked_seats == [seen(seat(proposal, home.amina))]
    forming.move_student(seat(proposal, home.bea), 2, home.ines.pk)
    go(home, "noor", "forming", proposal.pk, 302, do="free", seat="all", locked=locked_seats)
    assert (seat(proposal, home.amina).fixed, seat(proposal, home.bea).fixed) == (False, True)


def test_settings_in_an_old_tab_show_both_and_then_propose(home):
    proposal = teams_of(home, 3)
    shown = seen(proposal)
    sent = {"do": "propose", "revision": shown, "balance": ["grade", "language"]}
    go(home, "ines", "forming", proposal.pk, 302, count="3", **sent)
    assert seen(proposal) == shown, "proposing again with the same settings changes none"
    for _press in range(2):
        go(home, "ines", "forming", proposal.pk, 302, count="2", **sent)
    html = go(home, "noor", "forming", proposal.pk, 409, **{**sent, "count": "4", "balance": ["grade"]})
    for text in ("Number of groups", "Mix evenly by", "Home language", ">2<", ">4<"):
        assert text in compact(html), text
    assert GroupDraft.objects.unscoped(TEXT).get().count == 2
    again(home, "noor", proposal, html)
    proposal.refresh_from_db()
    assert (proposal.count, proposal.balance) == (4, ["grade"])


def test_same_draft_name_does_not_change_settings_unseen(home):
    proposal = teams_of(home, 3)
    sent = {"kind": "team", "title": "Next year", "revision": "", "balance": ["grade", "language"]}
    go(home, "noor", "formings", home.school.pk, 302, count="3", **sent)
    assert ">2<" in compact(go(home, "noor", "formings", home.school.pk, 409, count="2", **sent))
    proposal.refresh_from_db()
    assert proposal.count == 3


def test_adults_that_somebody_chose_meanwhile_are_shown_and_not_lost(home):
    proposal = teams_of(home)
    place = places(proposal)[0]
    sent = {"do": "name", "place": place.pk, "title": place.title, "revision": seen(place)}
    for _press in range(2):
        go(home, "ines", "forming", proposal.pk, 302, adult=[home.tomas.pk], **sent)
    html = go(home, "noor", "forming", proposal.pk, 409, adult=[home.daniel.pk], **sent)
    assert home.tomas.name in html
    assert home.daniel.name in html
    adults = DraftGroupAdult.objects.unscoped(TEXT).filter(place=place)
    assert set(adults.values_list("person_id", flat=True)) == {home.tomas.pk}
    again(home, "noor", proposal, html)
    assert set(adults.values_list("person_id", flat=True)) == {home.daniel.pk}


def test_a_new_name_and_other_adults_are_both_shown(home):
    proposal = teams_of(home)
    place = places(proposal)[0]
    sent = {"do": "name", "place": place.pk, "revision": seen(place)}
    go(home, "ines", "forming", proposal.pk, 302, title="Harbor", adult=[home.tomas.pk], **sent)
    html = go(home, "noor", "forming", proposal.pk, 409, title="Ferry", **sent)
    for text in ("Harbor", "Ferry", home.tomas.name):
        assert text in html


def test_a_wish_that_the_page_did_not_show_is_shown_before_it_is_changed(home):
    proposal, amina, bea = teams_of(home), home.amina, home.bea
    sent = {"do": "wish", "one": amina.pk, "other": bea.pk, "shown": ""}
    go(home, "ines", "forming", proposal.pk, 302, kind="together", **sent)
    go(home, "noor", "forming", proposal.pk, 302, kind="together", **sent)
    html = go(home, "noor", "forming", proposal.pk, 409, kind="apart", **sent)
    wish = PairRequest.objects.unscoped(TEXT).get()
    assert wish.kind == "together"
    again(home, "noor", proposal, html)
    wish.refresh_from_db()
    assert wish.kind == "apart"


def test_a_request_changes_unless_someone_changed_it(home):
    proposal, amina, bea = teams_of(home), home.amina, home.bea
    wish = wishes.save_wish(home.school, amina, bea, "together", home.noor.pk)
    old = seen(wish)
    assert f'name="shown" value="{old}"' in go(home, "ines", "forming", proposal.pk)
    sent = {"do": "wish", "one": amina.pk, "other": bea.pk, "kind": "apart"}
    go(home, "ines", "forming", proposal.pk, 302, shown=["", old], **sent)
    html = go(home, "noor", "forming", proposal.pk, 409, do="no-longer", wish=old)
    assert "apart" in html
    wish.refresh_from_db()
    assert wish.deleted_at is None
    again(home, "noor", proposal, html)
    wish.refresh_from_db()
    assert wish.deleted_at
    go(home, "noor", "forming", proposal.pk, 404, do="no-longer", wish=old)


def of_school(side: Side) -> GroupDraft:
    proposal = school_forming.begin_school_forming(
        side.school, "Next year", (2, 2, 1), "", ["grade"], side.ines.pk
    )
    return GroupDraft.objects.unscoped(TEXT).get(pk=proposal.pk)


def inner(proposal: GroupDraft, team: int, kind: str) -> GroupDraft:
    return GroupDraft.objects.unscoped(TEXT).get(within__forming=proposal, within__number=team, kind=kind)


def test_old_tab_move_between_strands_is_a_conflict(home):
    proposal = of_school(home)
    team_seat = seat(proposal, home.amina)
    strands = inner(proposal, team_seat.number, "strand")
    shown, now = seen(team_seat), where(strands, home.amina)
    current_place, other = (places(strands)[number - 1] for number in (now, 3 - now))
    for _press in range(2):
        go(home, "ines", "forming", proposal.pk, 302, do="move", seat=shown, place=other.pk)
    html = go(home, "noor", "forming", proposal.pk, 409, do="move", seat=shown, place=current_place.pk)
    assert f"{other.title} (locked)" in html
    assert where(strands, home.amina) == other.number
    again(home, "noor", proposal, html)
    assert where(strands, home.amina) == current_place.number


def test_a_move_shows_on_strand_and_school_pages(home):
    proposal = of_school(home)
    team_seat = seat(proposal, home.amina)
    strands = inner(proposal, team_seat.number, "strand")
    shown, mine = seen(team_seat), seat(strands, home.amina)
    other = places(strands)[2 - mine.number]
    go(home, "ines", "forming", strands.pk, 302, do="move", seat=seen(mine), place=other.number)
    go(home, "noor", "forming", proposal.pk, 409, do="move", seat=shown, place=places(proposal)[0].pk)
    html = go(home, "noor", "forming", proposal.pk, 409, do="free", seat=shown)
    assert seat(strands, home.amina).fixed
    again(home, "noor", proposal, html)
    assert not seat(strands, home.amina).fixed


def test_settings_of_a_whole_school_in_an_old_tab_show_both(home):
    proposal = of_school(home)
    sent = {"do": "propose", "revision": seen(proposal), "balance": ["grade"], "advisories": "1"}
    go(home, "ines", "forming", proposal.pk, 302, count="2", strands="1", **sent)
    html = go(home, "noor", "forming", proposal.pk, 409, count="2", strands="3", **sent)
    assert "Strands in each team" in html
    proposal.refresh_from_db()
    assert proposal.strands == 1


def test_renamed_team_is_a_conflict_for_old_strand_tabs(home):
    proposal = of_school(home)
    strand = places(inner(proposal, 1, "strand"))[0]
    shown = seen(strand)
    forming.name_group(places(proposal)[0], "Harbor", [], home.ines.pk)
    sent = {"do": "name", "place": strand.pk, "title": "Readers", "revision": shown}
    assert "Harbor" in go(home, "noor", "forming", strand.forming_id, 409, **sent)
