"""Tomas tunes his project with Lena of another school. She sees the session and the design, and no student."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.adults.professional_learning.events.practice_changes import PRACTICES
from trellis.core.community.models import Person, Role, School, Tie
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import EditConflict
from trellis.learning.projects import tuning_selectors, tuning_services
from trellis.learning.projects.models import Part, Resource, TuningComment, TuningInvitation, TuningSession
from trellis.learning.projects.tuning_services import SessionDetails
from trellis.web.notifications.sources.tuning import tuning_news
from trellis.web.shell.week.adult_items import tuning_sessions
from world import Side, World, account, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
EAST, WEST = ZoneInfo("America/New_York"), ZoneInfo("America/Los_Angeles")
STUDENTS = ("Amina", "Diallo")


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def home(world) -> Side:
    return world.home


@pytest.fixture
def bayside(home) -> School:
    """A school of the same network, on another clock."""
    return School.objects.create(network=home.network, name="Bayside", time_zone=WEST.key)


def teacher_at(school: School, given: str, family: str) -> Person:
    person = Person.objects.create(network=school.network, given_name=given, family_name=family)
    account(person, f"{given}@{school.pk}".lower())
    tie(person, Role.TEACHER, school)
    return person


@pytest.fixture
def lena(bayside) -> Person:
    return teacher_at(bayside, "Lena", "Park")


@pytest.fixture
def charlie(bayside) -> Person:
    """A colleague of Lena whom nobody invited."""
    return teacher_at(bayside, "Charlie", "Reed")


@pytest.fixture
def session(home) -> TuningSession:
    starts = datetime.combine(
        timezone.localdate() + timedelta(days=3), datetime.min.time(), tzinfo=EAST
    ) + timedelta(hours=16)
    details = SessionDetails(starts, 45, place="Room 4", focus="Is the audience real?")
    return tuning_services.arrange_session(home.rows["Project"], details, home.tomas)


@pytest.fixture
def invitation(home, session, lena) -> TuningInvitation:
    return tuning_services.invite_colleague(session, lena, home.tomas)


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def address(session: TuningSession) -> str:
    return reverse("tuning-session", args=[session.pk])


def text_of(person: Person, url: str, status: int = 200) -> str:
    answer = browser(person).get(url)
    assert answer.status_code == status
    return answer.content.decode()


def press(who: Person, where: TuningSession, status: int = 302, **fields: object) -> str:
    answer = browser(who).post(address(where), fields)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def sight_of(side: Side, person: Person) -> set[str]:
    """Which of the rows of a side somebody sees."""
    viewer = Viewer.of(person)
    return {
        label
        for label, row in side.rows.items()
        if type(row).objects.seen_by(viewer).filter(pk=row.pk).exists()
    }


def test_tomas_arranges_a_session_from_the_design_page_and_lands_on_it(home):
    design = reverse("project-design", args=[home.rows["Project"].pk])
    starts = (timezone.localtime(timezone=EAST) + timedelta(days=2)).strftime("%Y-%m-%dT15:30")
    sent = {"do": "arrange", "starts": starts, "minutes": "60", "focus": "The entry event"}
    answer = browser(home.tomas).post(design, sent)
    arranged = TuningSession.objects.unscoped(TEXT).get(focus="The entry event")
    assert answer["Location"].startswith(address(arranged))
    assert arranged.starts.astimezone(EAST).strftime("%H:%M") == "15:30"
    assert "Session, " in text_of(home.daniel, design)
    assert browser(home.daniel).post(design, sent).status_code == 404


def test_the_same_time_sent_twice_is_one_session(home, session):
    details = SessionDetails(session.starts, 30)
    assert tuning_services.arrange_session(home.rows["Project"], details, home.tomas) == session


def test_a_time_that_has_passed_is_refused(home, session):
    yesterday = SessionDetails(timezone.now() - timedelta(days=1), 45)
    with pytest.raises(ActionError, match="has passed"):
        tuning_services.arrange_session(home.rows["Project"], yesterday, home.tomas)
    with pytest.raises(ActionError, match="has passed"):
        tuning_services.change_session(session, yesterday, home.tomas.pk)


@pytest.mark.parametrize("words", ["lena", "park l", "bayside", "Bayside Park"])
def test_colleagues_of_other_schools_are_found_by_name_and_school(home, session, lena, words):
    html = text_of(home.tomas, f"{address(session)}?colleague={words}")
    assert "Lena Park" in html
    assert "Bayside" in html


def test_the_search_finds_no_student_no_author_and_nobody_of_another_network(home, world, session, lena):
    def matches(words: str) -> set[Person]:
        return {colleague.person for colleague in tuning_selectors.find_colleagues(session, words)}

    assert matches("") == set()
    assert matches("Lena") == {lena}
    assert matches("Daniel") == {home.daniel}  # of Harbor; his namesake of Summit is not among them
    assert matches("Amina") == matches("Tomas") == matches("Imani") == set()
    tuning_services.invite_colleague(session, lena, home.tomas)
    assert matches("Lena") == set()


def test_an_invited_colleague_of_another_school_reads_the_design_and_comments(
    home, session, invitation, lena
):
    html = text_of(lena, address(session))
    assert "Is it safe?" in html
    assert "A letter." in html  # a part of the design
    assert "Is the audience real?" in html
    assert not any(name in html for name in STUDENTS)
    press(lena, session, do="tune", step="wonder", words="Who drinks it?")
    comment = TuningComment.objects.unscoped(TEXT).get(words="Who drinks it?")
    assert (comment.by_id, comment.session_id) == (lena.pk, session.pk)
    press(home.tomas, session, do="answer", tuning=comment.pk, words="Six families.")
    assert "Six families." in text_of(lena, address(session))
    assert "Who drinks it?" in text_of(home.ines, reverse("project-design", args=[session.project_id]))


def test_an_invitation_gives_sight_of_the_session_and_the_files_alone(home, session, lena):
    project = home.rows["Project"]
    before = sight_of(home, lena)
    people = set(Person.objects.seen_by(Viewer.of(lena)))
    home.rows |= {"session": session, "comment": TuningComment.objects.create(project=project, words="x")}
    tuning_services.invite_colleague(session, lena, home.tomas)
    assert sight_of(home, lena) - before == {"session", "Resource"}
    assert set(Person.objects.seen_by(Viewer.of(lena))) == people


@pytest.mark.parametrize(
    "name",
    ["project", "project-design", "project-teams", "project-languages", "project-library", "project-package"],
)
def test_no_other_page_of_the_project_opens_for_an_invited_colleague(session, invitation, lena, name):
    text_of(lena, reverse(name, args=[session.project_id]), status=404)


def test_an_invited_colleague_opens_the_files_of_the_design_and_nothing_that_was_turned_in(
    home, session, invitation, lena, charlie
):
    resource = home.rows["Resource"]
    file = reverse("project-file", args=[resource.project_id, resource.pk])
    assert Resource.objects.seen_by(Viewer.of(lena)).filter(pk=resource.pk).exists()
    text_of(charlie, file, status=404)
    step = home.rows["Step"]
    text_of(lena, reverse("project-step", args=[session.project_id, step.pk]), status=404)
    text_of(lena, reverse("submission-file", args=[home.rows["StepSubmission"].pk]), status=404)


@pytest.mark.parametrize("do", ["edit-session", "cancel-session", "invite", "uninvite", "answer"])
def test_an_invited_colleague_changes_nothing_of_the_session(session, invitation, lena, do):
    press(lena, session, 404, do=do, person=lena.pk, invitation=invitation.pk, session=session.pk)


def test_charlie_never_gets_in(world, session, invitation, charlie):
    text_of(charlie, address(session), status=404)
    text_of(world.other.ines, address(session), status=404)
    assert (
        browser(charlie).post(address(session), {"do": "tune", "step": "like", "words": "x"}).status_code
        == 404
    )


def test_a_student_of_the_school_and_the_network_s_staff_do_not_open_a_session(home, session):
    for person in (home.amina, home.carmen, home.rosa, home.imani, home.kofi):
        text_of(person, address(session), status=404)


def test_nobody_of_another_network_can_be_invited(world, home, session):
    press(home.tomas, session, 404, do="invite", person=world.other.ines.pk)
    press(home.tomas, session, 404, do="invite", person=home.amina.pk)
    assert not TuningInvitation.objects.unscoped(TEXT).filter(session=session).exists()


def test_nobody_is_invited_twice_and_who_was_removed_can_come_again(home, session, lena):
    for _time in range(2):
        press(home.tomas, session, do="invite", person=lena.pk)
    invitation = TuningInvitation.objects.unscoped(TEXT).get(session=session)
    press(home.tomas, session, do="uninvite", invitation=invitation.pk)
    text_of(lena, address(session), status=404)
    press(home.tomas, session, do="invite", person=lena.pk)
    assert TuningInvitation.objects.unscoped(TEXT).get(session=session).pk == invitation.pk
    text_of(lena, address(session))


def test_a_session_that_is_canceled_is_out_of_sight_and_its_comments_stay(home, session, invitation, lena):
    press(lena, session, do="tune", step="like", words="The letter.")
    answer = browser(home.tomas).post(address(session), {"do": "cancel-session"})
    assert answer["Location"].endswith("/design/#tuning")
    text_of(lena, address(session), status=404)
    text_of(home.tomas, address(session), status=404)
    assert "The letter." in text_of(home.tomas, answer["Location"])


def test_who_leaves_the_network_s_schools_sees_the_session_no_more(session, invitation, lena, world):
    Tie.objects.unscoped(TEXT).filter(person=lena).update(ends=timezone.now())
    text_of(lena, address(session), status=404)
    tie(lena, Role.TEACHER, world.other.school)
    text_of(lena, address(session), status=404)


def test_the_page_names_who_can_see_it(home, session, invitation, lena):
    for person in (home.tomas, home.daniel, lena):
        html = text_of(person, address(session))
        assert "Everyone who works with students at Harbor High." in html
        assert "Lena Park" in html


def test_each_reader_has_the_time_on_their_own_clock_which_is_named(home, session, lena):
    assert "4:00 PM" in text_of(home.tomas, address(session))
    assert "Eastern" not in text_of(home.daniel, address(session))
    tuning_services.invite_colleague(session, lena, home.tomas)
    assert "4:00 PM (Eastern" in text_of(home.tomas, address(session))
    assert "1:00 PM (Pacific" in text_of(lena, address(session))


def test_a_session_stands_in_the_weeks_of_the_team_and_of_whom_it_invited(
    home, session, invitation, lena, charlie
):
    def week(person: Person, zone: ZoneInfo) -> list[tuple]:
        first = timezone.localdate()
        items = tuning_sessions(Viewer.of(person), zone, first, first + timedelta(days=7))
        return [(item.title, f"{item.starts:%H:%M}", item.place.partition(" · ")[2][:7]) for item in items]

    title = f"Tuning: {session.project.title}"
    assert week(home.tomas, EAST) == [(title, "16:00", "Eastern")]
    assert week(lena, WEST) == [(title, "13:00", "Pacific")]
    assert week(charlie, WEST) == week(home.daniel, EAST) == []
    assert title in text_of(lena, reverse("my-week"))
    assert session.project.title in text_of(lena, reverse("projects"))


def news(person: Person, since: datetime) -> list[tuple[str, bool]]:
    with timezone.override(WEST):
        return [(item.text.partition(":")[0], item.is_new) for item in tuning_news(Viewer.of(person), since)]


def test_the_daily_email_tells_of_an_invitation_a_new_time_and_the_end(
    home, session, invitation, lena, charlie
):
    title, now = session.project.title, timezone.now()
    hour_ago, later = now - timedelta(hours=1), now + timedelta(seconds=1)
    invited = f"You are invited to tune “{title}” with its team"
    assert news(lena, hour_ago) == [(invited, True)]
    assert news(lena, later) == [(invited, False)]
    assert news(charlie, hour_ago) == []
    moved = SessionDetails(session.starts + timedelta(days=1), 45)
    tuning_services.change_session(session, moved, home.tomas.pk)
    TuningInvitation.objects.unscoped(TEXT).update(invited_at=now - timedelta(days=2))
    assert news(lena, hour_ago) == [(f"New time to tune “{title}” with its team", True)]
    tuning_services.remove_invitation(session, invitation, home.tomas.pk)
    (text, is_new), *more = news(lena, hour_ago)
    assert text.startswith(f"You are no longer invited to tune “{title}” on ")
    assert (is_new, more) == (True, [])


def test_who_was_invited_is_told_that_a_session_is_canceled(home, session, invitation, lena):
    tuning_services.cancel_session(session, home.tomas.pk)
    ((text, is_new),) = news(lena, timezone.now() - timedelta(hours=1))
    assert is_new
    assert text.startswith(f"The session to tune “{session.project.title}” on ")
    assert text.partition(" on ")[2]


def test_two_teachers_who_change_a_session_at_once_do_not_overwrite_each_other(home, session):
    tuning_services.change_session(session, SessionDetails(session.starts, 60), home.tomas.pk, seen=0)
    with pytest.raises(EditConflict):
        tuning_services.change_session(session, SessionDetails(session.starts, 90), home.ines.pk, seen=0)


def test_a_comment_from_another_school_counts_once_at_the_school_of_the_project(home, session, lena, bayside):
    comments = next(each for each in PRACTICES if "Comments" in str(each.label))
    span = (timezone.now() - timedelta(hours=1), timezone.now() + timedelta(hours=1))
    before = comments.count(*span)
    tuning_services.add_comment(session.project, "like", "The letter.", lena, session)
    after = comments.count(*span)
    assert after[home.school.pk] == before[home.school.pk] + 1
    assert after[bayside.pk] == 0


def test_the_design_that_is_shown_is_the_one_of_today(home, session, invitation, lena):
    Part.objects.unscoped(TEXT).filter(project=session.project_id).update(text="A river.")
    assert "A river." in text_of(lena, address(session))


@pytest.fixture
def tomorrow(home, lena) -> TuningSession:
    """A session in the next two days, and Lena can be emailed."""
    Person.objects.unscoped(TEXT).filter(pk=lena.pk).update(email="lena@bayside.example")
    starts = timezone.now().replace(second=0, microsecond=0) + timedelta(hours=20)
    return tuning_services.arrange_session(home.rows["Project"], SessionDetails(starts, 45), home.tomas)


def test_what_changes_in_the_next_two_days_is_emailed_at_once_on_the_reader_s_clock(
    home, tomorrow, lena, mailoutbox, settings, django_capture_on_commit_callbacks
):
    settings.TRELLIS_ADDRESS = "https://trellis.example"
    hour = f"{tomorrow.starts.astimezone(WEST):%I:%M %p}".lstrip("0")
    later = SessionDetails(tomorrow.starts + timedelta(days=4), 45)
    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(2):
            invitation = tuning_services.invite_colleague(tomorrow, lena, home.tomas)
    with django_capture_on_commit_callbacks(execute=True):
        moved_session = tuning_services.change_session(tomorrow, later, home.tomas.pk)
    invited, moved = mailoutbox
    assert (invited.to, invited.subject) == (["lena@bayside.example"], "A session to tune a project")
    assert f"{hour} (Pacific" in invited.body
    assert str(tomorrow.pk) in invited.body
    assert "New time to tune" in moved.body
    with django_capture_on_commit_callbacks(execute=True):
        tuning_services.remove_invitation(moved_session, invitation, home.tomas.pk)
    assert len(mailoutbox) == 2, "the session is four days away: the daily email tells"


def test_a_session_of_tomorrow_that_is_canceled_is_emailed_at_once(
    home, tomorrow, lena, mailoutbox, django_capture_on_commit_callbacks
):
    tuning_services.invite_colleague(tomorrow, lena, home.tomas)
    with django_capture_on_commit_callbacks(execute=True):
        tuning_services.cancel_session(tomorrow, home.tomas.pk)
        tuning_services.cancel_session(tomorrow, home.tomas.pk)
    (canceled,) = mailoutbox
    assert "is canceled" in canceled.body


def test_who_works_in_the_network_no_more_gets_no_email(
    home, tomorrow, lena, mailoutbox, django_capture_on_commit_callbacks
):
    tuning_services.invite_colleague(tomorrow, lena, home.tomas)
    Tie.objects.unscoped(TEXT).filter(person=lena).update(ends=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        tuning_services.cancel_session(tomorrow, home.tomas.pk)
    assert mailoutbox == []
