"""Lessons are moved by hand: with what would change said first, nobody's change lost, and every move undone."""

import pytest

from learning.schedules.small_school import TEXT, again, drafted, free_slot, go, meeting_of, week_of
from trellis.core.foundation.errors import ActionError
from trellis.learning.schedules.models import DesignTeacher, WeekMeeting
from trellis.learning.schedules.services import moving
from trellis.learning.schedules.week_contents import load_contents
from world import Side, make_side

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return make_side("Harbor")


def move(home: Side, design, meeting, slot: tuple[str, int], **more: object):
    return moving.move_meeting(
        design, meeting.pk, *slot, home.ines.pk, more.pop("seen", again(design).week_revision), **more
    )


def test_a_moved_lesson_stands_at_its_new_time_and_is_locked_there(home):
    design = drafted(home)
    meeting = meeting_of(design, "Math", "9-A")
    slot = free_slot(design, meeting)
    move(home, design, meeting, slot)
    moved = WeekMeeting.objects.unscoped(TEXT).get(pk=meeting.pk)
    assert (moved.day, moved.number, moved.fixed) == (*slot, True)
    assert len(week_of(design)) == 9


def test_the_same_move_sent_twice_is_one_move(home):
    design = drafted(home)
    meeting = meeting_of(design, "Math", "9-A")
    slot = free_slot(design, meeting)
    seen = design.week_revision
    move(home, design, meeting, slot, seen=seen)
    after = again(design).week_revision
    move(home, design, meeting, slot, seen=seen)
    assert again(design).week_revision == after == seen + 1


def test_a_move_from_a_page_that_is_out_of_date_is_refused(home):
    design = drafted(home)
    first, second = meeting_of(design, "Math", "9-A"), meeting_of(design, "Math", "9-B")
    seen = design.week_revision
    move(home, design, first, free_slot(design, first), seen=seen)
    with pytest.raises(ActionError, match="Someone changed this week"):
        move(home, design, second, free_slot(design, second), seen=seen)


def test_a_move_that_breaks_a_rule_says_which_and_is_made_only_on_purpose(home):
    design = drafted(home)
    meeting = meeting_of(design, "Math", "9-A")
    day = free_slot(design, meeting)[0]
    DesignTeacher.objects.unscoped(TEXT).filter(design=design, person=home.tomas).update(
        away=[f"{day}:{number}" for number in (1, 2, 3)]
    )
    slot = free_slot(design, meeting)
    page = go(home, "ines", "week-design", design.pk, query=f"?move={meeting.pk}&to={slot[0]}:{slot[1]}")
    assert "Tomas Silva is not at school on" in page
    assert "Place here anyway" in page
    with pytest.raises(ActionError, match="breaks a rule"):
        move(home, design, meeting, slot)
    move(home, design, meeting, slot, is_forced=True)
    page = go(home, "ines", "week-design", design.pk)
    assert "What does not fit" in page
    assert "Tomas Silva is not at school on" in page


def test_moves_are_undone_one_after_the_other(home):
    design = drafted(home)
    before = week_of(design)
    first = meeting_of(design, "Math", "9-A")
    move(home, design, first, free_slot(design, first))
    second = meeting_of(design, "", "")
    move(home, design, second, free_slot(design, second))
    moving.undo_change(design, home.ines.pk, again(design).week_revision)
    moving.undo_change(design, home.ines.pk, again(design).week_revision)
    assert week_of(design) == before
    assert not WeekMeeting.objects.unscoped(TEXT).filter(design=design, fixed=True).exists()
    with pytest.raises(ActionError, match="no move to undo"):
        moving.undo_change(design, home.ines.pk, again(design).week_revision)


def test_the_page_says_for_each_time_what_stands_in_the_way(home):
    design = drafted(home)
    meeting = meeting_of(design, "Math", "9-A")
    page = go(home, "ines", "week-design", design.pk, query=f"?move={meeting.pk}")
    assert "Now here" in page
    assert "Free" in page
    assert "Moving Math, 9-A from" in page
    assert "Teacher busy" in page or "Students busy" in page


def test_a_lesson_is_placed_by_the_form_of_the_page(home):
    design = drafted(home)
    meeting = meeting_of(design, "Math", "9-A")
    day, number = free_slot(design, meeting)
    sent = {"meeting": str(meeting.pk), "to": f"{day}:{number}", "week": str(design.week_revision)}
    go(home, "ines", "week-design", design.pk, status=302, do="move", **sent)
    assert ("Math", "9-A", day, number) in [row[:4] for row in week_of(design)]
    answer = go(home, "ines", "week-design", design.pk, status=422, do="move", **{**sent, "to": "noon"})
    assert "The week has no lessons at this time." in answer


def test_a_locked_lesson_can_be_unlocked_and_all_at_once(home):
    design = drafted(home)
    meeting = meeting_of(design, "Math", "9-A")
    moving.lock_meeting(design, meeting.pk, True, home.ines.pk)
    assert next(row for row in load_contents(design).meetings if row.pk == meeting.pk).fixed
    assert moving.unlock_all(design, home.ines.pk) == 1


def test_a_link_to_a_lesson_that_a_new_draft_replaced_says_so(home):
    design = drafted(home)
    meeting = meeting_of(design, "Math", "9-A")
    gone = meeting.pk
    meeting.delete()
    page = go(home, "ines", "week-design", design.pk, query=f"?move={gone}")
    assert "This lesson is no longer in the week. Choose it again." in page
