"""What is read from a return file of the Clearinghouse. All files are invented."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trellis.improvement.alumni import nsc

from . import make_files as make

GOLDEN = Path(__file__).with_name("files") / "10009999_10009999-1-DETAIL-EFFDT-20251114-RUNDT-20251120.csv"
FALL = ("20240826", "20241220")


def read(*rows: make.Cells, header: list[str] = make.HIGH_SCHOOL) -> nsc.ReturnFile:
    return nsc.read_return_file(make.return_file(rows, header))


def codes(content: bytes) -> list[str]:
    with pytest.raises(nsc.FileError) as error:
        nsc.read_return_file(content)
    return [problem.code for problem in error.value.problems]


def test_the_invented_report_is_read_whole():
    report = nsc.read_return_file(GOLDEN.read_bytes())

    assert (report.layout, report.rows, report.duplicates) == (nsc.Layout.HIGH_SCHOOL, 9, 1)
    assert list(report.students) == ["0012345", "0012346", "0012347"]
    amina = report.students["0012345"]
    assert [term.begin for term in amina.terms] == [date(2023, 8, 28), date(2024, 1, 29), date(2024, 8, 26)]
    assert [(degree.day, degree.title) for degree in amina.degrees] == [
        (date(2025, 5, 30), "ASSOCIATE IN SCIENCE")
    ]
    assert amina.terms[0].college_code == "001650-01"
    assert report.students["0012347"].was_found is False


def test_the_name_of_a_file_says_as_of_which_day_the_data_are():
    assert nsc.dates_in_name(GOLDEN.name) == nsc.FileDates(date(2025, 11, 14), date(2025, 11, 20))
    assert nsc.dates_in_name("detail.csv") == nsc.FileDates()
    assert nsc.dates_in_name("x-EFFDT-20251399.csv") == nsc.FileDates()


@pytest.mark.parametrize("header", [make.HIGH_SCHOOL, make.MIXED_CASE])
def test_the_high_school_report_is_read_in_both_spellings(header: list[str]):
    report = read(make.term("007", *FALL), header=header)

    assert report.layout == nsc.Layout.HIGH_SCHOOL
    assert report.students["007"].terms[0].college == "INVENTED CITY COLLEGE"


def test_the_report_for_programs_is_read_too():
    report = read(make.term("007", *FALL), make.degree("007", "20250530", "AS"), header=make.PROGRAM)

    assert (len(make.PROGRAM), len(make.HIGH_SCHOOL)) == (33, 23)
    assert report.layout == nsc.Layout.PROGRAM
    assert len(report.students["007"].terms) == len(report.students["007"].degrees) == 1


def test_one_underscore_at_the_end_of_an_id_goes_and_zeros_stay():
    assert nsc.clean_identifier("0042_") == "0042"
    assert nsc.clean_identifier("A_7__") == "A_7_"


def test_the_same_term_twice_is_one_term():
    report = read(make.term("7", *FALL), make.term("7", *FALL), make.missing("8"), make.missing("8"))

    assert report.duplicates == 2
    assert len(report.students["7"].terms) == 1


def test_new_and_old_words_for_two_and_four_years_mean_the_same():
    colleges = [(*make.STATE[:3], word, "PUBLIC") for word in ("4", "4-year", "L", "")]
    report = read(*(make.term(str(n), *FALL, college) for n, college in enumerate(colleges)))

    assert [student.terms[0].length for student in report.students.values()] == ["4", "4", "L", ""]


def test_columns_may_stand_in_any_order():
    header = list(reversed(make.HIGH_SCHOOL))

    assert read(make.term("7", *FALL), header=header).students["7"].was_found


def test_a_file_that_is_no_report_is_refused_with_the_reason():
    assert codes(b"PK\x03\x04...") == ["not-csv"]
    assert codes(b"") == ["no-header"]
    assert codes(b"name,grade\nAmina,12\n") == ["no-header"]
    assert codes(b"Your Unique Identifier,Record Found Y/N,Current College\n7,Y,X\n") == [
        "one-row-per-student"
    ]
    assert codes(make.return_file([])) == ["no-rows"]


def test_a_missing_column_is_named():
    header = [name for name in make.HIGH_SCHOOL if name != "GRADUATION_DATE"]
    with pytest.raises(nsc.FileError) as error:
        nsc.read_return_file(make.return_file([], header))

    assert error.value.problems == [nsc.Problem("missing-column", 1, "Graduation Date")]


def test_a_wrong_date_is_named_with_its_line_and_column():
    with pytest.raises(nsc.FileError) as error:
        read(make.term("7", *FALL), make.term("8", "2024", "20241220"))

    assert error.value.problems == [nsc.Problem("not-a-date", 3, "Enrollment Begin", "2024")]


def test_a_row_without_an_id_and_a_term_that_ends_before_it_begins_are_refused():
    assert codes(make.return_file([make.missing("")])) == ["no-identifier"]
    assert codes(make.return_file([make.term("7", "20241220", "20240826")])) == ["end-before-begin"]


def test_a_comma_that_nobody_quoted_is_found():
    content = make.return_file([make.term("7", *FALL) | {"LAST_NAME": "Diallo, Jr", "PROGRAM_CODE": "A"}])

    assert codes(content) == ["too-many-cells"]


def test_no_more_than_twelve_problems_are_listed_and_all_are_counted():
    with pytest.raises(nsc.FileError) as error:
        read(*(make.term(str(n), "x", "y") for n in range(30)))

    assert (len(error.value.problems), error.value.total) == (12, 30)


DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))
WHILE_OTHERS_WORK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
IDS = st.text("0123456789AB", min_size=1, max_size=8)


@WHILE_OTHERS_WORK
@given(st.lists(st.tuples(IDS, DAYS, st.integers(0, 200), st.booleans()), min_size=1, max_size=12))
def test_every_row_is_a_term_a_degree_or_a_duplicate(facts: list[tuple[str, date, int, bool]]):
    rows = []
    for identifier, day, _days, is_degree in facts:
        text = day.strftime("%Y%m%d")
        rows.append(make.degree(identifier, text, "AA") if is_degree else make.term(identifier, text, text))
    report = read(*rows)

    read_rows = sum(len(student.terms) + len(student.degrees) for student in report.students.values())
    assert read_rows + report.duplicates == report.rows == len(facts)
    assert set(report.students) == {identifier for identifier, *_ in facts}


@WHILE_OTHERS_WORK
@given(st.permutations(make.HIGH_SCHOOL), st.lists(st.tuples(IDS, DAYS), min_size=1, max_size=8))
def test_the_order_of_columns_never_matters(header: list[str], facts: list[tuple[str, date]]):
    rows = [make.term(identifier, f"{day:%Y%m%d}", f"{day:%Y%m%d}") for identifier, day in facts]

    assert read(*rows, header=header) == read(*rows)


@WHILE_OTHERS_WORK
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(content: bytes):
    with suppress(nsc.FileError):
        nsc.read_return_file(content)
