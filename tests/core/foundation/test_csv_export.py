"""What Trellis exports as CSV never runs in a spreadsheet, and comes back as it went out."""

import ast
import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import trellis
from trellis.core.community.models import Network, Person, Role, Tie
from trellis.core.foundation import ledger
from trellis.core.foundation.csv_export import ExportWriter, guard_cell, read_export, unguard_cell
from trellis.web.shell.cli import invite

FORMULAS = [
    '=HYPERLINK("https://x.example","Amina")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\tAmina",
    "＝1+1",
    "Amina;=1+1",
    "Amina\n=1+1",
    "'=1+1",
]
HARMLESS = [
    "Amina",
    "-5",
    "-3.25",
    "+12",
    "-1,234.5",
    "-5%",
    "",
    "'til noon",
    "O'Hara",
    "a-b",
    "fern-4827-otter-19",
]


def written(*rows):
    out = io.StringIO(newline="")
    ExportWriter(out).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_begins_a_formula_whatever_separates_columns(text, separator):
    for row in csv.reader(io.StringIO(written(["x", text, "y"]), newline=""), delimiter=separator):
        for cell in row:
            assert not cell.lstrip(" \t\r\n").startswith(("=", "+", "-", "@", "＝")), row


@pytest.mark.parametrize("value", [*HARMLESS, -5, -3.25, 0, None])
def test_numbers_and_ordinary_text_stay_as_they_are(value):
    assert guard_cell(value) == value


@given(st.text(alphabet="'=+-@\t\r\n;ab1 ,.", max_size=12))
def test_what_is_read_back_is_what_was_written(text):
    rows = read_export(io.StringIO(written(["text"], [text]), newline=""))
    assert [row["text"] for row in rows] == [text]


@given(st.text())
def test_guarding_can_be_undone(text):
    assert unguard_cell(guard_cell(text)) == text


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.django_db
def test_a_name_from_a_roster_is_no_formula_on_the_list_of_codes(name, tmp_path):
    with ledger.act("set up"):
        network = Network.objects.create(name="=1+1", slug="harbor")
        person = Person.objects.create(network=network, given_name=name, family_name=name)
        Tie.objects.create(person=person, role=Role.NETWORK_STAFF, to_network=network)
    path = tmp_path / "codes.csv"
    result = CliRunner().invoke(invite, [str(path), "--role", "network-staff"])
    assert result.exit_code == 0, result.output
    with path.open(newline="", encoding="utf-8") as file:
        row = list(csv.reader(file))[1]
    assert len(row) == 6
    assert not [cell for cell in row if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))]


def test_every_export_goes_through_the_guarded_writer():
    """`csv.writer` and `csv.DictWriter` are used in csv_export.py and nowhere else."""
    source = Path(trellis.__file__).parent
    files = []
    for path in source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module == "csv":
                names = {alias.name for alias in node.names}
            elif isinstance(node, ast.Attribute):
                names = {node.attr} if isinstance(node.value, ast.Name) and node.value.id == "csv" else set()
            else:
                continue
            if names & {"writer", "DictWriter"}:
                files.append(path.relative_to(source).as_posix())
    assert files == ["core/foundation/csv_export.py"]
