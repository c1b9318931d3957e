"""What a family was told is corrected, with the day, or taken back; nobody overwrites what they have not seen."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from trellis.core.community.clock import school_local_time
from trellis.core.foundation.formatting import format_day
from trellis.core.foundation.models import Act, Change
from trellis.core.translations import translation_services
from trellis.core.translations.models import Translation
from trellis.web.families import notices
from trellis.web.families.models import Notice
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
WRONG, RIGHT = "We close early on Friday.", "We close early on Thursday."


@pytest.fixture
def home() -> Side:
    side = make_world().home
    Notice.objects.unscoped(TEXT).all().delete()
    side.rows["Notice"] = notices.send_notice(side.amina, WRONG, "en", False, side.daniel.pk)
    return side


def browser(side: Side, who: str, language: str = "en") -> Client:
    client = Client()
    client.force_login(side.people[who].account)
    session = client.session
    session["language"] = language
    session.save()
    return client


def page(side: Side, who: str, language: str = "en") -> str:
    answer = browser(side, who, language).get(reverse("family", args=[side.amina.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def press(side: Side, status: int = 302, who: str = "daniel", **sent) -> str:
    about = {"notice": side.rows["Notice"].pk}
    answer = browser(side, who).post(reverse("family", args=[side.amina.pk]), about | sent)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def revision(side: Side, html: str) -> str:
    return re.search(rf'name="revision" value="({side.rows["Notice"].pk}:\d+)"', html)[1]


def stands(side: Side) -> Notice:
    return Notice.objects.unscoped(TEXT).get(pk=side.rows["Notice"].pk)


def test_the_family_reads_the_new_words_and_the_day_of_the_correction(home):
    assert "Corrected on" not in page(home, "carmen")
    press(home, do="correct", words=RIGHT, language="en")
    shown = page(home, "carmen")
    assert RIGHT in shown
    assert WRONG not in shown
    day = school_local_time(home.school, stands(home).corrected_at).date()
    assert f"Corrected on {format_day(day)}" in shown
    assert WRONG in str(Change.objects.unscoped(TEXT).filter(row=home.rows["Notice"].pk, op="U").get().before)


def test_a_translation_of_the_old_words_is_not_shown_as_one_of_the_new(home):
    translation_services.save_human_translation(
        home.network.pk, WRONG, "es", "El viernes cerramos temprano.", home.daniel.pk
    )
    assert "El viernes cerramos temprano." in page(home, "carmen", "es")
    press(home, do="correct", words=RIGHT, language="en")
    shown = page(home, "carmen", "es")
    assert "El viernes" not in shown
    assert RIGHT in shown


def test_old_translation_does_not_follow_new_text(home):
    old = {"of": translation_services.text_digest(WRONG), "target": "es"}
    press(home, do="correct", words=RIGHT, language="en")
    refused = press(home, 422, do="translate", words="El viernes cerramos temprano.", **old)
    assert "El viernes cerramos temprano." in refused
    press(home, 422, do="approve", **old)
    assert not Translation.objects.filter(digest=translation_services.text_digest(RIGHT)).exists()
    every = reverse("student-translations", args=[home.amina.pk]) + "?in=es"
    sent = {"do": "translate", "text": old["of"], "words": "El viernes cerramos temprano."}
    refused = browser(home, "daniel").post(every, sent)
    assert refused.status_code == 422
    assert "El viernes cerramos temprano." in refused.content.decode()
    press(home, do="translate", words="El jueves.", target="es", of=translation_services.text_digest(RIGHT))
    assert "El jueves." in page(home, "carmen", "es")


def test_two_who_correct_it_see_both_texts(home):
    old = revision(home, page(home, "daniel"))
    press(home, do="correct", words=RIGHT, language="en", revision=old)
    press(home, do="correct", words=RIGHT, language="en", revision=old)
    html = press(home, 409, "noor", do="correct", words="We close on Monday.", language="en", revision=old)
    assert RIGHT in html
    assert "We close on Monday." in html
    assert stands(home).words == RIGHT
    press(home, 409, "noor", do="take-back", revision=old)
    assert stands(home).deleted_at is None
    again = {"words": "We close on Monday.", "language": "en", "revision": revision(home, html)}
    press(home, who="noor", do="correct", **again)
    assert (stands(home).words, stands(home).earlier) == ("We close on Monday.", [WRONG, RIGHT])


def test_removed_notice_stays_in_the_ledger(home):
    again = press(home, 200, do="take-back", revision=revision(home, page(home, "daniel")))
    assert f"{WRONG}</textarea>" in again
    assert WRONG not in page(home, "carmen")
    press(home, 422, do="take-back")
    late = press(home, 422, do="correct", words=RIGHT, language="en")
    assert RIGHT in late
    assert stands(home).deleted_at
    act = Act.objects.unscoped(TEXT).get(verb="withdraw a message to a family")
    assert (act.person_id, act.details["notice"]) == (home.daniel.pk, str(stands(home).pk))
    notices.remove_notice(stands(home), home.daniel.pk)


def test_what_is_refused_stays_in_its_form(home):
    refused = press(home, 422, do="correct", words="Her family is undocumented.", language="en")
    assert "Her family is undocumented.</textarea>" in refused
    assert stands(home).words == WRONG
    assert stands(home).corrected_at is None


def test_the_same_words_and_what_is_important_are_no_correction(home):
    press(home, do="correct", words=WRONG, language="en")
    assert stands(home).revision == 0
    press(home, do="correct", words=WRONG, language="en", vital="on")
    assert (stands(home).vital, stands(home).corrected_at) == (True, None)


def test_carmen_and_amina_change_nothing_that_they_were_told(home):
    for who in ("carmen", "amina"):
        browser(home, who).post(
            reverse("family", args=[home.amina.pk]),
            {"do": "correct", "notice": home.rows["Notice"].pk, "words": RIGHT, "language": "en"},
        )
        assert stands(home).words == WRONG
