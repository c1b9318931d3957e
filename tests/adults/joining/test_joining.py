"""A school on its way into a network: its stages, a pause, leaving, its contact's link, and who sees it."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.adults.joining.models import JoiningSchool, JoiningStep, NetworkCapacity
from trellis.adults.joining.plans import default_plan
from trellis.adults.joining.requirements import REQUIREMENTS
from trellis.adults.joining.scheduled_tasks import remind_contacts
from trellis.core.community.models import School, Tie
from trellis.core.foundation.measures import MEASURES, Year
from trellis.core.foundation.models import Act
from trellis.design.blueprint.package import builtin_packages, read_package
from trellis.design.blueprint.package.joining_checks import KNOWN_REQUIREMENTS
from web.notifications.letters import address, email_to, give_email, run_daily
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
RIVERBEND = {"name": "Riverbend High", "district_name": "Riverbend", "contact_name": "Joel Tran"}


@pytest.fixture
def home() -> Side:
    return make_world().home


def send(side: Side, who: str, page: str, key: object, status: int = 302, /, **sent: object) -> str:
    """What a person's press on a page answers."""
    client = Client()
    client.force_login(side.people[who].account)
    response = client.post(reverse(page, args=[key]), sent) if sent else client.get(reverse(page, args=[key]))
    assert response.status_code == status, response.content.decode()
    return response.content.decode() if status in (200, 422) else response.get("Location", "")


def add(side: Side, **values: object) -> JoiningSchool:
    send(side, "imani", "add-joining-school", side.network.pk, do="add", **RIVERBEND | values)
    return JoiningSchool.objects.unscoped(TEXT).get(name="Riverbend High")


def press(side: Side, school: JoiningSchool, do: str, status: int = 302, /, **sent: object) -> str:
    return send(side, "imani", "joining-school", school.pk, status, do=do, **sent)


def step(joining: JoiningSchool, key: str) -> JoiningStep:
    rows = JoiningStep.objects.unscoped(TEXT).select_related("owner")
    return rows.get(joining=joining, key=key)


def fresh(joining: JoiningSchool) -> JoiningSchool:
    return JoiningSchool.objects.unscoped(TEXT).select_related("school", "leader").get(pk=joining.pk)


def complete(side: Side, joining: JoiningSchool, key: str, status: int = 302, **sent: object) -> str:
    row = step(joining, key)
    return press(side, joining, "complete", status, step=row.pk, revision=row.revision, **sent)


def start_next(side: Side, joining: JoiningSchool, status: int = 302, reason: str = "") -> str:
    return press(side, joining, "next-stage", status, stage=fresh(joining).stage, reason=reason)


def test_a_school_of_interest_gets_its_first_steps_with_owners_and_days(home):
    joining = add(home)
    today = timezone.localdate()
    call, reasons = step(joining, "first-call"), step(joining, "reasons")
    assert (call.owner, call.due) == (home.imani, today + timedelta(days=14))
    assert (reasons.owner, reasons.side) == (None, "school")
    page = send(home, "imani", "joining", home.network.pk, 200)
    assert "Riverbend High" in page
    assert "Talk with the school leader" in page
    assert "already in the list" in send(
        home, "imani", "add-joining-school", home.network.pk, 422, do="add", **RIVERBEND
    )


def test_a_stage_ends_with_its_priority_steps_or_a_written_reason(home):
    joining = add(home)
    assert "Some priority steps are not done" in start_next(home, joining, 422)
    complete(home, joining, "first-call", evidence="We talked for an hour.")
    complete(home, joining, "reasons")
    start_next(home, joining)
    assert fresh(joining).stage == "self-study"
    assert "Do this first" in complete(home, joining, "discuss-self-study", 422)
    press(home, joining, "next-stage", stage="interest")  # the same press again
    assert fresh(joining).stage == "self-study"
    start_next(home, joining, reason="They wrote one last year.")
    assert fresh(joining).stage == "visits"


def test_what_trellis_can_check_is_checked_before_a_step_is_done(home):
    joining = in_year_0(home)
    assert "no students in Trellis yet" in complete(home, joining, "roster", 422)
    press(home, joining, "place", 404, school=home.school.pk)  # another row has that school
    press(home, joining, "place")
    tie(home.amina, "student-of", fresh(joining).school)
    complete(home, joining, "roster")
    assert step(joining, "roster").done_on == timezone.localdate()


def in_year_0(side: Side) -> JoiningSchool:
    joining = add(side)
    for _stage in range(3):
        start_next(side, joining, reason="Agreed by phone.")
    assert "Enter the first day of school" in start_next(side, joining, 422, reason="Agreed.")
    press(side, joining, "details", joining=joining.pk, revision=fresh(joining).revision, **opens_in(300))
    start_next(side, joining, reason="Agreed.")
    return joining


def opens_in(days: int) -> dict[str, object]:
    return RIVERBEND | {"opening": (timezone.localdate() + timedelta(days=days)).isoformat()}


