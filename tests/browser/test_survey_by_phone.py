"""A mother answers a survey on a phone, in Arabic, from the link to "thank you"; the school plans it and reads it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from browser.test_every_page import come_in
from improvement.surveys.conftest import add_students, content, item
from trellis.core.community import links
from trellis.improvement.surveys.models import SurveyRound, SurveyTally, SurveyWords
from trellis.improvement.surveys.services.answers import save_answer
from trellis.improvement.surveys.services.rounds import ANSWER_PURPOSE, close_round, issue_tickets
from world import Side, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
TEXT = "the test looks"


@pytest.fixture
def home(settings, tmp_path) -> Side:
    settings.MEDIA_ROOT = tmp_path
    side = make_world().home
    SurveyRound.objects.unscoped("the test begins without surveys").all().delete()
    return side


def open_round(home: Side, audience: str) -> SurveyRound:
    today = date.today()
    row = SurveyRound.objects.create(
        school=home.school,
        survey=audience,
        version="1.0.0",
        content=content(item("known"), item("best", "choice"), item("change", "words")),
        audience=audience,
        opens=today,
        closes=today + timedelta(days=9),
        min_group=10,
        opened_on=today,
    )
    issue_tickets(row)
    return row


def test_a_mother_answers_on_a_phone_in_arabic(page_with, live_server, home, axe):
    row = open_round(home, "families")
    token = links.issue_link(ANSWER_PURPOSE, row.pk, home.carmen, 30, home.ines.pk)
    page = page_with(viewport=PHONE)
    page.goto(live_server.url + reverse("survey-link", args=[token]))
    page.locator("select[name=language]").first.select_option("ar")
    page.locator("select[name=language]").first.evaluate("field => field.form.requestSubmit()")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator(".survey-form button")).to_be_visible()
    axe(page)
    answers = page.locator(".survey-form label:has(input[type=radio])")
    assert answers.count() == 6
    assert all(answer.bounding_box()["height"] >= 44 for answer in answers.all())
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    answers.nth(3).click()
    answers.nth(5).click()
    page.locator("textarea").fill("وقت أكثر")
    page.reload()
    page.locator("[data-draft-notice] button").first.click()
    expect(page.locator("textarea")).to_have_value("وقت أكثر")  # the browser's own draft
    page.locator(".survey-form button").click()
    expect(page.locator(".survey-form")).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()
    axe(page)
    tally = SurveyTally.objects.unscoped(TEXT).get(round=row)
    assert (tally.answered, tally.counts) == (1, {"known": [0, 0, 0, 1], "best": [0, 1]})
    assert SurveyWords.objects.unscoped(TEXT).get().text == "وقت أكثر"


def test_a_leader_reads_what_students_said_and_tells_them_what_will_change(page_with, live_server, home, axe):
    students = add_students(home, 12)
    row = open_round(home, "students")
    for student in students:
        save_answer(row, student, {"known": 3, "best": 1}, {"change": "More time."})
    close_round(row, home.ines.pk)
    ines = page_with()
    come_in(ines, live_server, home.ines.account.username)
    ines.goto("/")
    ines.get_by_role("link", name="Surveys", exact=True).first.click()
    ines.get_by_role("link", name="Your classes").click()
    expect(ines.get_by_text("over 95%").first).to_be_visible()
    axe(ines)
    ines.get_by_label("What we heard").fill("You want time.")
    ines.get_by_label("What will change").fill("Friday is free.")
    ines.get_by_label("What will not change, and why").fill("Lunch: no room.")
    ines.get_by_role("button", name="Save", exact=True).click()
    ines.get_by_role("button", name="Publish to those who were asked").click()
    expect(ines.get_by_text("Published.").first).to_be_visible()
    amina = page_with(viewport=PHONE)
    come_in(amina, live_server, home.amina.account.username)
    amina.goto(live_server.url + reverse("my-surveys"))
    expect(amina.get_by_text("Friday is free.")).to_be_visible()
    axe(amina)
