"""Each person reads in their own language, and it stays with them."""

from django.urls import reverse

from trellis.core.community.models import Person


def test_arabic_turns_the_page_around(client, db):
    answer = client.post(reverse("language"), {"language": "ar", "next": reverse("join")})
    assert answer.url == reverse("join")
    assert '<html lang="ar" dir="rtl">' in client.get("/").text


def test_a_language_that_we_do_not_have_changes_nothing(client, db):
    client.post(reverse("language"), {"language": "xx"})
    assert '<html lang="en" dir="ltr">' in client.get("/").text


def test_the_choice_stays_with_the_person(enter, world):
    enter("carmen").post(reverse("language"), {"language": "es"})
    assert Person.objects.unscoped("the test looks").get(pk=world.carmen.pk).language == "es"


def test_shared_browser_language_does_not_follow_sign_in(enter, world):
    Person.objects.unscoped("the test sets it").filter(pk=world.carmen.pk).update(language="es")
    client = enter("carmen")
    session = client.session
    session["language"] = "ar"
    session.save()
    assert '<html lang="es" dir="ltr">' in client.get(reverse("today"), follow=True).text


def test_it_never_sends_anyone_to_another_house(client, db):
    answer = client.post(reverse("language"), {"language": "es", "next": "https://elsewhere.example/"})
    assert answer.url == "/"


def test_it_takes_no_get(client, db):
    assert client.get(reverse("language")).status_code == 405
