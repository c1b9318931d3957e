"""Ines imports the state's standards on a page: she sees what would change, and nothing happens without a press."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from exchange.test_framework_import import DOCUMENT, corrected, first, item, package
from trellis.core.foundation.models import Act
from trellis.design.blueprint.models import Adoption
from trellis.design.frameworks.models import Framework, Outcome
from trellis.exchange.models import FrameworkUpload
from world import make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def ines(client, world) -> Client:
    client.force_login(world.home.ines.account)
    return client


def send(client: Client, contents: object, name: str = "science.json"):
    body = contents if isinstance(contents, bytes) else json.dumps(contents).encode()
    file = SimpleUploadedFile(name, body, "application/json")
    return client.post(reverse("standards-upload"), {"do": "check", "file": file})


def press(client: Client, page: str, do: str) -> str:
    return client.post(page, {"do": do}, follow=True).content.decode()


def read(client: Client, page: str) -> str:
    return client.get(page).content.decode()


def frameworks() -> int:
    return Framework.objects.filter(key=DOCUMENT["identifier"]).count()


def test_standards_are_shown_first_and_come_in_at_a_press(ines, world):
    page = send(ines, package()).url
    shown = read(ines, page)
    assert "This is what would change" in shown
    assert "W.1 Water moves." in shown
    assert frameworks() == 0
    done = press(ines, page, "import")
    assert "Standards imported. Projects can use them now." in done
    assert frameworks() == 1
    act = Act.objects.unscoped(TEXT).get(verb="import standards")
    assert act.person_id == world.home.ines.pk
    assert "already imported or discarded" in press(ines, page, "import")
    assert "Science" in read(ines, reverse("standards-upload"))


def test_the_file_is_deleted_once_it_was_imported_or_discarded(ines, settings):
    for do in ("import", "discard"):
        page = send(ines, package()).url
        assert len(list(Path(settings.MEDIA_ROOT).rglob("*.json"))) == 1
        press(ines, page, do)
        assert not list(Path(settings.MEDIA_ROOT).rglob("*.json"))
    assert "already imported or discarded" in press(ines, page, "import")


def test_a_correction_shows_what_it_changes_adds_and_removes(ines):
    press(ines, send(ines, first()).url, "import")
    page = send(ines, corrected()).url
    shown = read(ines, page)
    for text in ("W.1 Water moves.", "W.1 Water moves and stands.", "Water is old.", "Water carries things."):
        assert text in shown
    press(ines, page, "import")
    assert Outcome.objects.get(key="a").statement == "Water moves and stands."
    assert "Everything in this file is already here." in read(ines, send(ines, corrected()).url)


def test_a_new_version_says_that_an_earlier_one_is_here(ines):
    press(ines, send(ines, first()).url, "import")
    second = package(CFDocument=DOCUMENT | {"version": "2.0"})
    assert "An earlier version is here already." in read(ines, send(ines, second).url)


def test_what_changed_since_the_page_was_opened_is_shown_again(ines):
    page = send(ines, corrected()).url
    press(ines, send(ines, first(CFDocument=corrected()["CFDocument"])).url, "import")
    answer = ines.post(page, {"do": "import"})
    assert answer.status_code == 422
    assert "Check what would change now." in answer.content.decode()
    assert Outcome.objects.get(key="a").statement == "Water moves."
    press(ines, page, "import")
    assert Outcome.objects.get(key="a").statement == "Water moves and stands."


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        (b"", "This file is empty. Export it again."),
        (b"code,title", "science.json is not JSON. Export the standards again as a CASE package in JSON."),
        ({"items": []}, "science.json is not a CASE package: it has no CFDocument."),
        (package(CFItems=[item("a", "x"), item("a", "")]), "CFItems, entry 2: fullStatement is missing."),
        (package(CFItems=[item("a", "x"), item("a", "")]), "CFItems, entry 2: identifier a is used twice."),
    ],
)
def test_a_bad_file_is_refused_in_sentences_and_nothing_is_saved(ines, contents, sentence):
    before = FrameworkUpload.objects.unscoped(TEXT).count()
    answer = send(ines, contents)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert FrameworkUpload.objects.unscoped(TEXT).count() == before


def test_a_file_cannot_rewrite_the_outcomes_of_a_school_model(ines, world):
    model = Adoption.objects.unscoped(TEXT).select_related("package__framework").get(school=world.home.school)
    framework = model.package.framework
    document = DOCUMENT | {"identifier": framework.key, "version": framework.version}
    answer = send(ines, package(CFDocument=document))
    assert "belongs to a school model" in answer.content.decode()


def test_ines_does_not_see_what_imani_uploads_and_teachers_see_no_page(ines, world):
    imani, tomas = Client(), Client()
    imani.force_login(world.home.imani.account)
    tomas.force_login(world.home.tomas.account)
    page = send(imani, package()).url
    assert imani.get(page).status_code == 200
    assert ines.get(page).status_code == 404
    assert tomas.get(reverse("standards-upload")).status_code == 404
    theirs = reverse("standards-preview", args=[world.other.rows["FrameworkUpload"].pk])
    assert ines.post(theirs, {"do": "import"}).status_code == 404