def test_a_new_opening_day_moves_the_days_that_nobody_set(home):
    joining = in_year_0(home)
    team, training = step(joining, "team"), step(joining, "training")
    due = timezone.localdate() + timedelta(days=33)
    values = {"owner": home.kofi.pk, "due": due.isoformat(), "obstacle": "One post is open."}
    press(home, joining, "change", step=team.pk, revision=team.revision, **values)
    press(home, joining, "details", joining=joining.pk, revision=fresh(joining).revision, **opens_in(310))
    assert (step(joining, "team").due, step(joining, "team").owner) == (due, home.kofi)
    assert step(joining, "training").due == training.due + timedelta(days=10)


def test_two_who_edit_one_step_do_not_overwrite_each_other(home):
    joining = add(home)
    row = step(joining, "first-call")
    sent = {"step": row.pk, "revision": row.revision, "owner": "", "due": row.due.isoformat()}
    press(home, joining, "change", obstacle="On leave until May.", **sent)
    assert "On leave until May." in press_conflict(home, joining, sent | {"obstacle": "No phone."})
    assert step(joining, "first-call").obstacle == "On leave until May."


def press_conflict(side: Side, joining: JoiningSchool, sent: dict) -> str:
    client = Client()
    client.force_login(side.imani.account)
    response = client.post(reverse("joining-school", args=[joining.pk]), {"do": "change", **sent})
    assert response.status_code == 409
    return response.content.decode()


def test_a_pause_stops_the_days_and_the_return_shifts_them(home):
    joining = add(home)
    due = step(joining, "first-call").due
    assert "Write the reason" in press(home, joining, "pause", 422)
    press(home, joining, "pause", reason="A new superintendent.")
    assert "not joining now" in complete(home, joining, "first-call", 422)
    JoiningSchool.objects.unscoped(TEXT).filter(pk=joining.pk).update(
        paused_on=timezone.localdate() - timedelta(days=40)
    )
    press(home, joining, "return")
    press(home, joining, "return")
    assert step(joining, "first-call").due == due + timedelta(days=40)
    assert fresh(joining).status == "active"


def test_leaving_ends_what_the_page_lists_and_keeps_the_record(home):
    joining = home.rows["JoiningSchool"]
    page = send(home, "imani", "leave-joining", joining.pk, 200)
    assert "The access of Kofi Mensah as its coach" in page
    sent = {"do": "leave", "reason": "The district chose another way."}
    assert "The list has changed" in send(home, "imani", "leave-joining", joining.pk, 422, **sent)
    coach = Tie.objects.unscoped(TEXT).get(person=home.kofi)
    send(home, "imani", "leave-joining", joining.pk, **sent, tie=[str(coach.pk)])
    assert fresh(joining).status == "left"
    assert not home.viewer("kofi").roles
    assert home.viewer("ines").to("school", "leader-of") == {home.school.pk}
    assert "The district chose another way." in send(home, "imani", "joining-school", joining.pk, 200)
    assert "Riverbend" in add(home).name  # life goes on


def test_one_press_makes_one_school_and_its_leader_and_a_roster_never_makes_two(home):
    joining = add(home, contact_email="joel@river.example")
    for _press in range(2):
        press(home, joining, "place")
    school = School.objects.unscoped(TEXT).select_related("district").get(name="Riverbend High")
    leader = fresh(joining).leader
    assert (fresh(joining).school, leader.name, school.district.name) == (school, "Joel Tran", "Riverbend")
    assert step(joining, "reasons").owner == leader
    assert "Sign-up code for Joel Tran" in press(home, joining, "invite-leader", 200)
    brought = School.objects.create(network=home.network, name="Riverbend High School")
    press(home, joining, "place", school=brought.pk)
    assert fresh(joining).school == brought
    assert School.objects.unscoped(TEXT).get(pk=school.pk).deleted_at
    assert Tie.objects.unscoped(TEXT).filter(person=leader, to_school=brought, role="leader-of").exists()


def test_a_school_that_the_roster_brought_before_is_taken_by_its_name(home):
    brought = School.objects.create(network=home.network, name="riverbend high")
    joining = add(home)
    press(home, joining, "place")
    assert fresh(joining).school == brought


def test_the_contact_does_the_schools_steps_by_a_link_and_no_others(home):
    joining = add(home)
    page = send(home, "imani", "joining-school", joining.pk, 200, do="contact-link")
    link = page.split("/joining/link/")[1].split("/")[0]
    path, visitor = reverse("joining-link", args=[link]), Client()
    assert "Write why your school wants to join" in visitor.get(path).content.decode()
    reasons, call = step(joining, "reasons"), step(joining, "first-call")
    note = SimpleUploadedFile("why.txt", b"Every student.", "text/plain")
    sent = {"do": "complete", "step": reasons.pk, "revision": reasons.revision, "file": note}
    assert visitor.post(path, sent).status_code == 302
    assert step(joining, "reasons").done_by_name == "Joel Tran"
    assert visitor.post(path, {"do": "complete", "step": call.pk, "revision": 0}).status_code == 404
    file = reverse("joining-evidence", args=[reasons.pk])
    assert visitor.get(file).status_code in (302, 404)
    press(home, joining, "place")
    assert visitor.get(path).status_code == 410  # its leader signs in from now on


