"""Lena graduated. She keeps a link, answers, changes her answer, and can say stop."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from trellis.core.community import links
from trellis.core.community.models import Schooling
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.models import Change
from trellis.improvement.alumni import asking
from trellis.improvement.alumni.models import AlumniAnswer

TEXT = "the test looks"
ANSWER = {
    "do": "answer",
    "revision": "",
    "doing": ["college", "work"],
    "place": "City College",
    "words": "Good.",
}


@pytest.fixture
def lena(graduates) -> Schooling:
    return graduates.add(1)[0]


@pytest.fixture
def page(lena, graduates) -> str:
    token = links.issue_link(asking.LINK_PURPOSE, lena.pk, lena.student, 800, graduates.side.noor.pk)
    return reverse("alumni-link", args=[token])


def answer() -> AlumniAnswer:
    return AlumniAnswer.objects.unscoped(TEXT).get()


def send(page: str, **fields: object):
    return Client().post(page, ANSWER | fields, follow=True)


def revision() -> str:
    return f"{answer().pk}:{answer().revision}"


def test_to_open_the_link_changes_nothing(page):
    assert Client().get(page).status_code == 200
    assert not AlumniAnswer.objects.unscoped(TEXT).exists()


def test_lena_answers_and_changes_her_answer_later(page, lena):
    assert "Thank you. Your answer is saved." in send(page).text
    assert (answer().doing, answer().words, answer().school_id) == (
        ["college", "work"],
        "Good.",
        lena.school_id,
    )
    shown = Client().get(page).text
    assert "City College" in shown
    send(page, revision=revision(), doing=["work"], words="I left.")
    assert (answer().doing, answer().words) == (["work"], "I left.")


def test_the_page_is_in_her_language(page, lena):
    lena.student.language = "ar"
    lena.student.save()
    assert 'dir="rtl"' in Client().get(page).text


def test_the_same_answer_twice_is_one_answer(page):
    send(page)
    send(page)
    assert AlumniAnswer.objects.unscoped(TEXT).count() == 1


def test_she_chooses_at_least_one_thing(page):
    response = send(page, doing=[])
    assert response.status_code == 422
    assert "Choose at least one." in response.text


def test_who_may_be_contacted_says_how(page):
    response = send(page, may_contact="on")
    assert "Enter an email address or a phone number" in response.text
    send(page, may_contact="on", phone="401-555-0100")
    assert answer().phone == "401-555-0100"


def test_how_to_reach_her_is_not_kept_without_her_consent(page):
    send(page, email="lena@example.org")
    assert (answer().may_contact, answer().email) == (False, "")


def test_the_next_email_goes_to_the_address_that_she_gave(page, lena, graduates):
    send(page, may_contact="on", email="lena@example.org")
    asking.ask(
        lena, graduates.side.noor.pk, lambda token: f"https://x.org{reverse('alumni-link', args=[token])}"
    )
    assert mail.outbox[-1].to == ["lena@example.org"]
    assert "Lena" not in mail.outbox[-1].subject


def test_immigration_status_is_not_stored(page):
    response = send(page, words="I am undocumented.")
    assert response.status_code == 422
    assert "immigration status" in response.text
    assert not AlumniAnswer.objects.unscoped(TEXT).exists()


def test_she_can_stop_it_which_forgets_how_to_reach_her(page, lena, graduates):
    send(page, may_contact="on", email="lena@example.org", share_name="on")
    assert "We will not ask you again." in Client().post(page, {"do": "stop"}, follow=True).text
    assert (answer().email, answer().share_name, answer().words) == ("", False, "Good.")
    assert answer().stopped_at
    with pytest.raises(ActionError, match="asked not to be contacted"):
        asking.ask(lena, graduates.side.noor.pk, str)
    line = asking.graduates_in_class(graduates.side.viewer("noor"), lena.school, graduates.class_year)[0]
    assert not line.may_be_asked
    Client().post(page, {"do": "stop"})  # again: nothing happens


def test_she_can_delete_her_answer_with_it_and_the_ledger_forgets_it(page):
    send(page, words="A secret of mine.")
    Client().post(page, {"do": "stop", "forget": "on"})
    assert (answer().doing, answer().place, answer().words, answer().answered_at) == ([], "", "", None)
    changes = Change.objects.unscoped(TEXT).filter(table="alumni_alumnianswer")
    assert all("secret" not in str(change.before) for change in changes)


def test_who_answers_after_all_may_be_asked_again(page):
    Client().post(page, {"do": "stop"})
    send(page, revision=revision())
    assert answer().stopped_at is None


def test_a_link_of_another_purpose_opens_nothing(lena):
    token = links.issue_link("panel", lena.pk, lena.student, 30, None)
    assert Client().get(reverse("alumni-link", args=[token])).status_code == 404
