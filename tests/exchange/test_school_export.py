"""A school takes its data along: what its leader sees, in files that explain themselves, and nothing confidential."""

from __future__ import annotations

import csv
import io
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from trellis.core.community.models import Person
from trellis.core.foundation.models import Act
from trellis.exchange.oneroster import check_roster
from trellis.exchange.school_export.archive import FILES
from trellis.learning.supports.models import CaseNote, Need
from world import Side, World, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def world() -> World:
    return make_world()


def export(side: Side, who: str = "ines", status: int = 200) -> ZipFile | None:
    browser = Client()
    browser.force_login(side.people[who].account)
    page = reverse("school-export", args=[side.school.pk])
    assert browser.get(page).status_code == status
    answer = browser.post(page)
    assert answer.status_code == status
    return ZipFile(io.BytesIO(b"".join(answer.streaming_content))) if status == 200 else None


def rows_of(archive: ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode("utf-8-sig"))))


def test_a_leader_takes_what_they_see_and_nothing_of_another_school(world):
    home, other = world.home, world.other
    archive = export(home)
    people = {row["id"] for row in rows_of(archive, "people")}
    assert {
        str(home.people[name].pk) for name in ("amina", "bea", "daniel", "carmen", "rosa", "ines")
    } <= people
    assert not {str(person.pk) for person in other.people.values()} & people
    assert [row["student_id"] for row in rows_of(archive, "plans")] == [str(home.amina.pk)]
    for name in ("plan_goals", "internships", "internship_days", "projects", "scores", "exhibitions"):
        assert rows_of(archive, name), name
    for name in ("portfolio_tasks", "strengths", "classroom_supports", "organizations", "relationships"):
        assert rows_of(archive, name), name


def test_confidential_words_are_in_no_file(world):
    for model in (CaseNote, Need):
        model.objects.unscoped(TEXT).update(words="Quillback secret")
    Person.objects.unscoped(TEXT).filter(pk=world.home.amina.pk).update(family_name="=HYPERLINK(1)")
    archive = export(world.home)
    everything = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    assert "Quillback" not in everything
    assert "'=HYPERLINK(1)" in everything


def test_the_readme_names_each_file_and_column_and_the_ledger_who_took_it(world):
    archive = export(world.home)
    readme = archive.read("README.txt").decode()
    assert set(archive.namelist()) == {"README.txt", "oneroster.zip", *(f"{file.name}.csv" for file in FILES)}
    for file in FILES:
        assert f"{file.name}.csv: {len(rows_of(archive, file.name))} rows." in readme
        assert all(f"  {column}: " in readme for column in file.columns)
    act = Act.objects.unscoped(TEXT).get(verb="export a school's data")
    assert (act.person_id, act.about_id) == (world.home.ines.pk, world.home.school.pk)


def test_the_roster_can_be_read_by_another_system(world, tmp_path):
    path = tmp_path / "roster.zip"
    path.write_bytes(export(world.home).read("oneroster.zip"))
    checked = check_roster(path)
    unstored = ("password", "OfBirth")  # columns of the standard that Trellis leaves empty
    lines = [line for line in checked.problems.lines() if not any(name in line for name in unstored)]
    assert lines == []
    assert checked.version == "1.2"


def test_nobody_but_the_leader_of_the_school_takes_it(world):
    for who in ("noor", "daniel", "imani", "devi", "amina"):
        export(world.home, who, 404)
