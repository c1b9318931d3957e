"""Check and import read a roster the same way: if check passes, import succeeds, and a second time changes nothing."""

import csv
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from exchange.rosters import a_network, bring_in, live_ties, rows, write_out
from trellis.core.community.models import Group, Network, Person, School
from trellis.core.foundation import ledger
from trellis.exchange.oneroster import check_roster
from trellis.exchange.oneroster.grades import grade_code, student_grade
from trellis.exchange.services import import_roster, preview_import

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def folder(tmp_path):
    return write_out(tmp_path / "r", rows())


def edit(folder: Path, name: str, change) -> None:
    """Change the table of one file: a function from its rows to its rows."""
    path = folder / f"{name}.csv"
    with path.open(newline="", encoding="utf-8") as file:
        table = list(csv.reader(file))
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(change(table))


def errors(folder: Path) -> list[str]:
    report = check_roster(folder)
    return [str(problem) for problem in report.problems.kept if problem.error]


@pytest.mark.parametrize("around", [" ", "\u00a0", "\t", "\u200b", "\ufeff", "  \u3000"])
@pytest.mark.parametrize("name", ["orgs", "classes", "courses", "users", "roles", "enrollments"])
def test_white_space_around_an_id_means_nothing(folder, network, name, around):
    edit(folder, name, lambda table: [table[0], *[[f"{cell}{around}" for cell in row] for row in table[1:]]])
    assert errors(folder) == []
    bring_in(folder, network)
    assert ("amina", "student-of", "Biology 2") in live_ties()
    assert School.objects.unscoped("test").select_related("district").get().district.name == "Bay District"
    assert Group.objects.unscoped("test").select_related("course").get(title="Biology 2").course.code == "BIO"
    assert Person.objects.unscoped("test").get(roster_id="carmen").name == "Carmen Diallo"


@pytest.mark.parametrize(
    "change",
    [
        lambda t: [[cell.upper() for cell in t[0]], *t[1:]],
        lambda t: [[cell.lower() + " " for cell in t[0]], *t[1:]],
        lambda t: [["\ufeff" + t[0][0], *t[0][1:]], *t[1:]],
        lambda t: [[*row, "", ""] for row in t],
        lambda t: [[*t[0], "", ""], *t[1:]],
        lambda t: [t[0], *[[*row, "", ""] for row in t[1:]]],
        lambda t: [*t, *[[""] * len(t[0])] * 3, [" "], []],
        lambda t: [t[0], [""] * len(t[0]), *t[1:]],
        lambda t: [[*row[:4], "", *row[4:]] for row in t],
    ],
)
@pytest.mark.parametrize("name", ["orgs", "users", "roles", "enrollments"])
def test_what_a_spreadsheet_adds_is_ignored(folder, network, name, change):
    edit(folder, name, change)
    assert errors(folder) == []
    bring_in(folder, network)
    assert len(live_ties()) == 9


def test_a_cell_in_a_column_without_a_name_is_said(folder):
    edit(folder, "users", lambda t: [[*t[0], ""], [*t[1], "what is this"], *[[*row, ""] for row in t[2:]]])
    assert "users.csv:2: A cell is in a column without a name" in "\n".join(errors(folder))


@pytest.mark.parametrize(("mark", "word"), [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")])
def test_another_separator_is_one_sentence(folder, mark, word):
    for path in folder.glob("*.csv"):
        path.write_text(path.read_text().replace(",", mark))
    messages = errors(folder)
    assert len(messages) == 1
    assert f"separated by {word}" in messages[0]


@pytest.mark.parametrize("hint", ["sep=,\n", "\ufeffsep=,\r\n"])
def test_the_hint_of_a_spreadsheet_is_no_row(folder, network, hint):
    path = folder / "users.csv"
    path.write_text(hint + path.read_text(), encoding="utf-8")
    assert errors(folder) == []
    bring_in(folder, network)


@pytest.mark.parametrize("at", ["{}", "roster/{}", "roster\\{}", "a\\b\\{}", "a/b/{}"])
def test_a_zip_may_hold_a_folder_made_on_any_system(folder, network, tmp_path, at):
    with zipfile.ZipFile(tmp_path / "r.zip", "w") as archive:
        for path in folder.glob("*.csv"):
            info = zipfile.ZipInfo(at.format(path.name))
            info.filename = at.format(path.name)
            archive.writestr(info, path.read_bytes())
    assert errors(tmp_path / "r.zip") == []
    bring_in(tmp_path / "r.zip", network)
    assert len(live_ties()) == 9


def test_an_id_in_another_letter_case_is_said_with_the_one_that_is_there(folder):
    edit(folder, "classes", lambda t: [[cell.replace("s1", "S1") for cell in row] for row in t])
    assert (
        "“S1” is not in orgs.csv; “s1” exists; use the same upper and lower case in both places"
        in errors(folder)[0]
    )


def test_words_of_the_standard_count_in_any_letter_case(folder, network):
    edit(
        folder,
        "roles",
        lambda t: [t[0], *[[cell.replace("student", "Student") for cell in r] for r in t[1:]]],
    )
    edit(folder, "users", lambda t: [t[0], *[[cell.replace("true", "TRUE") for cell in r] for r in t[1:]]])
    assert errors(folder) == []
    bring_in(folder, network)
    assert ("amina", "student-of", "Harbor High") in live_ties()


@pytest.mark.parametrize(
    ("given_name", "family_name"), [("Ana", ""), ("", "Ana"), ("Ana", "-"), (".", "Ana")]
)
def test_somebody_with_one_name_comes_in(folder, network, given_name, family_name):
    edit(folder, "users", lambda t: [t[0], [*t[1][:5], given_name, family_name, *t[1][7:]], *t[2:]])
    assert errors(folder) == []
    bring_in(folder, network)
    person = Person.objects.unscoped("test").get(roster_id="amina")
    assert (person.name, person.given_name, person.family_name, person.initials) == ("Ana", "Ana", "", "A")


def test_somebody_without_any_name_is_said(folder):
    edit(folder, "users", lambda t: [t[0], [*t[1][:5], "", "", *t[1][7:]], *t[2:]])
    assert "users.csv:2:givenName: There is no name" in errors(folder)[0]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *[
            (text, "09")
            for text in ("9", "09", "009", "9.0", "Grade 9", "grade 09", "Gr. 9", "9th", "9th Grade")
        ],
        *[(text, "09") for text in ("G9", "G 9", "Grade_9", "freshman", "Ninth grade", "Grade: 9", " 9 ")],
        *[(text, "10") for text in ("10", "Grade 10", "10th", "Sophomore", "10.0")],
        *[(text, "KG") for text in ("K", "KG", "Kindergarten", "0", "Grade K")],
        *[(text, "PK") for text in ("PK", "Pre-K", "pre k")],
        ("13", "13"),
        *[(text, "") for text in ("", "14", "99", "blue", "9 or so", "Room 9", "2026")],
    ],
)
def test_a_grade_is_read_however_it_is_written(written, code):
    assert grade_code(written) == code


