"""`trellis gaps`: what a person or a program gets from a good file."""

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner

from trellis.cli import main
from trellis.engines import gaps
from trellis.engines.gaps.render import as_text

NEW_YORK = str(files("trellis.engines").joinpath("examples", "new-york-english-learners.csv"))
RATE = ["--group", "group", "--numerator", "graduated", "--denominator", "students"]
REST = ["--by", "cohort", "--reference", "Rest of New York City"]


def run(*words):
    return CliRunner().invoke(main, ["gaps", *map(str, words)])


def text_of(path, *words):
    result = run(path, *words)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def advisories(tmp_path):
    path = tmp_path / "advisories.csv"
    path.write_text(
        "home language,grade,with mentor,students,hours\n"
        "Spanish,9,40,50,12\nSpanish,10,20,60,14\nWolof,9,3,7,11\nWolof,10,12,30,15\nRussian,9,10,20,13\n"
        "Russian,10,25,40,9\n",
        encoding="utf-8",
    )
    return path


MENTOR = ["--numerator", "with mentor", "--denominator", "students"]


def test_a_stranger_reproduces_new_york_from_the_shell():
    command = [sys.executable, "-c", "from trellis.cli import main; main()", "gaps", NEW_YORK, *RATE, *REST]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    lines = [line.split() for line in done.stdout.splitlines()]
    row = " ".join(next(line for line in lines if line[:2] == ["2006", "Internationals"]))
    assert row.endswith("490 50.8% 46.4 to 55.2 +6.1 +1.5 to +10.7 1.137 1.04 to 1.25 2.62")
    assert not done.stderr


def test_the_page_says_who_is_compared_with_whom_and_how():
    text = text_of(NEW_YORK, *RATE, *REST)
    assert "graduated out of students, by group, within each cohort" in text
    assert "Compared with: Rest of New York City. Groups of fewer than 10 students are hidden." in text
    assert "Wilson" in text
    assert "Newcombe" in text
    assert text.count("the comparison") == 6


def test_every_row_of_the_table_ends_its_columns_on_one_line():
    lines = text_of(NEW_YORK, *RATE, *REST).splitlines()
    assert len({line.index("%") for line in lines if line.startswith("20")}) == 1


def test_everybody_else_stands_in_each_row_with_its_size(advisories):
    text = text_of(advisories, "--group", "home language", *MENTOR)
    row = next(line for line in text.splitlines() if line.startswith("Spanish"))
    assert row.split()[1:3] == ["110", "54.5%"]
    assert ["51.5%", "97"] == row.split()[6:8]  # noqa: SIM300 (as the row reads)
    assert "Compared with: all other students" in text


def test_hidden_groups_are_in_the_table_with_the_reason(advisories):
    text = text_of(advisories, "--group", "home language", "--group", "grade", *MENTOR)
    assert "Wolof × 9              hidden: fewer than 10 students" in text
    assert "Russian × 9            hidden so that a smaller group cannot be worked out" in text


def test_the_minimum_is_for_the_caller_to_choose(advisories):
    words = ["--group", "home language", "--group", "grade", *MENTOR]
    assert "hidden:" not in text_of(advisories, *words, "--min-n", 5)
    assert text_of(advisories, *words, "--min-n", 45).count("hidden:") == 4


def test_means_come_in_their_own_units(advisories):
    text = text_of(
        advisories, "--group", "home language", "--value", "hours", "--min-n", 2, "--reference", "Wolof"
    )
    assert "Welch" in text
    row = next(line for line in text.splitlines() if line.startswith("Spanish"))
    assert row.split()[1:3] == ["2", "13.00"]
    assert "0.00" in row.split()


