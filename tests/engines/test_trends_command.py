"""`trellis trend`: what a person or a program gets from a good file, and a sentence for every bad one."""

import json
import subprocess
import sys
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from trellis.cli import main
from trellis.engines.trends.answer import TrendSpec, answer_trend
from trellis.engines.trends.csvfile import read_series
from trellis.engines.trends.render import as_text

FIRST = date(2026, 9, 7)
BEFORE = [50, 53, 49, 52, 51, 48, 54, 50, 52, 51]
AFTER = [56, 58, 55, 59, 57, 54, 58, 56]


def run(*words):
    return CliRunner().invoke(main, ["trend", *map(str, words)])


def text_of(*words):
    result = run(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


def write(tmp_path, lines, name="in.csv"):
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def weeks(values):
    return [f"{FIRST + timedelta(weeks=week)},{value}" for week, value in enumerate(values)]


@pytest.fixture
def minutes(tmp_path):
    return write(tmp_path, ["date,value", *weeks(BEFORE + AFTER)])


@pytest.fixture
def logs(tmp_path):
    return write(tmp_path, ["week,turned_in,students", *weeks(f"{value},80" for value in BEFORE + AFTER)])


LOGS = ("--date", "week", "--numerator", "turned_in", "--denominator", "students")


def test_ines_reads_what_a_change_did(minutes):
    text = text_of(minutes, "--change", "11/16/2026")
    assert "Run chart: 18 points, 2026-09-07 to 2027-01-04." in text
    assert (
        "Center line 51, from points 1 to 10 (2026-09-07 to 2026-11-09). It stays when points are added."
        in text
    )
    assert "Signal: 9 points in a row are above the center line (2026-11-02 to 2027-01-04)." in text
    assert (
        "Signal: the points since the change are higher. The median was 51 before and is 56.5 since." in text
    )
    assert "The difference is +6 (95% interval +4 to +8)." in text
    assert "It does not show what made them differ." in text
    assert "2026-11-16     56  change" in text


def test_before_enough_points_are_there_it_is_too_early_to_say(tmp_path):
    path = write(tmp_path, ["date,value", *weeks(BEFORE + AFTER[:5])])
    text = text_of(path, "--change", "2026-11-16")
    assert (
        "It is too early to say: there are 5 points since the change, and the plan is to wait for 8." in text
    )
    assert "Signal: the points since" in text_of(path, "--change", "2026-11-16", "--wait-for", 5)


def test_shares_are_percentages_and_their_differences_points(logs):
    text = text_of(logs, *LOGS, "--change", "2026-11-16")
    assert "The median was 63.7% before and is 70.6% since." in text
    assert "The difference is +7.5 percentage points" in text


@pytest.mark.parametrize(("chart", "words"), [("p", "p chart (shares)"), ("laney", "Laney p' chart")])
def test_charts_of_shares_have_limits_at_each_point(logs, chart, words):
    text = text_of(logs, *LOGS, "--chart", chart)
    assert words in text
    assert "date  value  lower limit  upper limit" in text
    assert "as they" not in text


def test_a_baseline_is_chosen_by_its_dates(minutes):
    text = text_of(minutes, "--chart", "xmr", "--baseline", "2026-09-07..2026-11-09")
    assert "from points 1 to 10 (2026-09-07 to 2026-11-09). It stays when points are added." in text
    assert "Choose a baseline" in text_of(minutes, "--chart", "xmr")


def test_a_t_chart_takes_the_dates_of_events_alone(tmp_path):
    days = [FIRST + timedelta(days=9 * place + place % 4) for place in range(14)]
    text = text_of(write(tmp_path, ["date", *map(str, days)]), "--chart", "t")
    assert "t chart (time between events): 13 points" in text
    assert "No signal: every point is within its limits." in text


def test_json_has_everything_under_keys_that_stay(minutes):
    report = json.loads(text_of(minutes, "--change", "2026-11-16", "--json"))
    assert list(report) == ["series", "chart", "change_point", "before_after", "interrupted"]
    assert report["change_point"] == 11
    assert report["series"]["dates"][0] == "2026-09-07"
    assert report["chart"]["signal"] is report["chart"]["shift"] is True
    assert set(report["chart"]["limits"]) == {"longest_run", "crossings", "false_alarm", "source"}
    assert report["before_after"]["verdict"] == "signal"
    assert report["before_after"]["direction"] == "up"
    assert set(report["interrupted"]["level"]) == {"value", "low", "high", "error"}


def test_the_example_needs_no_file_and_says_that_its_numbers_are_invented():
    text = text_of("--example")
    assert "Signal: the points since the change are higher." in text
    assert "Source: invented numbers." in text


def test_it_runs_from_the_shell_without_loading_django(minutes):
    script = "import sys; from trellis.cli import main; main(standalone_mode=False); sys.exit('django' in sys.modules)"
    command = [sys.executable, "-c", script, "trend", str(minutes)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert "Center line 53" in done.stdout
    assert not done.stderr


def test_rows_may_come_in_any_order_and_a_week_may_lack_its_value(tmp_path):
    lines = ["date,value", *reversed(weeks([*BEFORE, "", *AFTER]))]
    text = text_of(write(tmp_path, lines))
    assert "19 points, 2026-09-07 to 2027-01-11" in text
    assert "2026-11-16      -" in text


def test_a_narrow_screen_gets_lines_that_fit(minutes):
    answer = answer_trend(read_series(minutes), TrendSpec(change=date(2026, 11, 16)))
    assert max(map(len, as_text(answer, width=60).splitlines())) <= 60


def test_what_few_points_cannot_show_is_said_in_words(tmp_path):
    path = write(tmp_path, ["date,value", *weeks([3, 4, 5])])
    assert "so the rules of a run chart say nothing yet" in text_of(path)
    assert "too few for limits" in text_of(path, "--chart", "xmr")


GOOD = ["date,value,numerator,denominator", *weeks(f"{value},{value},80" for value in BEFORE)]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("soon,5,1,2", 'in.csv:12:1: "soon" is not a date; write it like 2026-09-14 or 9/14/2026 (column "date").'),
        ("2026-02-30,5,1,2", 'in.csv:12:1: "2026-02-30" is not a date; write it like 2026-09-14 or 9/14/2026 '
         '(column "date").'),
        ("2026-09-07,5,1,2", 'in.csv:12:1: 2026-09-07 is already in line 2; give one row for each date '
         '(column "date").'),
        ("2027-09-07,lots,1,2", 'in.csv:12:2: "lots" is not a number (column "value").'),
        ("2027-09-07,nan,1,2", 'in.csv:12:2: "nan" is not a finite number (column "value").'),
        ("2027-09-07,5,1", "in.csv:12: the row has 3 cells, but the header has 4."),
    ],
)  # fmt: skip
def test_a_bad_row_is_answered_with_its_line_its_column_and_what_to_do(tmp_path, row, message):
    assert sentence(write(tmp_path, [*GOOD, row])) == message


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2027-09-07,5,81,80", 'in.csv:12:3: 81 is more than the 80 in denominator (column "numerator").'),
        (
            "2027-09-07,5,-1,80",
            'in.csv:12:3: -1 is below zero; a count can\'t be negative (column "numerator").',
        ),
    ],
)
def test_a_share_is_never_under_nothing_or_over_all(tmp_path, row, message):
    words = ("--numerator", "numerator", "--denominator", "denominator")
    assert sentence(write(tmp_path, [*GOOD, row]), *words) == message


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--date", "day"], 'in.csv: There is no column "day". Choose one of: date, value, numerator, denominator.'),
        (["--value", "x"], 'in.csv: There is no column "x". Choose one of: date, value, numerator, denominator.'),
        (["--numerator", "x"], "A share needs both a numerator and a denominator."),
        (["--chart", "p"], "A p chart needs a numerator and a denominator."),
        (["--change", "2030-01-01"], "The change on 2030-01-01 must have points before it and after it: the points are "
         "from 2026-09-07 to 2026-11-09."),
        (["--baseline", "2030-01-01..2030-02-01"], "There are no points from 2030-01-01 to 2030-02-01: the points are "
         "from 2026-09-07 to 2026-11-09."),
        (["--change", "2026-10-05", "--baseline", "2026-09-07..2026-10-12"], "The baseline must end before the change: "
         "it ends at point 6, and the change is at point 5."),
    ],
)  # fmt: skip
def test_a_question_that_the_file_cannot_answer_gets_a_sentence(tmp_path, words, message):
    assert sentence(write(tmp_path, GOOD), *words) == message


def test_files_that_are_none_get_a_sentence(tmp_path):
    assert sentence(tmp_path / "gone.csv") == "gone.csv: there is no such file."
    assert sentence(write(tmp_path, ["date,value"])) == "in.csv: the file has a header but no rows."
    assert sentence(write(tmp_path, ["date,minutes", "2026-09-07,4"])).startswith(
        'in.csv: there is no column "value"'
    )


def test_options_that_make_no_sense_are_refused(minutes):
    for words in ([], [minutes, "--example"], [minutes, "--change", "soon"], [minutes, "--baseline", "a..b"]):
        result = run(*words)
        assert result.exit_code == 2
        assert "Traceback" not in result.stderr


def sentence(path, *words):
    result = run(path, *words)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    (line,) = result.stderr.strip().splitlines()
    return line.removeprefix("Error: ").replace(f"{path.parent}/", "")