def test_a_grade_that_cannot_be_read_is_said_and_one_of_many_is_taken(folder, network):
    for text, code, sentence in (
        ("blue", "", "is not a grade"),
        ("11,12", "11", "more than one grade"),
        ("9", "09", ""),
    ):
        edit(folder, "users", lambda t, text=text: [t[0], [*t[1][:9], text, *t[1][10:]], *t[2:]])
        report = "\n".join(check_roster(folder).problems.lines())
        assert sentence in report
        assert student_grade(text) == code
    bring_in(folder, network)
    assert Person.objects.unscoped("test").get(roster_id="amina").grade == "09"


@pytest.mark.parametrize(("day", "column"), [("9999-12-31", -1), ("0001-01-01", -2), ("1900-01-01", -2)])
def test_a_day_that_stands_for_no_day_says_nothing(folder, network, day, column):
    edit(folder, "enrollments", lambda t: [t[0], [*t[1][:column], day, *t[1][column:][1:]], *t[2:]])
    bring_in(folder, network)
    assert len(live_ties()) == 9


@pytest.mark.parametrize(("name", "row_id"), [("classes", "c1"), ("users", "amina"), ("orgs", "s1")])
def test_what_names_a_row_that_is_to_go_is_passed_over(folder, network, name, row_id):
    edit(folder, name, lambda t: [[r[0], "tobedeleted" if r[0] == row_id else r[1], *r[2:]] for r in t])
    assert errors(folder) == []
    bring_in(folder, network)
    assert preview_import(folder, network, "Our SIS").changes.nothing


def test_a_class_at_a_district_is_said_by_check(folder):
    edit(folder, "classes", lambda t: [[cell.replace("s1", "d1") for cell in row] for row in t])
    assert "“d1” is not a school" in errors(folder)[0]


def edited(edits: list[tuple]) -> dict[str, list[list[str]]]:
    """Harbor High's roster with a few cells changed: padded, emptied, taken from another row, or written anew."""
    body = rows()
    for name, row, column, how, text in edits:
        line = body[name][row % len(body[name])]
        at = column % len(line)
        other = body[name][(row + 1) % len(body[name])][at]
        line[at] = {"pad": f" {line[at]}\u00a0", "empty": "", "other": other, "text": text}[how]
    return body


ODD = st.sampled_from(
    [
        "9999-12-31",
        "0001-01-01",
        "2026-10-01",
        "tobedeleted",
        "guardian",
        "teacher",
        "ext:tutor",
        "-",
        "9",
        "Grade 9",
    ]
)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(sorted(rows())),
        st.integers(0, 4),
        st.integers(0, 8),
        st.sampled_from(["pad", "pad", "empty", "other", "other", "other", "text"]),
        st.one_of(ODD, st.text(max_size=12)),
    ),
    max_size=4,
)


@settings(
    max_examples=30,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(first=EDITS, second=EDITS, status=st.booleans())
def test_if_check_passes_import_succeeds_and_again_changes_nothing(tmp_path, first, second, status):
    network = fresh_network()
    for edits in ([], first, second):
        folder = write_out_escaped(tmp_path / "r", edited(edits), status)
        if not check_roster(folder).good:
            continue
        look = preview_import(folder, network, "Our SIS")
        if look.changes is None:  # only where a person has to say who somebody is
            assert "who" in {kind for kind, _file, _column in look.problems.counts}
            continue
        import_roster(look, network)
        assert preview_import(folder, network, "Our SIS").changes.nothing


def fresh_network() -> Network:
    with ledger.act("open a network"):
        return Network.objects.create(name="Harbor Network", slug=uuid4().hex)


def write_out_escaped(folder: Path, body: dict, status: bool) -> Path:
    """As `write_out`, with every cell quoted as CSV asks for; some rows may carry a status."""
    write_out(folder, {name: [] for name in body})
    for name, table in body.items():
        with (folder / f"{name}.csv").open("a", newline="", encoding="utf-8", errors="surrogatepass") as file:
            out = csv.writer(file)
            for n, row in enumerate(table):
                out.writerow([row[0], "active" if status and n % 2 else "", "", *row[1:]])
    return folder