def test_json_has_everything_under_keys_that_stay(advisories):
    report = json.loads(
        text_of(
            advisories,
            "--group",
            "home language",
            "--group",
            "grade",
            *MENTOR,
            "--reference",
            "Spanish, 9",
            "--json",
        )
    )
    assert list(report) == [
        *("kind", "group", "by", "comparison", "min_n", "unit", "methods", "facets"),
        *("numerator", "denominator", "value"),
    ]
    (facet,) = report["facets"]
    assert list(facet) == ["level", "comparison", "comparison_estimate", "total", "gaps", "note"]
    gap = next(gap for gap in facet["gaps"] if gap["name"] == "Wolof × 9")
    assert gap["labels"] == {"home language": "Wolof", "grade": "9"}
    assert gap["hidden"] == {"code": "small", "words": "fewer than 10 students"}
    assert gap["estimate"] is gap["points"] is None
    assert set(gap) == {
        *("name", "labels", "comparison", "is_comparison", "hidden", "estimate", "comparison_estimate"),
        *("points", "points_low", "points_high", "ratio", "ratio_low", "ratio_high", "z", "p", "notes"),
    }
    assert set(facet["comparison_estimate"]) == {"kind", "value", "low", "high", "n", "numerator", "note"}


def test_the_example_needs_no_file_and_brings_its_source():
    result = run("--example")
    assert result.exit_code == 0
    assert text_of(NEW_YORK, *RATE, *REST).strip() in result.stdout
    assert "New York City Open Data" in result.stdout


def test_the_example_at_the_top_of_the_project_is_the_one_in_the_package():
    top = Path(__file__).parents[2] / "examples" / "new-york-english-learners.csv"
    assert top.read_bytes() == Path(NEW_YORK).read_bytes()


def test_a_narrow_screen_gets_sentences_that_fit():
    rows = [
        {"g": g, "x": 4, "n": n} for g, n in {"Amharic": 20, "Bengali": 30, "Karen": 4, "Oromo": 90}.items()
    ]
    comparison = gaps.compare(rows, group="g", numerator="x", denominator="n")
    lines = as_text(comparison, width=60).splitlines()
    assert max(map(len, lines)) <= 60
    assert "- Karen: hidden: fewer than 10 students." in lines


def test_a_screen_reader_can_say_a_gap_in_one_sentence():
    rows = [{"g": g, "x": x, "n": 40} for g, x in {"Amharic": 20, "Bengali": 30}.items()]
    comparison = gaps.compare(rows, group="g", numerator="x", denominator="n", reference="Bengali")
    assert (
        "- Amharic: 50.0% of 40 (35.2 to 64.8); Bengali: 75.0% of 40 (59.8 to 85.8); gap -25.0 points"
        " (-43.3 to -3.8); ratio 0.667 (0.47 to 0.95); z -2.31."
        in as_text(comparison, width=70).replace("\n  ", " ")
    )


def test_a_gap_of_nothing_has_no_sign():
    rows = [{"g": g, "x": 20, "n": 40} for g in "AB"]
    text = as_text(gaps.compare(rows, group="g", numerator="x", denominator="n"))
    assert " 0.0  " in text
    assert "+0.0" not in text.replace("+0.0 to", "")
    assert "-0.0" not in text


def test_labels_of_a_hostile_file_cannot_drive_the_terminal(tmp_path):
    path = tmp_path / "hostile.csv"
    path.write_bytes(b'g,x,n\n"\x1b[2J\x1b]0;gone\x07red\nline",5,20\nB,6,20\n')
    text = text_of(path, "--group", "g", "--numerator", "x", "--denominator", "n")
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "red line" in text


def test_wide_letters_keep_the_columns_in_line(tmp_path):
    path = tmp_path / "scripts.csv"
    path.write_text("g,x,n\n日本語,5,20\nShqip,6,20\n", encoding="utf-8")
    lines = text_of(path, "--group", "g", "--numerator", "x", "--denominator", "n").splitlines()
    (wide,) = [line for line in lines if line.startswith("日本語")]
    (plain,) = [line for line in lines if line.startswith("Shqip")]
    assert plain.index("%") - wide.index("%") == 3


def test_a_terminal_without_the_letters_of_a_language_still_gets_an_answer(tmp_path):
    path = tmp_path / "languages.csv"
    path.write_text("g,x,n\nEspañol,5,20\nРусский,6,20\n", encoding="utf-8")
    words = ["gaps", str(path), "--group", "g", "--numerator", "x", "--denominator", "n"]
    done = subprocess.run(
        [sys.executable, "-c", "from trellis.cli import main; main()", *words],
        capture_output=True,
        env={"PYTHONIOENCODING": "latin-1"},
        check=True,
    )
    assert b"Espa\xf1ol" in done.stdout
    assert b"???????" in done.stdout
