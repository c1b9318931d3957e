"""A roster on the web: what would change is shown first; nothing happens without a press, nor twice."""

import zipfile
from io import BytesIO
from pathlib import Path
from unittest import mock
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exchange.rosters import HEADERS, bring_in, live_ties, rows, write_out
from trellis.core.community.models import Network, Person, School
from trellis.core.community.student_entry import NewStudentPayload, add_student
from trellis.exchange.models import RosterUpload
from world import make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks at everybody"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def network(world):
    return world.home.network


@pytest.fixture
def imani(client, world):
    client.force_login(world.home.imani.account)
    return client


def zipped(folder: Path) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for file in folder.glob("*.csv"):
            archive.write(file, file.name)
    return out.getvalue()


def a_roster(tmp_path, tables=None) -> bytes:
    return zipped(write_out(tmp_path / "roster", tables or rows()))


def send(client, network, body: bytes, name="roster.zip", source="Our SIS"):
    file = SimpleUploadedFile(name, body, "application/zip")
    return client.post(reverse("roster-upload", args=[network.pk]), {"file": file, "source": source})


def press(client, page: str, what: str, **more):
    return client.post(f"{page}{what}/", more, follow=True)


def words(response) -> str:
    return response.content.decode()


def upload_of(page: str) -> RosterUpload:
    return RosterUpload.objects.unscoped(TEXT).get(pk=page.rstrip("/").split("/")[-1])


def rostered() -> int:
    return Person.objects.unscoped(TEXT).filter(roster_id__gt="").count()


def test_it_is_shown_first_and_comes_in_at_a_press(imani, network, tmp_path):
    page = send(imani, network, a_roster(tmp_path)).url
    shown = words(imani.get(page))
    assert "This is what would change" in shown
    assert "Amina Diallo" in shown
    assert rostered() == 0
    done = words(press(imani, page, "confirm"))
    assert "Roster imported." in done
    assert "This roster was imported" in done
    assert rostered() == 5
    assert ("daniel", "advisor-of", "Advisory 10-A") in live_ties()


def test_a_second_press_changes_nothing_and_says_so(imani, network, tmp_path):
    page = send(imani, network, a_roster(tmp_path)).url
    press(imani, page, "confirm")
    before = live_ties()
    assert "This roster was already imported or discarded. Nothing has changed." in words(
        press(imani, page, "confirm")
    )
    assert "This roster was already imported or discarded. Nothing has changed." in words(
        press(imani, page, "discard")
    )
    assert live_ties() == before


def test_thrown_away_the_file_is_gone_and_nobody_came_in(imani, network, tmp_path):
    page = send(imani, network, a_roster(tmp_path)).url
    stored_file = Path(upload_of(page).path)
    assert stored_file.is_file()
    assert "nothing was changed" in words(press(imani, page, "discard"))
    assert not stored_file.exists()
    assert rostered() == 0
    assert "This roster was already imported or discarded. Nothing has changed." in words(
        press(imani, page, "confirm")
    )


def test_the_file_does_not_stay_once_it_is_in(imani, network, tmp_path):
    page = send(imani, network, a_roster(tmp_path)).url
    stored_file = Path(upload_of(page).path)
    press(imani, page, "confirm")
    assert not stored_file.exists()


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"sourcedId,status\n", "Zip the roster’s CSV files and upload the zip."),
        (b"", "This file is empty. Export it again."),
        ("cut", "Zip the roster’s CSV files and upload the zip."),
    ],
    ids=["a CSV", "nothing", "a zip cut short"],
)
def test_what_is_no_roster_is_answered_with_a_sentence(imani, network, tmp_path, body, sentence):
    if body == "cut":
        body = a_roster(tmp_path)[:-40]
    answer = send(imani, network, body)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not list((tmp_path / "files").rglob("*.zip"))


def test_without_a_file_it_says_to_choose_one(imani, network):
    answer = imani.post(reverse("roster-upload", args=[network.pk]), {"source": "Our SIS"})
    assert answer.status_code == 422
    assert "Choose a zip file." in words(answer)


def test_a_roster_with_mistakes_shows_them_and_cannot_come_in(imani, network, tmp_path):
    tables = rows()
    tables["academicSessions"][0][3] = "2026-02-30"
    page = send(imani, network, a_roster(tmp_path, tables)).url
    shown = words(imani.get(page))
    assert "academicSessions.csv:2:startDate" in shown
    assert "Import" not in shown
    assert "This roster has problems. Nothing was imported. Fix them and upload it again." in words(
        press(imani, page, "confirm")
    )
    assert rostered() == 0


def test_a_script_in_a_name_is_only_text(imani, network, tmp_path):
    tables = rows()
    tables["users"][0][3] = "<script>alert(1)</script>"
    shown = words(imani.get(send(imani, network, a_roster(tmp_path, tables)).url))
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


