"""A school's week leaves as OneRoster files that Trellis itself reads; only the people are left out."""

import csv
import io
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from learning.schedules.small_school import TEXT, drafted, roster_class
from trellis.core.community.models import Group, RosterSource, Term
from trellis.exchange.oneroster import check_roster
from world import Side, make_side

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return make_side("Harbor")


def download(home: Side, design, who: str = "ines", status: int = 200) -> bytes:
    client = Client()
    client.force_login(home.people[who].account)
    answer = client.get(reverse("week-oneroster", args=[design.pk]))
    assert answer.status_code == status
    return answer.content


def rows_of(archive: bytes, name: str) -> list[dict[str, str]]:
    text = ZipFile(io.BytesIO(archive)).read(f"{name}.csv").decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_the_files_pass_the_roster_check(home, tmp_path):
    path = tmp_path / "week.zip"
    path.write_bytes(download(home, drafted(home)))
    checked = check_roster(path)
    assert checked.version == "1.2"
    assert [line for line in checked.problems.lines() if "users.csv" not in line] == []
    assert checked.rows["classes"] == 4


def test_a_class_is_a_subject_of_a_section_with_its_rooms_and_periods(home):
    classes = rows_of(download(home, drafted(home)), "classes")
    assert sorted(row["title"] for row in classes) == [
        "Math, 9-A",
        "Math, 9-B",
        "Science, 9-A",
        "Science, 9-B",
    ]
    science = next(row for row in classes if row["title"] == "Science, 9-A")
    assert (science["classType"], science["location"]) == ("scheduled", "Lab 1")
    assert len(science["periods"].split(",")) == 2


def test_ids_stay_the_same_and_terms_of_the_roster_keep_theirs(home):
    source = RosterSource.objects.create(network=home.network, name="The district's system")
    terms = Term.objects.unscoped(TEXT).filter(school=home.school)
    terms.update(school_year=2027, roster_source=source)
    for number, term in enumerate(terms):
        term.roster_id = f"T{number}"
        term.save()
    design = drafted(home)
    first, second = download(home, design), download(home, design)
    assert rows_of(first, "classes") == rows_of(second, "classes")
    assert "T0" in {row["sourcedId"] for row in rows_of(first, "academicSessions")}


def test_only_those_who_lead_or_counsel_take_it_out(home):
    design = drafted(home)
    roster_class(home, "9-A")
    download(home, design, "tomas", status=404)
    away = make_side("Away")
    download(away, design, "ines", status=404)
    assert Group.objects.unscoped(TEXT).filter(title="9-A").exists()
