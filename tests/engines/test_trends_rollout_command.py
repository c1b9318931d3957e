"""`trellis trend --roll-out`: the worked example from its file, refusals in words, a sentence for bad files."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from trellis.cli import main
from trellis.engines import trends
from trellis.engines.trends.rollout_file import read_rollout

EXAMPLE = """\
Roll-out: 40 schools, 9 periods, 1 to 9.
Compared: 20 schools that started, with 20 schools that never did within the data, and with the others before they \
started. Each school counts the same.
Signal: values are higher than they would have been without the start. The effect is +3.1 (95% interval +2.4 to +3.8), \
on average since the start.
If starts were assigned to these schools by chance, an effect this large would appear in about 1 of 1,000 assignments \
(p = 0.001).
It would take a difference in trends of +0.58 each period to bring the interval to zero, and of +0.75 to explain the \
effect away.
Before the start, trends differed by -0.17 (95% interval -0.52 to +0.18) each period. The first is 3.4 times as large.
Unless starts were drawn by lot, this is no experiment: schools that start early may differ from the rest in other ways.

periods since the start  effect   95% interval  schools
                      0    +3.1   +1.7 to +4.4       20
                      1    +2.9   +1.7 to +4.0       20
                      2    +2.1  +0.93 to +3.3       20
                      3    +3.5   +2.5 to +4.4       20
                      4    +3.8   +2.2 to +5.3       10
                      5    +4.6   +3.2 to +5.9       10

Source: invented numbers. 40 invented schools, 9 terms; 10 schools started something in term 4 and 10 in term 6. 3 was \
added to their values from then on.
"""
HEADER = "school,period,value,starts"


def run(*words):
    return CliRunner().invoke(main, ["trend", "--roll-out", *map(str, words)])


def write(tmp_path, lines):
    path = tmp_path / "in.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rows(schools, starts, periods=(2024, 2025, 2026, 2027)):
    """Values that rise by 10 where a school started."""
    return [
        f"{school},{period},{50 + place + 10 * bool(start and period >= start)},{start or ''}"
        for place, (school, start) in enumerate(zip(schools, starts, strict=True))
        for period in periods
    ]


def test_the_worked_example_reads_as_it_always_has():
    assert run("--example").stdout == EXAMPLE


def test_the_example_file_is_the_worked_example_of_the_engine():
    draw = np.random.default_rng(7)
    starts = [4] * 10 + [6] * 10 + [None] * 20
    values = draw.normal(50, 5, (40, 1)) + draw.normal(0, 2, (40, 9)) + np.arange(9)
    for school, start in enumerate(starts):
        if start:
            values[school, start - 1 :] += 3
    expected = trends.compare_rollout(values, starts)
    answer = json.loads(run("--example", "--json").stdout)
    assert answer["comparison"]["effect"]["value"] == pytest.approx(expected.effect.value, abs=0.02)
    assert np.array(answer["table"]["values"]) == pytest.approx(values, abs=0.051)
    assert answer["table"]["starts"] == starts


def test_too_few_schools_are_refused_in_words(tmp_path):
    path = write(tmp_path, [HEADER, *rows("ABCDEF", [2026, 2026, None, None, None, None])])
    result = run(path)
    assert result.exit_code == 0
    assert "Fewer than 4 schools have started and have data from before and after." in result.stdout
    path = write(tmp_path, [HEADER, *rows("ABCDEF", [2026] * 5 + [None])])
    assert (
        "In no period after a start are there 4 schools or more that have not started yet."
        in run(path).stdout
    )
    path = write(tmp_path, [HEADER, *rows("ABCDEFGH", [2020] * 4 + [None] * 4)])
    assert "No school has data from before it started. No comparison is made." in run(path).stdout


def test_shares_are_percentage_points_and_dates_are_periods(tmp_path):
    days = ("2026-09-07", "2026-10-05", "11/2/2026", "2026-12-07")
    lines = ["school,period,done,all,starts"]
    for place in range(8):
        start = "2026-10-20" if place < 4 else ""
        for number, day in enumerate(days):
            lines.append(f"S{place},{day},{20 + place + (5 if start and number > 1 else 0)},50,{start}")
    path = write(tmp_path, lines)
    table = read_rollout(path, None, "done", "all")
    assert (table.starts[0], table.starts[7], table.is_share) == (3, None, True)
    text = run(path, "--numerator", "done", "--denominator", "all").stdout
    assert "The effect is +10.0 percentage points" in text
    assert "2026-09-07 to 2026-12-07" in text


def test_a_school_without_a_value_in_a_period_is_left_out_of_that_period(tmp_path):
    lines = [HEADER, *rows("ABCDEFGH", [2026] * 4 + [None] * 4)]
    table = read_rollout(write(tmp_path, [line for line in lines if not line.startswith("H,2025")]))
    assert table.values[7] == (57, None, 57, 57)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["school,period,value", "A,1,2"], 'There is no column "starts"'),
        ([HEADER], "the file has a header but no rows"),
        ([HEADER, "A,1,2,", "A,1,3,"], "A in 1 is already in line 2"),
        ([HEADER, "A,1,2,", "A,2,3,2"], "A has another start in an earlier row"),
        ([HEADER, "A,first,2,"], "neither a whole number nor a date"),
        ([HEADER, ",1,2,"], "the school is missing"),
        ([HEADER, "A,,2,"], "the period is missing"),
        ([HEADER, "A,1,many,"], "many"),
        ([HEADER, "A,1,2,2026-09-07"], "periods and starts must be of one kind"),
        ([HEADER, "A,1,2"], "in.csv:2"),
    ],
)
def test_a_bad_file_gets_a_sentence(tmp_path, lines, problem):
    result = run(write(tmp_path, lines))
    assert result.exit_code == 2
    assert problem in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "words",
    [(), ("--example", "in.csv"), ("--example", "--change", "2026-09-07"), ("--example", "--chart", "p")],
)
def test_options_that_do_not_go_together_are_refused(words):
    assert run(*words).exit_code == 2
