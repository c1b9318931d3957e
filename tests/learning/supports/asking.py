"""Requests that the tests of supports make: as somebody, for a page or with a form."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

TEXT = "the test looks"


def rows(model):
    return model.objects.unscoped(TEXT)


def client(side, who, **more):
    browser = Client(**more)
    browser.force_login(side.people[who].account)
    return browser


def day(ahead):
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


def press(side, who, status=302, name="student-supports", about=None, **sent):
    answer = client(side, who).post(reverse(name, args=[(about or side.amina).pk]), sent)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def page(side, who, name="student-supports", status=200, about=None):
    answer = client(side, who).get(reverse(name, args=[(about or side.amina).pk]))
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()
