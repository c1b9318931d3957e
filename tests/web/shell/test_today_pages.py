"""A day, as each person meets it: an advisor with sixteen students, a student, a mother, a mentor."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.html import compact

from trellis.assessment.evidence.models import Score
from trellis.assessment.exhibitions.models import Panelist
from trellis.core.community.models import CalendarDay, Link, Person, Role
from trellis.learning.internships.models import InternshipDay, Placement
from trellis.learning.plans.models import Plan
from trellis.learning.projects.models import Member, StepDone
from trellis.web.shell.days import views
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test sets the day"
NOON = time(12)


@pytest.fixture
def home() -> Side:
    side = make_world().home
    CalendarDay.objects.unscoped(TEXT).update(kind=CalendarDay.Kind.SCHOOL)
    return side


@pytest.fixture
def at(monkeypatch):
    """Turns the clock of the pages to an hour of today, as New York counts it."""

    def turn(hour: int) -> date:
        now = datetime.combine(date.today(), time(hour), tzinfo=ZoneInfo("America/New_York"))
        monkeypatch.setattr(views.timezone, "now", lambda: now)
        return now.date()

    return turn


def read(client, side: Side, who: str, path: str = "") -> str:
    client.force_login(side.people[who].account)
    return client.get(path or reverse("today"), follow=True).content.decode()


def out_today(side: Side, today: date, arrived: time | None) -> None:
    Placement.objects.unscoped(TEXT).filter(student=side.amina).update(weekdays=[today.isoweekday()])
    InternshipDay.objects.unscoped(TEXT).filter(placement__student=side.amina).update(
        date=today, arrived=arrived, minutes=0
    )


def test_who_has_not_checked_in_is_marked_from_twenty_past_nine(client, home, at):
    out_today(home, at(9), arrived=None)
    assert 'class="band">' in read(client, home, "daniel")
    at(10)
    assert 'class="band attention">' in read(client, home, "daniel")


def test_the_advisor_calls_the_mentor_and_marks_the_student_arrived(client, home, at):
    out_today(home, at(10), arrived=None)
    Person.objects.unscoped(TEXT).filter(pk=home.rosa.pk).update(phone="+1 401-555-0172")
    assert 'href="tel:+14015550172"' in read(client, home, "daniel")
    placement = home.rows["Placement"]
    for _press in range(2):
        client.post(reverse("mark-arrived", args=[placement.pk]))
    day = InternshipDay.objects.unscoped(TEXT).get(placement=placement, date=date.today())
    assert day.arrived is not None
    assert "Not checked in yet" not in read(client, home, "daniel")


def test_who_checked_in_is_left_in_peace(client, home, at):
    out_today(home, at(12), arrived=time(8, 50))
    page = read(client, home, "daniel")
    assert "Not checked in yet" not in page
    assert "8:50" in page


def test_on_a_day_without_school_nobody_is_late(client, home, at):
    out_today(home, at(12), arrived=None)
    CalendarDay.objects.unscoped(TEXT).update(kind=CalendarDay.Kind.CLOSED)
    page = read(client, home, "daniel")
    assert "No school today" in page
    assert "Not checked in yet" not in page


def test_a_panel_without_an_outside_adult_is_a_need_until_somebody_comes(client, home):
    assert "still needs someone from outside the school" in read(client, home, "daniel")
    seat = Panelist.objects.create(exhibition=home.rows["Exhibition"], name="A nurse", part="outside")
    assert "still needs someone from outside the school" in read(client, home, "daniel")  # only invited
    Panelist.objects.unscoped(TEXT).filter(pk=seat.pk).update(accepted_at=timezone.now())
    assert "still needs someone from outside the school" not in read(client, home, "daniel")


def test_without_a_plan_the_advisor_is_told_and_with_one_told_to_meet(client, home):
    assert "1 learning plan meeting to hold" in read(client, home, "daniel")
    Plan.objects.unscoped(TEXT).filter(student=home.amina).update(met_at=timezone.now())
    assert "meeting to hold" not in read(client, home, "daniel")
    Plan.objects.unscoped(TEXT).filter(student=home.amina).delete()
    assert "1 student has no learning plan for this quarter" in read(client, home, "daniel")


def test_work_that_nobody_read_for_four_weeks_is_a_need(client, home):
    assert "No scores in four weeks for" not in read(client, home, "daniel")
    Score.objects.unscoped(TEXT).update(scored_at=timezone.now() - timedelta(days=29))
    assert "No scores in four weeks for 1 student" in read(client, home, "daniel")


def test_a_mentor_is_reminded_of_days_to_confirm_with_one_press(client, home, mailoutbox):
    InternshipDay.objects.unscoped(TEXT).update(date=date.today() - timedelta(days=3))
    Link.objects.unscoped(TEXT).all().delete()
    page = read(client, home, "daniel")
    assert "Awaiting confirmation" in page
    assert "not asked yet" in page
    Person.objects.unscoped(TEXT).filter(pk=home.rosa.pk).update(email="rosa@clinic.example")
    ask = reverse("ask-mentor", args=[home.rows["Placement"].pk])
    answer = client.post(ask, {"back": "today"}, follow=True)
    assert "Email sent to r…@clinic.example." in answer.content.decode()
    assert "Amina" not in mailoutbox[0].subject
    assert "not asked yet" not in read(client, home, "daniel")
    InternshipDay.objects.unscoped(TEXT).update(confirmed_at=timezone.now())
    page = read(client, home, "daniel")
    assert "Awaiting confirmation" not in page
    assert "5 of 80 hours" in page


def test_a_step_that_is_late_is_met_with_a_hand_and_not_with_shame(client, home):
    step = home.rows["Step"]
    type(step.project).objects.unscoped(TEXT).update(ends=date.today() + timedelta(days=9))
    type(step).objects.unscoped(TEXT).update(due=date.today() - timedelta(days=2))
    StepDone.objects.unscoped(TEXT).all().delete()
    assert "1 student has a step that is not turned in yet" in read(client, home, "daniel")
    html = read(client, home, "amina")
    assert "and can still be turned in" in html
    assert "late" not in html.split("<main")[1].split("</main")[0].lower().replace("later", "")


def test_the_words_are_those_of_the_schools_model(client, home):
    page = read(client, home, "daniel")
    assert "LTI" in page
    assert "Internship<" not in page


def test_an_advisor_without_students_is_told_where_they_come_from(client, home):
    type(home.rows["Tie"]).objects.unscoped(TEXT).filter(role=Role.STUDENT).update(ends=timezone.now())
    assert "Then this page shows you each morning who needs you." in read(client, home, "daniel")


def test_her_mother_is_led_to_amina(client, home):
    page = read(client, home, "carmen")
    assert "Where Amina is today" in page
    assert f'href="{reverse("student", args=[home.amina.pk])}"' in page


def test_her_mentor_sees_first_name_days_and_goals_and_no_readings(client, home):
    page = read(client, home, "rosa")
    assert "Hope Clinic" in page
    assert "Test six homes" in page
    for hidden in (
        "Amina Diallo",
        "Carmen",
        "Water report",
        "Scores",
        "Clean water",
        "Advisory 11-B",
    ):
        assert hidden not in page.split("<main")[1]


def test_who_mentors_two_is_asked_whose_day(client, home):
    tie(home.rosa, Role.MENTOR, home.bea)
    page = read(client, home, "rosa")
    assert "Choose a student" in page
    assert "Bea" in page
    assert "Lopez" not in page


@pytest.mark.parametrize("mentees", [1, 2])
def test_her_mentor_is_led_to_the_days_she_is_to_confirm(client, home, mentees):
    if mentees == 2:
        tie(home.rosa, Role.MENTOR, home.bea)
    page = read(client, home, "rosa")
    placement = Placement.objects.unscoped(TEXT).get(student=home.amina)
    assert f'href="{reverse("placement", args=[placement.pk])}">1 day to confirm' in compact(page)
    assert "to confirm</a>" not in read(client, home, "carmen")


def test_a_grade_is_said_as_people_say_it(client, home):
    Person.objects.unscoped(TEXT).filter(pk=home.amina.pk).update(grade="09")
    page = read(client, home, "daniel")
    assert "Grade 9" in page
    assert "Grade 09" not in page


def test_a_student_sees_no_other_student(client, home):
    client.force_login(home.bea.account)
    assert client.get(reverse("student", args=[home.amina.pk])).status_code == 404


def test_an_adults_page_does_not_exist(client, home):
    client.force_login(home.ines.account)
    assert client.get(reverse("student", args=[home.daniel.pk])).status_code == 404


def test_a_strange_group_in_the_address_shows_ones_own(client, home):
    page = read(client, home, "daniel", f"{reverse('today')}?group=%00'\"<x>")
    assert "Advisory 11-B" in page


@pytest.mark.parametrize(("who", "most"), [("amina", 31), ("daniel", 47), ("carmen", 28)])
def test_the_number_of_questions_does_not_grow_with_the_advisory(
    client, home, django_assert_max_num_queries, who, most
):
    client.force_login(home.people[who].account)
    address = reverse("student", args=[home.amina.pk]) if who != "daniel" else reverse("today")
    with django_assert_max_num_queries(most) as first:
        client.get(address)
    for number in range(15):
        person = type(home.amina).objects.create(
            network=home.network, given_name=f"S{number}", family_name="Lee"
        )
        tie(person, Role.STUDENT, home.school)
        tie(person, Role.STUDENT, home.rows["Advisory"])
        Plan.objects.create(student=person, term=home.rows["Term"])
        Placement.objects.create(
            student=person, site=home.rows["Site"], starts=date.today() - timedelta(days=9), weekdays=[1]
        )
    with django_assert_max_num_queries(len(first)):
        client.get(address)


def test_the_language_form_of_a_day_leads_back_to_that_day(client):
    side = make_world().home
    client.force_login(side.daniel.account)
    for path in (reverse("today"), reverse("student", args=[side.amina.pk])):
        assert f'name="next" value="{path}"' in client.get(path).content.decode()


def test_a_student_checks_in_with_one_press_on_today(client, home, at):
    today = at(9)
    out_today(home, today, arrived=None)
    page = read(client, home, "amina")
    fields = dict(re.findall(r'name="(id|student|kind)" value="([^"]+)"', page))
    assert fields["kind"] == "arrived"
    for _press in range(2):
        client.post(reverse("my-day"), fields)
    days = InternshipDay.objects.unscoped(TEXT).filter(placement__student=home.amina, date=date.today())
    assert [day.arrived is not None for day in days] == [True]
    assert "Continue my day" in read(client, home, "amina")


def test_the_next_step_opens_from_today_for_the_student_alone(client, home):
    step = home.rows["Step"]
    StepDone.objects.unscoped(TEXT).filter(step=step).delete()
    where = reverse("project-step", args=[step.project_id, step.pk])
    assert f'href="{where}"' in read(client, home, "amina")
    assert f'href="{where}"' not in read(client, home, "carmen")


def test_a_teachers_day_is_about_their_classes_and_leaves_advisors_tasks_to_advisors(client, home):
    project = home.rows["Project"]
    type(project).objects.unscoped(TEXT).update(
        starts=date.today() - timedelta(days=9), ends=date.today() + timedelta(days=9)
    )
    steps = type(home.rows["Step"]).objects.unscoped(TEXT)
    steps.update(due=date.today() + timedelta(days=2))
    page = compact(read(client, home, "tomas"))
    for words in ("1 piece of work to score", "Today’s agenda", "Due around now", "My classes"):
        assert words in page
    assert "Awaiting confirmation" not in page
    steps.update(due=date.today() - timedelta(days=2))
    StepDone.objects.unscoped(TEXT).all().delete()
    page = compact(read(client, home, "tomas"))
    assert "Nothing turned in yet" in page
    assert "0 of 1 turned in" in page


def test_one_class_shows_where_its_students_stand(client, home):
    type(home.rows["Project"]).objects.unscoped(TEXT).update(
        starts=date.today() - timedelta(days=9), ends=date.today() + timedelta(days=9)
    )
    page = compact(read(client, home, "tomas", f"{reverse('today')}?group={home.rows['Class'].pk}"))
    assert "Amina Diallo" in page
    assert "1 of 1 step" in page


def test_the_number_of_questions_does_not_grow_with_a_teachers_classes(
    client, home, django_assert_max_num_queries
):
    client.force_login(home.tomas.account)
    pages = [reverse("today"), f"{reverse('today')}?group={home.rows['Class'].pk}"]
    counts = []
    for page in pages:
        with django_assert_max_num_queries(36) as queries:
            client.get(page)
        counts.append(len(queries))
    for number in range(15):
        person = type(home.amina).objects.create(
            network=home.network, given_name=f"S{number}", family_name="Lee"
        )
        tie(person, Role.STUDENT, home.rows["Class"])
        Member.objects.create(project=home.rows["Project"], student=person)
    for page, most in zip(pages, counts, strict=True):
        with django_assert_max_num_queries(most):
            client.get(page)