def test_the_contact_is_reminded_once_before_a_step_is_due(home):
    joining = add(home, contact_email="joel@river.example", contact_language="es")
    now = timezone.now()
    assert remind_contacts(now, address) == 0
    assert remind_contacts(now + timedelta(days=16), address) == 1
    assert remind_contacts(now + timedelta(days=16), address) == 0
    assert mail.outbox[-1].to == ["joel@river.example"]
    assert "/joining/link/" in mail.outbox[-1].body
    press(home, joining, "pause", reason="A new superintendent.")
    assert remind_contacts(now + timedelta(days=27), address) == 0


def test_the_owner_of_a_step_is_reminded_in_the_daily_email(home):
    joining = add(home)
    give_email(home, "imani")
    now = timezone.now()
    assert (
        run_daily(now + timedelta(days=1)) == 1
    )  # two weeks before the self-study is sent there is the call
    first = email_to(home, "imani").body
    assert "Riverbend High: Talk with the school leader" in first
    press(home, joining, "pause", reason="A new superintendent.")
    mail.outbox.clear()
    run_daily(now + timedelta(days=11))
    assert not any("Riverbend High" in message.body for message in mail.outbox)


def test_each_student_gets_the_milestones_of_their_school(home):
    joining, day = home.rows["JoiningSchool"], date.today()
    JoiningStep.objects.create(
        joining=joining,
        key="advisory",
        stage="year-1",
        year=1,
        position=2,
        title="A step",
        level="priority",
        side="school",
        due=day - timedelta(days=9),
        done_on=day,
    )
    year = Year(day - timedelta(days=90), day + timedelta(days=200), day.year)
    rows = MEASURES["milestones-on-time"].facts(home.network, year)
    assert {student: (total, base) for student, total, base in rows} == {
        home.amina.pk.hex: (1, 2),
        home.bea.pk.hex: (1, 2),
    }


def test_a_principal_completes_the_steps_of_her_school_and_not_the_networks(home):
    joining = home.rows["JoiningSchool"]
    for key, side in (("advisory", "school"), ("coach-1", "network")):
        JoiningStep.objects.create(
            joining=joining, key=key, stage="year-1", position=2, title="A step", level="priority", side=side
        )
    for key, status in (("advisory", 302), ("coach-1", 404)):
        sent = {"do": "complete", "step": step(joining, key).pk, "revision": 0}
        send(home, "ines", "school-joining", home.school.pk, status, **sent)
    send(home, "kofi", "school-joining", home.school.pk, 404, **sent)


def test_the_network_says_what_it_can_take_on_and_sees_what_is_taken(home):
    joining = in_year_0(home)
    press(
        home,
        joining,
        "details",
        joining=joining.pk,
        revision=fresh(joining).revision,
        coach=home.kofi.pk,
        **opens_in(300),
    )
    press(home, joining, "add-service", revision="", kind="coach-days", bought="12", used="3")
    numbers = {"schools": "4", "coach_days": "60", f"coach-{home.kofi.pk}": "20", "revision": ""}
    NetworkCapacity.objects.unscoped(TEXT).all().delete()
    send(home, "imani", "joining-capacity", home.network.pk, do="capacity", **numbers)
    page = send(home, "imani", "joining", home.network.pk, 200)
    assert "You have room for 3 more this year." in page
    assert " of 60 coach days are taken." in page


def test_the_record_for_researchers_goes_out_under_an_agreement_in_force(home):
    key = home.network.pk
    sent = {"do": "download", "title": "Study of nine schools", "holder": "River University"}
    page = send(home, "imani", "implementation-record", key, 422, **sent, ends=date(2020, 1, 1))
    assert "This agreement has ended" in page
    client = Client()
    client.force_login(home.imani.account)
    ends = timezone.localdate() + timedelta(days=90)
    response = client.post(reverse("implementation-record", args=[key]), sent | {"ends": ends.isoformat()})
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    record = archive.read("implementation-record.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(record)))
    assert {row["school"] for row in rows} == {home.school.name}
    assert {"internship", "advisory-structure"} <= {row["component"] for row in rows}
    dictionary = archive.read("dictionary.csv").decode("utf-8-sig")
    assert all(column in dictionary for column in rows[0])
    act = Act.objects.unscoped(TEXT).get(verb="download the implementation record")
    assert act.details["holder"] == "River University"


def test_the_default_list_is_translated_with_the_models(home):
    sentences = set()
    for path in builtin_packages().values():
        joining = read_package(path).joining
        sentences |= {text for each in joining.steps for text in (each.title, each.evidence, each.exit)}
    for each in default_plan().steps:
        assert {each.title, each.evidence, each.exit} <= sentences
        assert each.check is None or each.check in KNOWN_REQUIREMENTS
    assert set(REQUIREMENTS) <= set(KNOWN_REQUIREMENTS)
