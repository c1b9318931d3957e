"""Students, families and staff answer once, by a link or signed in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community import links
from trellis.core.community.models import Demographics, Person
from trellis.core.foundation.errors import ActionError
from trellis.improvement.surveys.models import SurveyDecision, SurveyTally, SurveyTicket, SurveyWords
from trellis.improvement.surveys.people import invited_people
from trellis.improvement.surveys.scheduled_tasks import move_rounds
from trellis.improvement.surveys.services import decisions, rounds
from trellis.improvement.surveys.services.answers import save_answer

from .conftest import TEXT, add_round, content, item, reload

SEND = {"do": "answer", "item-known": "3", "item-best": "1", "item-change": "Start later."}


def address(name: str, *parts: object) -> str:
    return f"https://trellis.example.org{reverse(name, args=parts)}"


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def open_now(home, **values):
    row = add_round(home.school, **values)
    rounds.open_round(row, home.ines.pk, address)
    return reload(row)


def counted(row) -> int:
    tally = SurveyTally.objects.unscoped(TEXT).filter(round=row, facet="all").first()
    return tally.answered if tally else 0


def test_amina_answers_once_and_sent_twice_is_one_answer(home):
    row = open_now(home)
    amina, page = signed_in(home.amina), reverse("answer-survey", args=[row.pk])
    assert "only groups of 10 or more" in amina.get(page).content.decode()
    for _time in range(2):
        assert "Thank you" in amina.post(page, SEND, follow=True).content.decode()
    assert counted(row) == 1
    assert SurveyWords.objects.unscoped(TEXT).get().text == "Start later."


def test_today_shows_a_survey_until_it_is_answered(home):
    row = open_now(home)
    amina, page = signed_in(home.amina), reverse("answer-survey", args=[row.pk])
    assert page in amina.get(reverse("today")).content.decode()
    amina.post(page, SEND)
    assert page not in amina.get(reverse("today")).content.decode()


def test_an_answer_that_says_nothing_is_asked_for_once_more(home):
    row = open_now(home)
    response = signed_in(home.amina).post(reverse("answer-survey", args=[row.pk]), {"do": "answer"})
    assert response.status_code == 422
    assert "Answer at least one question." in response.content.decode()
    assert counted(row) == 0


def test_words_that_name_a_student_are_sent_back_without_the_name(home):
    row = open_now(home)
    words = f"{home.bea.given_name} {home.bea.family_name} is loud."
    response = signed_in(home.amina).post(
        reverse("answer-survey", args=[row.pk]), SEND | {"item-change": words}
    )
    assert response.status_code == 422
    assert "This names a student" in response.content.decode()
    assert not SurveyTicket.objects.unscoped(TEXT).filter(is_used=True)


def test_carmen_answers_by_her_link_without_an_account(home, django_capture_on_commit_callbacks):
    home.carmen.email = "carmen@example.org"
    home.carmen.save()
    with django_capture_on_commit_callbacks(execute=True):
        row = open_now(home, audience="families")
    letter = next(each for each in mail.outbox if each.to == ["carmen@example.org"])
    assert home.carmen.family_name not in letter.subject
    token = links.issue_link(rounds.ANSWER_PURPOSE, row.pk, home.carmen, 30, home.ines.pk)
    page = reverse("survey-link", args=[token])
    client = Client()
    client.get(page)
    assert counted(row) == 0  # to open it changes nothing
    for _time in range(2):
        client.post(page, SEND)
    assert counted(row) == 1


def test_charlie_gets_into_nothing(world):
    row = open_now(world.home)
    charlie = signed_in(world.other.amina)
    for name in ("answer-survey", "preview-survey", "survey-round", "survey-csv"):
        assert charlie.get(reverse(name, args=[row.pk])).status_code == 404
    assert charlie.get(reverse("school-surveys", args=[world.home.school.pk])).status_code == 404
    with pytest.raises(ActionError):
        save_answer(row, world.other.amina, {"known": 1}, {})


def test_staff_answer_what_asks_staff_and_not_what_asks_students(home):
    staff, students = open_now(home, audience="staff"), open_now(home)
    daniel = signed_in(home.daniel)
    assert daniel.get(reverse("answer-survey", args=[staff.pk])).status_code == 200
    assert daniel.get(reverse("answer-survey", args=[students.pk])).status_code == 404


def test_carmen_opts_out_and_amina_cannot_answer(home):
    row = open_now(home)
    page = reverse("preview-survey", args=[row.pk])
    carmen = signed_in(home.carmen)
    assert "Question known?" in carmen.get(page).content.decode()
    carmen.post(page, {"do": "decide", "student": home.amina.pk, "kind": "opt-out"})
    assert signed_in(home.amina).get(reverse("answer-survey", args=[row.pk])).status_code == 404
    carmen.post(page, {"do": "decide", "student": home.amina.pk, "kind": "consent"})
    assert signed_in(home.amina).get(reverse("answer-survey", args=[row.pk])).status_code == 200


def test_carmen_decides_only_for_her_own_child(home):
    row = open_now(home)
    response = signed_in(home.carmen).post(
        reverse("preview-survey", args=[row.pk]), {"do": "decide", "student": home.bea.pk, "kind": "opt-out"}
    )
    assert response.status_code == 404
    assert not SurveyDecision.objects.unscoped(TEXT).exists()


def test_only_students_with_consent_are_asked_a_required_and_funded_survey_on_religion(home):
    row = add_round(
        home.school,
        content=content(item("faith", areas=("religion",))),
        is_required=True,
        federally_funded=True,
    )
    with pytest.raises(ActionError, match="written consent"):
        rounds.open_round(row, home.ines.pk, address)
    rounds.send_notice(row, home.ines.pk, address)
    decisions.decide(reload(row), home.amina, "consent", "paper", home.ines.pk)
    assert invited_people(reload(row)) == {home.amina.pk}
    rounds.open_round(reload(row), home.ines.pk, address)
    assert set(SurveyTicket.objects.unscoped(TEXT).values_list("person", flat=True)) == {home.amina.pk}


def test_who_sends_the_notice_learns_how_many_have_no_email_address(home):
    Person.objects.unscoped(TEXT).filter(pk=home.carmen.pk).update(email="")
    assert rounds.send_notice(add_round(home.school), home.ines.pk, address) == (0, 1)
    Person.objects.unscoped(TEXT).filter(pk=home.carmen.pk).update(email="carmen@example.org")
    assert rounds.send_notice(add_round(home.school), home.ines.pk, address) == (1, 0)


def test_at_18_amina_decides_and_her_mother_no_longer(home):
    Demographics.objects.unscoped(TEXT).update_or_create(
        student=home.amina, defaults={"birth_date": date.today() - timedelta(days=19 * 365)}
    )
    row = add_round(home.school)
    with pytest.raises(ActionError, match="decides for themselves"):
        decisions.decide(row, home.amina, "opt-out", "account", home.carmen.pk)
    decisions.decide(row, home.amina, "opt-out", "account", home.amina.pk)
    assert home.amina.pk not in invited_people(row)


def test_a_round_opens_closes_and_reminds_by_itself_once(home):
    today = date.today()
    home.carmen.email = "carmen@example.org"
    home.carmen.save()
    row = add_round(home.school, audience="families", opens=today, closes=today + timedelta(days=2))
    now = timezone.now()
    assert move_rounds(now, address) == 1
    assert reload(row).is_open
    assert move_rounds(now, address) == 1  # the reminder, as it closes in two days
    assert len([each for each in mail.outbox if each.to == ["carmen@example.org"]]) == 1
    assert move_rounds(now, address) == 0
    assert move_rounds(now + timedelta(days=4), address) == 1
    assert reload(row).closed_on
    with pytest.raises(ActionError, match="closed"):
        save_answer(reload(row), home.carmen, {"known": 1}, {})


def test_carmen_reads_the_questions_by_a_link_and_says_no(home):
    row = add_round(
        home.school, opens=date.today() + timedelta(days=20), closes=date.today() + timedelta(days=30)
    )
    token = links.issue_link(rounds.PREVIEW_PURPOSE, row.pk, home.carmen, 30, home.ines.pk)
    page, client = reverse("survey-preview-link", args=[token]), Client()
    assert "Question known?" in client.get(page).content.decode()
    assert not SurveyDecision.objects.unscoped(TEXT).exists()  # to open it changes nothing
    client.post(page, {"do": "decide", "student": home.amina.pk, "kind": "opt-out"})
    decision = SurveyDecision.objects.unscoped(TEXT).get()
    assert (decision.kind, decision.source, decision.by_id) == ("opt-out", "link", home.carmen.pk)
    assert not {"why", "reason", "words"} & {field.name for field in SurveyDecision._meta.fields}


def test_a_family_that_opts_out_while_the_survey_is_open_is_heard(home):
    row = open_now(home)
    decisions.decide(row, home.amina, "opt-out", "link", home.carmen.pk)
    with pytest.raises(ActionError, match="does not ask you"):
        save_answer(row, home.amina, {"known": 1}, {})
    assert counted(row) == 0
