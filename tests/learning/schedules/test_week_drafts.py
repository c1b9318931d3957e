"""A week is drafted from what is entered: every lesson gets a time and a room, and what is short is said first."""

from collections import Counter

import pytest

from learning.schedules.small_school import TEXT, again, drafted, go, meeting_of, small_design, week_of
from trellis.core.foundation.errors import ActionError
from trellis.engines.timetable import week
from trellis.learning.schedules.findings import WeekFindings, dump_findings, read_findings
from trellis.learning.schedules.models import DesignTeacher, Room, TeamSubject, WeekDesign, WeekMeeting
from trellis.learning.schedules.services import designs, drafting, moving
from trellis.learning.schedules.week_contents import load_contents
from trellis.learning.schedules.week_question import build_question, build_timetable
from world import Side, make_side

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return make_side("Harbor")


def test_every_lesson_meets_as_often_as_it_should_and_the_team_plans(home):
    design = drafted(home)
    counts = Counter(row[:2] for row in week_of(design))
    assert counts == {
        ("Math", "9-A"): 2,
        ("Math", "9-B"): 2,
        ("Science", "9-A"): 2,
        ("Science", "9-B"): 2,
        ("", ""): 1,
    }
    contents = load_contents(design)
    assert week.check_week(build_question(contents), build_timetable(contents)) == []
    assert {room for subject, _s, _d, _n, room in week_of(design) if subject == "Science"} == {"Lab 1"}
    assert design.is_current


def test_what_is_short_is_counted_and_put_in_words(home):
    design = small_design(home)
    Room.objects.unscoped(TEXT).filter(school=home.school, kind="lab").update(closed_days=["tue", "wed"])
    drafting.start_draft(design, home.ines.pk)
    page = go(home, "ines", "week-design", design.pk)
    assert "Lessons need rooms with “lab” for 4 periods. There are 3." in page
    assert "Add 1 room with “lab”." in page


def test_a_teacher_who_is_asked_too_much_is_named_with_the_numbers(home):
    design = small_design(home)
    DesignTeacher.objects.unscoped(TEXT).filter(design=design, person=home.tomas).update(most_a_week=3)
    drafting.start_draft(design, home.ines.pk)
    page = go(home, "ines", "week-design", design.pk)
    assert "Tomas Silva would teach 4 periods. The most is 3." in page
    assert "Let Tomas Silva teach more lessons." in page


def test_a_new_draft_leaves_what_a_person_put_somewhere(home):
    design = drafted(home)
    meeting = meeting_of(design, "Math", "9-A")
    target = ("wed", 3) if (meeting.day, meeting.number) != ("wed", 3) else ("mon", 3)
    moving.move_meeting(design, meeting.pk, *target, home.ines.pk, design.week_revision, is_forced=True)
    TeamSubject.objects.unscoped(TEXT).filter(team__design=design, title="Science").update(times=1)
    drafting.start_draft(again(design), home.ines.pk)
    assert ("Math", "9-A", *target) in [row[:4] for row in week_of(design)]
    assert len([row for row in week_of(design) if row[0] == "Science"]) == 2


def test_a_design_without_bell_times_says_what_to_enter_first(home):
    design = WeekDesign.objects.create(school=home.school, school_year=2027, title="Empty")
    with pytest.raises(ActionError, match="Enter bell times first"):
        drafting.start_draft(design, home.ines.pk)
    assert "Enter bell times first." in go(home, "ines", "week-design", design.pk, status=422, do="draft")


def test_a_second_press_while_a_week_is_drafted_changes_nothing(home, monkeypatch):
    begun = []
    monkeypatch.setattr(drafting.background, "run_in_background", begun.append)
    design = small_design(home)
    first = drafting.start_draft(design, home.ines.pk)
    second = drafting.start_draft(design, home.ines.pk)
    assert len(begun) == 1
    assert first.drafting_since == second.drafting_since


def test_a_week_that_was_changed_while_it_was_drafted_stays_as_it_was_changed(home, monkeypatch):
    design = drafted(home)
    begun = []
    monkeypatch.setattr(drafting.background, "run_in_background", begun.append)
    drafting.start_draft(design, home.ines.pk)
    before = week_of(design)
    WeekDesign.objects.unscoped(TEXT).filter(pk=design.pk).update(week_revision=99)
    find_week = drafting.load_contents

    def load_older(row: WeekDesign) -> object:
        contents = find_week(row)
        contents.design.week_revision = 98
        return contents

    monkeypatch.setattr(drafting, "load_contents", load_older)
    begun[0]()
    assert week_of(design) == before
    assert "changed while it was drafted" in again(design).refused
    assert again(design).drafting_since is None


def test_each_request_has_a_price_and_one_that_is_not_asked_for_has_none(home):
    design = drafted(home)
    assert {price.wish for price in read_findings(design).prices} == set(week.Wish)
    others = {wish.value: 0 for wish in week.Wish if wish != week.Wish.PLANNING}
    designs.save_requests(design, others, 2, True, home.ines.pk)
    assert not again(design).is_current
    drafting.start_draft(again(design), home.ines.pk)
    assert {price.wish for price in read_findings(again(design)).prices} == {week.Wish.PLANNING}
    page = go(home, "ines", "week-design", design.pk)
    assert page.count("no cost") >= 1


def test_findings_come_back_as_they_were_kept(home):
    design = drafted(home)
    findings = read_findings(design)
    assert isinstance(findings.counts, week.WishCounts)
    assert dump_findings(findings) == design.findings
    design.findings = {"rooms": "what an older version wrote"}
    assert read_findings(design) == WeekFindings()


def test_only_leaders_see_a_draft_until_it_is_shared(home):
    design = drafted(home)
    go(home, "tomas", "week-design", design.pk, status=404)
    go(home, "ines", "week-design", design.pk, status=302, do="share", shared="on")
    page = go(home, "tomas", "week-design", design.pk)
    assert "Math" in page
    assert "What each request costs" not in page
    go(home, "tomas", "week-design", design.pk, status=404, do="draft")


def test_a_discarded_draft_comes_back_with_its_week(home):
    design = drafted(home)
    before = week_of(design)
    go(home, "ines", "week-design", design.pk, status=302, do="discard")
    go(home, "ines", "week-design", design.pk, status=404)
    go(home, "ines", "school-year", home.school.pk, status=302, do="restore", design=str(design.pk))
    go(home, "ines", "week-design", design.pk)
    assert week_of(design) == before


def test_meetings_of_a_lesson_keep_their_rows_where_they_stand(home):
    design = drafted(home)
    rows = set(WeekMeeting.objects.unscoped(TEXT).filter(design=design).values_list("pk", flat=True))
    drafting.start_draft(design, home.ines.pk)
    assert set(WeekMeeting.objects.unscoped(TEXT).filter(design=design).values_list("pk", flat=True)) == rows


def test_two_people_who_uncheck_different_requests_lose_neither(home):
    design = drafted(home)
    every = [wish.value for wish in week.Wish]
    for who, unchecked in (("ines", "days-off"), ("noor", "room-changes")):
        requested = [key for key in every if key != unchecked]
        sent = {"requested": requested, "shown": every, "most_consecutive": "3", "free_periods": "on"}
        go(home, who, "week-design", design.pk, status=302, do="requests", **sent)
    assert [key for key, weight in sorted(again(design).requests.items()) if not weight] == [
        "days-off",
        "room-changes",
    ]
