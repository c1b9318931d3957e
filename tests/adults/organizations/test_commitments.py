"""A school's shared commitment: drafted, signed by each party, published, reviewed; families are counted, not named."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from trellis.adults.organizations.models import (
    CommitmentPromise,
    CommitmentSignature,
    Party,
    SharedCommitment,
)
from world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    side = make_world().home
    SharedCommitment.objects.unscoped("t").filter(school=side.school).delete()
    return side


def client_of(home, name):
    client = Client()
    client.force_login(home.people[name].account)
    return client


def page_of(home):
    return reverse("shared-commitment", args=[home.school.pk])


def send(home, who, status=302, **fields):
    response = client_of(home, who).post(page_of(home), fields)
    assert response.status_code == status, response.content.decode()[-600:]
    return response


def draft(home):
    send(home, "ines", do="begin")
    for party in Party.values:
        send(home, "ines", do="promise", party=party, words=f"The {party} come on time.")


def promise_of(home, party):
    return CommitmentPromise.objects.unscoped("t").get(commitment__school=home.school, party=party)


def signatures(home):
    return CommitmentSignature.objects.unscoped("t").filter(commitment__school=home.school, deleted_at=None)


def read(home, name):
    return client_of(home, name).get(page_of(home)).content.decode()


def test_a_commitment_goes_from_draft_to_signatures_to_review(home):
    draft(home)
    assert "come on time" not in read(home, "carmen")
    send(home, "carmen", 404, do="ask")
    send(home, "ines", do="ask")
    send(home, "ines", 422, do="promise", party="school", words="One more.")
    for _press in range(2):
        send(home, "carmen", do="sign", party="families")
    send(home, "amina", do="sign", party="students")
    send(home, "devi", do="sign", party="district")
    send(home, "ines", do="paper", party="partners", name="Li of the clinic", day="2026-09-01")
    assert signatures(home).count() == 4
    send(home, "ines", do="publish")
    page = read(home, "daniel")
    assert "Devi Rao" in page
    assert "Li of the clinic" in page
    assert "Carmen" not in page
    promise = promise_of(home, "district")
    sent = {"do": "review", "promise": promise.pk, "outcome": "partly", "review": "They came in November."}
    send(home, "devi", **sent, revision=f"{promise.pk}:{promise.revision}")
    assert "They came in November." in read(home, "carmen")


def test_going_back_to_the_draft_ends_signatures_given_to_other_words(home):
    draft(home)
    send(home, "ines", do="ask")
    send(home, "carmen", do="sign", party="families")
    send(home, "ines", do="reopen")
    assert not signatures(home).exists()
    send(home, "carmen", 404, do="sign", party="families")


def test_nobody_signs_for_a_party_that_is_not_theirs(home):
    draft(home)
    send(home, "ines", do="ask")
    send(home, "carmen", 422, do="sign", party="district")
    send(home, "daniel", 404, do="sign", party="school")
    send(home, "devi", 404, do="review", promise=promise_of(home, "school").pk)


def test_the_district_writes_its_own_promises_and_no_others(home):
    send(home, "ines", do="begin")
    assert "Add promise" in read(home, "devi")
    send(home, "devi", do="promise", party="district", words="Bus passes.")
    send(home, "devi", 422, do="promise", party="families", words="Homework.")


def test_a_guardian_signs_from_the_familys_page(home):
    draft(home)
    send(home, "ines", do="ask")
    family = reverse("family-link", args=[home.tokens["family-link"]])
    assert "Sign the shared commitment" in Client().get(family).content.decode()
    opened = Client().post(family, {"do": "open-commitment"})["Location"]
    assert "come on time" in Client().get(opened).content.decode()
    assert not signatures(home).exists()
    assert Client().post(opened, {"do": "sign"}).status_code == 302
    assert signatures(home).get().person_id == home.carmen.pk
    assert "Sign the shared commitment" not in Client().get(family).content.decode()


def test_a_district_without_an_account_signs_once_by_its_link_in_its_language(home):
    home.school.district = home.rows["District"]
    home.school.save()
    draft(home)
    request = {"do": "district-link", "contact": "Luz Rey", "email": "luz@district.example", "language": "es"}
    send(home, "ines", 422, **request)
    send(home, "ines", do="ask")
    send(home, "devi", 404, **request)
    pages = [send(home, "ines", 200, **request).content.decode() for _link in range(2)]
    older, newer = (re.search(r"/district-commitment/[\w~-]+/", page)[0] for page in pages)
    visitor = Client(headers={"accept-language": "en"})
    assert visitor.get(older).status_code == 410
    page = visitor.get(newer).content.decode()
    assert "The district come on time." in page
    assert 'lang="es"' in page
    assert not signatures(home).exists()
    for name in ("Luz Rey", "Luz R."):
        assert visitor.post(newer, {"do": "sign", "name": name}).status_code == 302
    assert [(row.party, row.name) for row in signatures(home)] == [("district", "Luz Rey")]
    assert "Luz Rey" in read(home, "daniel")
