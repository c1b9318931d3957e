"""A team meets once a week: what was promised stands until it is done, nobody's words are lost, nobody is forgotten."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from learning.teams.people import TEXT, TODAY, TOMORROW, classmates, go
from trellis.core.community.models import Role
from trellis.learning.projects.models import Member, Project, Step
from trellis.learning.teams import services
from trellis.learning.teams.models import Commitment, Meeting, StudentDiscussion
from world import Side, make_side, make_world, tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    side = make_world().home
    for model in (StudentDiscussion, Commitment, Meeting):
        model.objects.unscoped(TEXT).all().delete()
    return side


def page(side: Side, who: str = "tomas", /, status: int = 200, query: str = "", **sent) -> str:
    return go(side, who, "team", side.rows["Team"].pk, status, query, **sent)


def opened(side: Side, days: int = 0) -> Meeting:
    return services.open_meeting(side.rows["Team"], TODAY + timedelta(days=days), side.tomas.pk)


def notes(side: Side, meeting: Meeting, revision: int, status: int = 302, seen: str = "", **sent) -> str:
    whole = {"do": "notes", "meeting": meeting.pk, "revision": revision, "seen-planning": seen, **sent}
    return page(side, status=status, **whole)


def stands(meeting: Meeting) -> Meeting:
    return Meeting.objects.unscoped(TEXT).get(pk=meeting.pk)


def test_tomas_opens_the_meeting_of_today_and_pressing_twice_is_one(home):
    assert "No meeting is open" in page(home)
    for _press in range(2):
        page(home, status=302, do="begin", day=TODAY.isoformat())
    assert Meeting.objects.unscoped(TEXT).get().day == TODAY
    assert "Anything else" in page(home)


@pytest.mark.parametrize("day", ["", "soon", "1999-01-01", "2999-01-01", "2026-02-30", "\x00"])
def test_a_day_that_cannot_be_is_refused(home, day):
    message = "is not a date" if day in ("soon", "2026-02-30") else "Choose the meeting date."
    assert message in page(home, status=422, do="begin", day=day)
    assert not Meeting.objects.unscoped(TEXT).exists()


def test_what_is_written_is_kept_by_section(home):
    meeting = opened(home)
    notes(home, meeting, 0, planning="Field day on Friday.", curriculum="Bridges\r\nand rivers", words="")
    saved_meeting = stands(meeting)
    assert (saved_meeting.planning, saved_meeting.curriculum, saved_meeting.revision) == (
        "Field day on Friday.",
        "Bridges\nand rivers",
        1,
    )
    assert "Field day on Friday." in page(home)


def test_two_who_write_at_the_same_time_lose_no_word(home):
    meeting = opened(home)
    notes(home, meeting, 0, planning="Field day on Friday.")
    seen = "Field day on Friday."
    notes(home, meeting, 1, seen=seen, planning="Field day on Friday. Rosa comes.")
    notes(home, meeting, 1, seen=seen, planning="Rain plan. Field day on Friday.", curriculum="Rivers")
    saved_meeting = stands(meeting)
    assert saved_meeting.planning == "Rain plan. Field day on Friday. Rosa comes."
    assert saved_meeting.curriculum == "Rivers"


def test_conflicting_notes_are_both_kept(home):
    meeting = opened(home)
    notes(home, meeting, 0, planning="Field day on Thursday.")
    shown = notes(home, meeting, 0, 422, planning="Field day on Friday.")
    assert "Someone else edited this while you had it open." in shown
    assert "Field day on Thursday." in shown
    assert "Field day on Friday." in shown
    assert stands(meeting).planning == "Field day on Thursday."
    notes(home, meeting, 1, seen="Field day on Thursday.", planning="Field day on Friday.")
    assert stands(meeting).planning == "Field day on Friday."


def test_untouched_sections_do_not_conflict(home):
    meeting = opened(home)
    notes(home, meeting, 0, planning="Field day.")
    notes(home, meeting, 0, planning="", words="Cake.")
    assert (stands(meeting).planning, stands(meeting).words) == ("Field day.", "Cake.")


@pytest.mark.parametrize("revision", ["-1", "7", "many", "９", ""])
def test_a_revision_that_never_was_is_refused(home, revision):
    meeting = opened(home)
    assert "My words" in notes(home, meeting, revision, 422, planning="My words")
    assert not stands(meeting).planning


def test_the_same_words_again_change_nothing_and_too_many_are_refused(home):
    meeting = opened(home)
    for _press in range(2):
        notes(home, meeting, 0, planning="Field\x00 day.")
    assert (stands(meeting).planning, stands(meeting).revision) == ("Field day.", 1)
    assert "6000" in notes(home, meeting, 1, 422, planning="a" * 6001)


def promise(side: Side, meeting: Meeting, status: int = 302, **sent) -> str:
    whole = {"do": "promise", "meeting": meeting.pk, "words": "Call the museum.", **sent}
    return page(side, status=status, **whole)


def test_a_promise_is_carried_from_meeting_to_meeting_until_it_is_done(home):
    promise(home, opened(home, -14), who=home.tomas.pk, due=TODAY.isoformat())
    opened(home, -7)
    opened(home)
    assert "Call the museum." in page(home)
    open_promise = Commitment.objects.unscoped(TEXT).get()
    for _press in range(2):
        page(home, status=302, do="done", promise=open_promise.pk)
    shown = page(home)
    assert "No open commitments." in shown
    assert shown.index("Recently done") < shown.index("Call the museum.")


def test_a_promise_keeps_the_moment_when_it_was_done_first(home):
    promise(home, opened(home))
    open_promise = Commitment.objects.unscoped(TEXT).get()
    services.complete_commitment(open_promise, home.tomas.pk)
    first = Commitment.objects.unscoped(TEXT).get().done_at
    services.complete_commitment(open_promise, home.ines.pk)
    assert Commitment.objects.unscoped(TEXT).get().done_at == first


def test_the_same_promise_twice_is_one(home):
    meeting = opened(home)
    for _press in range(2):
        promise(home, meeting)
    assert Commitment.objects.unscoped(TEXT).count() == 1


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"words": " \x00 "}, "Enter what will be done."),
        ({"words": "a" * 301}, "The limit is 300 characters"),
        ({"who": "nobody"}, "Choose someone on the team, or choose “all of us.”"),
        ({"due": "soon"}, "is not a date"),
        ({"due": "2999-01-01"}, "Choose a date within a year, or leave it blank."),
    ],
)
def test_a_promise_that_cannot_be_is_refused(home, sent, message):
    assert message in promise(home, opened(home), 422, **sent)
    assert not Commitment.objects.unscoped(TEXT).exists()


def test_a_student_or_an_adult_of_another_team_can_promise_nothing(home):
    meeting = opened(home)
    for who in (home.amina, home.daniel):
        promise(home, meeting, 422, who=who.pk)


def talk(side: Side, meeting: Meeting, status: int = 302, **sent) -> str:
    whole = {
        "do": "talk",
        "meeting": meeting.pk,
        "student": side.amina.pk,
        "words": "Sits near the front.",
        "review_on": TOMORROW,
        **sent,
    }
    return page(side, status=status, **whole)


def test_a_talk_stands_until_the_team_has_looked_again(home):
    talk(home, opened(home))
    assert "The reasons stay with the counselor, so do not write them here." in page(home)
    case_talk = StudentDiscussion.objects.unscoped(TEXT).get()
    page(home, status=302, do="close", talk=case_talk.pk)
    assert "Sits near the front." not in page(home)


def test_a_later_student_talk_replaces_the_earlier_one(home):
    first = opened(home, -7)
    talk(home, first)
    talk(home, first, words="Works with Bea.")
    assert StudentDiscussion.objects.unscoped(TEXT).get().words == "Works with Bea."
    talk(home, opened(home), words="Speaks first.")
    still = StudentDiscussion.objects.unscoped(TEXT).filter(closed_at=None)
    assert [case_talk.words for case_talk in still] == ["Speaks first."]


def test_staff_see_the_student_talk_and_family_does_not(home):
    talk(home, opened(home))
    sees = {who for who in home.people if StudentDiscussion.objects.seen_by(home.viewer(who)).exists()}
    assert sees == {"tomas", "daniel", "noor", "ines"}
    for who in ("amina", "carmen", "rosa", *sees):
        shown = "Sits near the front." in go(home, who, "student", home.amina.pk)
        assert shown is (who in sees)


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"words": ""}, "Enter what you will do in class."),
        ({"words": "a" * 601}, "600 characters"),
        ({"student": ""}, "Choose a student on the team."),
        ({"student": "x\x00"}, "Choose a student on the team."),
        ({"review_on": ""}, "Choose a follow-up date."),
        (
            {"review_on": (TODAY - timedelta(days=1)).isoformat()},
            "Choose a follow-up date that is after the meeting.",
        ),
    ],
)
def test_a_talk_that_cannot_be_is_refused_and_what_was_typed_stays(home, sent, message):
    shown = talk(home, opened(home), 422, **sent)
    assert message in shown
    assert not StudentDiscussion.objects.unscoped(TEXT).exists()


def test_bea_who_is_in_no_team_here_cannot_be_talked_about(home):
    talk(home, opened(home), 422, student=home.bea.pk)


def test_rows_of_another_team_are_not_found_from_here(home):
    other = make_side("Lakeside")
    far = other.rows
    page(home, status=404, do="notes", meeting=far["Meeting"].pk, revision=0, planning="x")
    page(home, status=404, do="done", promise=far["Commitment"].pk)
    page(home, status=404, do="close", talk=far["StudentDiscussion"].pk)
    page(home, status=404, do="done", promise="none")
    page(home, status=404, do="nothing")
    assert Commitment.objects.unscoped(TEXT).get(pk=far["Commitment"].pk).done_at is None


def test_outsiders_open_no_team_page(home):
    for who in ("daniel", "amina", "bea", "carmen", "rosa", "kofi", "imani"):
        page(home, who, 404)
        page(home, who, 404, do="begin", day=TODAY.isoformat())
    charlie = make_side("Lakeside")
    go(charlie, "ines", "team", home.rows["Team"].pk, 404)
    assert not Meeting.objects.unscoped(TEXT).filter(group=home.rows["Team"]).exists()


def test_a_class_is_no_team_and_has_no_meeting(home):
    go(home, "tomas", "team", home.rows["Class"].pk, 404)


def test_the_next_six_weeks_show_what_is_due_over_all_projects(home):
    Step.objects.unscoped(TEXT).all().delete()
    monday = TODAY - timedelta(days=TODAY.weekday())
    for title in ("Voices", "Bridges"):
        project = Project.objects.create(
            school=home.school,
            title=title,
            driving_question="?",
            starts=TODAY,
            ends=TODAY + timedelta(days=80),
        )
        Member.objects.create(project=project, student=home.amina)
        for number in range(2):
            day = monday + timedelta(weeks=1, days=number)
            Step.objects.create(project=project, title=f"{title} draft", due=day, position=number)
        Step.objects.create(project=project, title="Far off", due=monday + timedelta(weeks=6), position=9)
    shown = page(home)
    assert "full for 1 student" in shown
    assert "Voices draft" in shown
    assert "Bridges draft" in shown
    assert "Far off" not in shown


def test_the_team_is_one_press_away_for_its_teachers_and_for_nobody_else(home):
    where = reverse("team", args=[home.rows["Team"].pk])
    for who, offered in (("tomas", True), ("daniel", False), ("amina", False)):
        client = Client()
        client.force_login(home.people[who].account)
        assert (where in client.get("/today/").content.decode()) is offered


def test_the_page_of_a_large_team_asks_a_bounded_number_of_times(home, django_assert_max_num_queries):
    classmates(home, 60, home.rows["Team"])
    client = Client()
    client.force_login(home.tomas.account)
    with django_assert_max_num_queries(60):
        assert "61 students" in client.get(reverse("team", args=[home.rows["Team"].pk])).content.decode()


def test_a_counselor_of_the_team_s_group_alone_writes_in_it_too(home):
    tie(home.kofi, Role.COUNSELOR, home.rows["Team"])
    page(home, "kofi", 302, do="begin", day=TODAY.isoformat())


def test_the_database_holds_one_meeting_a_day(home):
    meeting = opened(home)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.create(group=home.rows["Team"], day=meeting.day)