def test_many_ends_want_a_tick(imani, network, tmp_path):
    tables = rows()
    for n in range(60):
        tables["users"].append([f"s{n}", "true", "", f"Student {n}", "Lee", "", "", "10", ""])
        tables["roles"].append([f"rs{n}", f"s{n}", "primary", "student", "", "", "s1"])
    bring_in(write_out(tmp_path / "r", tables), network)
    page = send(imani, network, a_roster(tmp_path, rows())).url
    assert "Yes, end these 60 connections" in words(imani.get(page))
    assert "Check the box to confirm, or upload the complete roster." in words(press(imani, page, "confirm"))
    assert len(live_ties("s1")) == 1
    assert "Roster imported." in words(press(imani, page, "confirm", sure="on"))
    assert live_ties("s1") == set()


def test_when_people_changed_in_between_it_shows_anew_what_would_change(imani, network, tmp_path):
    page = send(imani, network, a_roster(tmp_path)).url
    bring_in(write_out(tmp_path / "other", rows()), network)
    answer = words(press(imani, page, "confirm"))
    assert "Records have changed since you opened this page." in answer
    assert "Nothing would change" in answer


def test_an_invented_network_takes_no_real_people(imani, network, tmp_path):
    Network.objects.unscoped(TEXT).filter(pk=network.pk).update(invented=True)
    assert "This is a demo with made-up people, so you cannot import a real roster here." in words(
        imani.get(reverse("roster-upload", args=[network.pk]))
    )
    answer = send(imani, network, a_roster(tmp_path))
    assert answer.status_code == 422
    assert rostered() == 0


def test_another_networks_upload_is_not_there(imani, world, tmp_path):
    theirs = world.other.rows["RosterUpload"]
    for args in ([world.other.network.pk, theirs.pk], [world.home.network.pk, theirs.pk]):
        for name in ("roster-confirm", "roster-discard"):
            assert imani.post(reverse(name, args=args)).status_code == 404
        assert imani.get(reverse("roster-preview", args=args)).status_code == 404


def test_the_page_names_whom_the_roster_meets_and_whom_it_does_not(imani, world, network, tmp_path):
    bring_in(write_out(tmp_path / "before", rows()), network)
    school = School.objects.unscoped(TEXT).get(roster_id="s1")
    for given, number in (("Zeinab", "4711"), ("Yusuf", "")):
        who = NewStudentPayload(given, "Haidari", student_id=number, home_languages=["ar"])
        add_student(uuid4(), school, who, [], world.home.ines.pk)
    body = rows()
    header = (
        "enabledUser,username,givenName,familyName,identifier,grades,agentSourcedIds,metadata.homeLanguages"
    )
    body["users"] = [[row[0], "true", "", row[3], row[4], "", "", "", ""] for row in body["users"]]
    body["users"].append(["z", "true", "", "Zeinab", "Haidari", "4711", "", "", "es"])
    body["roles"].append(["r9", "z", "primary", "student", "", "", "s1"])
    with mock.patch.dict(HEADERS, users=header):
        page = send(imani, network, a_roster(tmp_path, body)).url
    shown = words(imani.get(page))
    assert "Zeinab Haidari matches by student ID and stays one student." in shown
    assert "Yusuf Haidari was entered by hand and has no student ID yet." in shown
    assert "Zeinab Haidari: home languages change from Arabic to Spanish." in shown
    assert "Roster imported." in words(press(imani, page, "confirm"))
    assert Person.objects.unscoped(TEXT).get(given_name="Zeinab").roster_id == "z"


def test_a_new_system_is_asked_about_first(imani, network, tmp_path):
    press(imani, send(imani, network, a_roster(tmp_path)).url, "confirm")
    page = send(imani, network, a_roster(tmp_path), source="PowerSchool").url
    assert "“PowerSchool” is new here" in words(imani.get(page))
    assert "Use the same name, or confirm that this is a different system." in words(
        press(imani, page, "confirm")
    )
    assert rostered() == 5
    again = send(imani, network, a_roster(tmp_path), source=" our  sis ").url
    assert "Nothing would change" in words(imani.get(again))
    press(imani, page, "confirm", new_source="on")
    assert rostered() == 10


def test_the_page_asks_who_a_row_is_where_nobody_can_know(imani, network, tmp_path):
    press(imani, send(imani, network, a_roster(tmp_path)).url, "confirm")
    tables = rows()
    tables["users"][3][3:5] = ["Ruth", "Berg"]
    page = send(imani, network, a_roster(tmp_path, tables)).url
    assert "“tomas” was Tomas Reyes and is Ruth Berg now" in words(imani.get(page))
    shown = words(press(imani, page, "confirm", ids="other"))
    assert "ID tomas was Tomas Reyes and is now Ruth Berg." in shown
    press(imani, page, "confirm")
    assert ("tomas", "teacher-of", "Biology 2") in live_ties()
    assert Person.objects.unscoped(TEXT).get(given_name="Tomas", roster_id__startswith="gone:")
