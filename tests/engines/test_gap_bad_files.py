"""Every bad file gets one sentence on stderr, with file, line and column if there is one, and exit code 2."""

import pytest
from click.testing import CliRunner

from trellis.cli import main

ASKED = ["--group", "g", "--numerator", "x", "--denominator", "n"]
GOOD = "g,x,n\nA,5,20\nB,6,30\n"


def run(path, *words):
    return CliRunner().invoke(main, ["gaps", str(path), *(words or ASKED)])


def sentence(tmp_path, content, *words):
    path = tmp_path / "in.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    result = run(path, *words)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    (line,) = result.stderr.strip().splitlines()
    return line.removeprefix("Error: ").replace(str(tmp_path) + "/", "")


EMPTY = "the file is empty, or has no header in its first line."
NO_END = "this line has a carriage return without a line feed. Save the file with normal line endings."
QUOTES = "the quotation marks in this row do not match. Write a quotation mark inside a cell twice."
LONG = "a cell has more than 131,072 characters. Is a closing quotation mark missing?"
BLANK = "the cell is empty; if there is nothing to count, leave out the row"
NOT_WHOLE = "is not a whole number; give counts, not percentages"
SIZE = "is not a plain number, or is too large or too small"
COLUMNS = {1: "g", 2: "x", 3: "n"}


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("C,lots,20", 2, '"lots" is not a number'),
        ("C,,20", 2, BLANK),
        ("C,56.1,100", 2, f'"56.1" {NOT_WHOLE}'),
        ('C,5,"1,200"', 3, '"1,200" is not a number'),
        ("C,5,inf", 3, '"inf" is not a finite number'),
        ("C,nan,20", 2, '"nan" is not a finite number'),
        ("C,1e400,20", 2, f'"1e400" {SIZE}'),
        (f"C,{'9' * 5000},20", 2, f'"{"9" * 40}…" {SIZE}'),
        ("C,-5,20", 2, '"-5" is below zero; a count can\'t be negative'),
        ("C,21,20", 2, "21 is more than the 20 in n"),
        (f"{'C' * 300},5,20", 1, "a group's name has 300 characters; the most is 200"),
    ],
)
def test_a_bad_cell_is_answered_with_its_line_its_column_and_what_is_wrong(tmp_path, row, column, message):
    assert (
        sentence(tmp_path, GOOD + row + "\n") == f'in.csv:4:{column}: {message} (column "{COLUMNS[column]}").'
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", f"in.csv: {EMPTY}"),
        ("\n\n", f"in.csv: {EMPTY}"),
        ("g,x,n\n", "in.csv: the file has a header but no rows."),
        ("g,x,n,x\nA,1,2,3\n", 'in.csv:1:4: the header has "x" twice. Rename one.'),
        ("g,did,n\nA,1,2\n", 'in.csv: There is no column "x". Choose one of: g, did, n.'),
        ("g;x;n\nA;1;2\n", 'in.csv: There is no column "g". Choose one of: g;x;n.'),
        (GOOD + "C,5\n", "in.csv:4: the row has 2 cells, but the header has 3."),
        (GOOD + "C,5,20,\n", "in.csv:4: the row has 4 cells, but the header has 3."),
        ('g,x,n\n"A\nor\nB",5,20\nC,5\n', "in.csv:5: the row has 2 cells, but the header has 3."),
        ('g,x,n\n"A\nor\nB",no,20\n', 'in.csv:2:2: "no" is not a number (column "x").'),
        (GOOD + '"C,5,20\n', "in.csv:4: a closing quotation mark is missing in this row."),
        (GOOD + '"C"C,5,20\n', f"in.csv:4: {QUOTES}"),
        ("g,x,n\rA,5,20\r", f"in.csv:1: {NO_END}"),
        (GOOD + "C\0,5,20\n", "in.csv:4:1: there is a NUL byte. Is this a CSV file?"),
        (GOOD.encode() + b"C,caf\xe9,20\n", "in.csv:4:2: the file is not UTF-8. Save it as CSV in UTF-8."),
        (GOOD.encode("utf-16"), "in.csv:1: the file is UTF-16. Save it as CSV in UTF-8."),
        (GOOD + f"{'C' * 200_000},5,20\n", f"in.csv:4: {LONG}"),
        (GOOD + "C" * 10_000_001, "in.csv:4: the line is longer than 10,000,000 bytes."),
        ("g,x,n\nA,0,0\n", "There are no students to count: every group is empty."),
    ],
)
def test_a_bad_file_is_answered_with_where_and_what(tmp_path, content, message):
    assert sentence(tmp_path, content) == message


def test_a_value_that_is_not_a_number_names_its_cell(tmp_path):
    message = sentence(tmp_path, "g,hours\nA,3\nA,three\n", "--group", "g", "--value", "hours")
    assert message == 'in.csv:3:2: "three" is not a number (column "hours").'


def test_a_reference_that_is_not_there(tmp_path):
    message = sentence(tmp_path, GOOD, *ASKED, "--reference", "Z")
    assert message == 'There is no "Z" in g to compare with. Choose one of: A; B.'


def test_a_file_that_is_not_there_and_a_folder(tmp_path):
    assert run(tmp_path / "none.csv").stderr.endswith("none.csv: there is no such file.\n")
    assert run(tmp_path).stderr.endswith("this is a folder. Give a file in it.\n")
    assert run(tmp_path).exit_code == run(tmp_path / "none.csv").exit_code == 2


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--group", "g", "--numerator", "x"], "A rate needs both a numerator and a denominator."),
        (["--group", "g"], "Give either a numerator and a denominator, or a value."),
        (
            [*ASKED, "--value", "x"],
            "Give either a numerator and a denominator, or a value.",
        ),
        (["--numerator", "x", "--denominator", "n"], "Give at least one column with groups."),
        ([*ASKED, "--by", "g"], "Use each column only once: g is named twice."),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_in_a_sentence(tmp_path, words, part):
    assert sentence(tmp_path, GOOD, *words) == part


@pytest.mark.parametrize("words", [["--example", "x.csv"], [], ["--example", "--by", "cohort"]])
def test_either_a_file_or_the_example(words):
    result = CliRunner().invoke(main, ["gaps", *words])
    assert result.exit_code == 2
    assert "Give one FILE and its columns, or --example alone." in result.stderr


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.replace("\n", "\r\n").encode(),
        (GOOD + "\n,,\n\n").encode(),
        GOOD.replace("g,x,n", " g , x,n ").replace("A,5", " A , 5").encode(),
        GOOD.replace("5", "5.0").encode(),
        GOOD.rstrip().encode(),
        b"g,x,n,,\nA,5,20,,\nB,6,30,,\n",
    ],
    ids=[
        "byte-order mark",
        "windows",
        "blank rows",
        "spaces",
        "whole decimals",
        "no last line end",
        "empty columns",
    ],
)
def test_harmless_differences_are_read_as_the_same_file(tmp_path, content):
    good, other = tmp_path / "good.csv", tmp_path / "other.csv"
    good.write_text(GOOD, encoding="utf-8")
    other.write_bytes(content)
    assert run(other).stdout == run(good).stdout != ""
