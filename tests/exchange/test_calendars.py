"""Which school follows which terms: told by classes alone, since OneRoster's sessions name no school."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.rosters import a_network, rows, write_out
from trellis.core.community.models import School, Term
from trellis.core.community.school_years import school_year_around, school_year_start
from trellis.exchange.importing.calendars import MAX_ID_LENGTH, sessions_by_school, term_id
from trellis.exchange.services import import_roster, preview_import

NORTH = {"y27": "", "n1": "y27", "n2": "y27", "g1": "n1"}
SOUTH = {"y26": "", "s3": "y26", "s4": "y26"}


def test_school_follows_its_classes_sessions():
    by_school = sessions_by_school(NORTH | SOUTH, {"a": "d1", "b": "d2"}, [("a", "g1"), ("b", "s4")])
    assert by_school == {"a": {"y27", "n1", "n2", "g1"}, "b": {"y26", "s3", "s4"}}


def test_of_a_year_that_two_districts_share_each_keeps_its_own_parts():
    parents = {"y": "", "a1": "y", "a2": "y", "b1": "y", "both": "y"}
    by_school = sessions_by_school(parents, {"a": "d1", "b": "d2"}, [("a", "a1"), ("a", "a2"), ("b", "b1")])
    assert by_school == {"a": {"y", "a1", "a2", "both"}, "b": {"y", "b1", "both"}}


def test_two_schools_of_a_district_share_its_parts():
    parents = {"y": "", "t1": "y", "t2": "y"}
    by_school = sessions_by_school(parents, {"a": "d", "b": "d"}, [("a", "t1"), ("b", "t2")])
    assert by_school == {"a": {"y", "t1", "t2"}, "b": {"y", "t1", "t2"}}


def test_school_without_classes_follows_its_district_calendar():
    districts = {"a": "d1", "new": "d1", "alone": ""}
    assert sessions_by_school(NORTH, districts, [("a", "g1")])["new"] == set(NORTH)
    free = sessions_by_school(NORTH | SOUTH, districts, [("a", "g1")])
    assert free["alone"] == set(SOUTH)
    assert sessions_by_school(NORTH, districts, [("a", "g1")])["alone"] == set(NORTH)


def test_a_roster_without_classes_gives_every_school_every_session():
    assert sessions_by_school(NORTH, {"a": "", "b": ""}, []) == {"a": set(NORTH), "b": set(NORTH)}


names = st.text("abcdef", min_size=1, max_size=2)


@given(st.dictionaries(names, names, max_size=8), st.dictionaries(names, names, max_size=4), st.data())
def test_every_school_gets_known_sessions(parents, districts, data):
    followed = data.draw(st.lists(st.tuples(names, names), max_size=6))
    by_school = sessions_by_school(parents, districts, followed)
    assert set(by_school) == set(districts)
    for school, sessions in by_school.items():
        assert sessions <= set(parents)
        assert sessions >= {session for of, session in followed if of == school and session in parents}


def test_a_long_id_still_fits_the_column():
    assert len(term_id("s" * 255, "o" * 255)) <= MAX_ID_LENGTH
    assert term_id("s" * 255, "a" * 255) != term_id("s" * 255, "b" * 255)


def import_(folder, network, source="SIS"):
    import_roster(preview_import(folder, network, source), network)


def terms_of(name: str) -> set[str]:
    school = School.objects.unscoped("the test looks").get(name=name)
    return set(Term.objects.unscoped("the test looks").filter(school=school).values_list("title", flat=True))


def two_districts() -> dict:
    tables = rows()
    tables["orgs"] += [["d2", "Tasman District", "district", "", ""], ["s2", "Hobart", "school", "", "d2"]]
    tables["academicSessions"] += [
        ["y2", "2026 south", "schoolYear", "2026-01-28", "2026-12-16", "", "2026"],
        ["y2t4", "Term 4", "term", "2026-10-12", "2026-12-16", "y2", "2026"],
    ]
    tables["classes"].append(["c3", "HASS 9", "scheduled", "", "", "", "s2", "y2t4"])
    return tables


@pytest.mark.django_db
def test_two_districts_keep_two_calendars(tmp_path):
    network = a_network()
    import_(write_out(tmp_path / "r", two_districts()), network)
    assert terms_of("Harbor High") == {"2026-27"}
    assert terms_of("Hobart") == {"2026 south", "Term 4"}


@pytest.mark.django_db
def test_the_same_roster_changes_no_term(tmp_path):
    network = a_network()
    tables = two_districts()
    import_(write_out(tmp_path / "r", tables), network)
    before = set(Term.objects.unscoped("the test looks").values_list("pk", flat=True))
    tables["academicSessions"][0][4] = "2027-06-20"
    import_(write_out(tmp_path / "r", tables), network)
    terms = Term.objects.unscoped("the test looks")
    assert set(terms.values_list("pk", flat=True)) == before
    assert terms.get(title="2026-27").ends == date(2027, 6, 20)


@pytest.mark.django_db
def test_a_delta_brings_a_term_of_a_school_that_it_does_not_name(tmp_path):
    network = a_network()
    import_(write_out(tmp_path / "r", two_districts()), network)
    session = ["y2t5", "active", "Term 5", "term", "2026-12-17", "2027-01-10", "y2", "2026"]
    import_(write_out(tmp_path / "r", {"academicSessions": [session]}, mode="delta"), network)
    assert "Term 5" in terms_of("Hobart")
    assert "Term 5" not in terms_of("Harbor High")


@pytest.mark.django_db
def test_a_school_year_comes_from_its_parts_where_the_roster_has_no_year(tmp_path):
    network = a_network()
    tables = rows()
    tables["academicSessions"] = [
        ["f", "Fall", "term", "2026-08-20", "2026-12-18", "", "2027"],
        ["s", "Spring", "term", "2027-01-11", "2027-06-10", "", "2027"],
    ]
    tables["courses"][0][1] = "f"
    for row in tables["classes"]:
        row[-1] = "f,s"
    import_(write_out(tmp_path / "r", tables), network)
    school = School.objects.unscoped("the test looks").get()
    year = school_year_around(school, date(2027, 1, 2))
    assert (year.starts, year.ends, year.number) == (date(2026, 8, 20), date(2027, 6, 10), 2027)
    assert school_year_start(school, date(2027, 1, 2)) == date(2026, 8, 20)


@pytest.mark.django_db
def test_without_any_term_a_year_begins_in_august_and_never_in_january():
    school = School.objects.create(network=a_network(), name="New School")
    assert school_year_around(school, date(2027, 1, 2)) is None
    assert school_year_start(school, date(2027, 1, 2)) == date(2026, 8, 1)
    assert school_year_start(school, date(2026, 8, 1)) == date(2026, 8, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("renumbered", ["academicSessions", "orgs"])
def test_new_numbers_for_the_same_terms_change_no_term(tmp_path, renumbered):
    network = a_network()
    tables = two_districts()
    import_(write_out(tmp_path / "r", tables), network)
    terms = Term.objects.unscoped("the test looks")
    before = set(terms.values_list("pk", "title", "school__name"))
    new_ids = {row[0]: f"new-{row[0]}" for row in tables[renumbered]}
    moved = {
        name: [[new_ids.get(cell, cell) for cell in row] for row in body] for name, body in tables.items()
    }
    import_(write_out(tmp_path / "r", moved), network)
    assert set(terms.values_list("pk", "title", "school__name")) == before


@pytest.mark.django_db
def test_an_id_that_names_another_term_now_leaves_last_years_term_as_it_was(tmp_path):
    network = a_network()
    tables = rows()
    import_(write_out(tmp_path / "r", tables), network)
    tables["academicSessions"] = [["y1", "2027-28", "schoolYear", "2027-08-15", "2028-06-30", "", "2028"]]
    import_(write_out(tmp_path / "r", tables), network)
    assert terms_of("Harbor High") == {"2026-27", "2027-28"}
