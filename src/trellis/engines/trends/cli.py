"""`trellis trend`: chart one measure over time from a CSV file, and say what a marked change did."""

import io
import json
import shutil
import sys
from collections.abc import Callable
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from textwrap import fill
from typing import TypeVar, get_args

import click

from .answer import Chart, TrendSpec, answer_trend
from .csvfile import DATE_EXAMPLE, parse_date, read_series
from .marked_changes import MIN_AFTER, WAIT_FOR
from .render import as_dict, as_text
from .results import InvalidInputError
from .rollout_file import read_rollout
from .rollout_text import as_dict as rollout_as_dict
from .rollout_text import as_text as rollout_as_text
from .rollouts import compare_rollout

Contents = TypeVar("Contents")
EXAMPLE_FILE = "internship-logs-invented.csv"
EXAMPLE_CHANGE = date(2027, 1, 11)
EXAMPLE_SOURCE = (
    "Source: invented numbers. Each week, how many students of an invented school with an internship turned in their "
    "log by Friday. From January 11 on, time for it is set aside on Thursdays."
)

ROLLOUT_FILE = "roll-out-invented.csv"
ROLLOUT_SOURCE = (
    "Source: invented numbers. 40 invented schools, 9 terms; 10 schools started something in term 4 and 10 in term 6. "
    "3 was added to their values from then on."
)
ONE_FILE = "Give one FILE and its columns, or --example alone."


class TrendCommandError(click.ClickException):
    """One sentence on stderr, and exit code 2."""

    exit_code = 2


class DateType(click.ParamType):
    """A date on the command line."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        day = value if isinstance(value, date) else parse_date(str(value))
        return day if day is not None else self.fail(f"{value!r} is not a date; {DATE_EXAMPLE}.", param, ctx)


class DateRangeType(click.ParamType):
    """Two dates with two dots between them."""

    name = "dates"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[date, date]:
        first, dots, last = str(value).partition("..")
        days = parse_date(first), parse_date(last)
        if not dots or days[0] is None or days[1] is None or days[0] > days[1]:
            self.fail(f"{value!r} is not two dates; write them like 2026-09-14..2026-12-18.", param, ctx)
        return days[0], days[1]


@click.command(short_help="Chart one measure over time from a CSV file.")
@click.argument("file", required=False, type=click.Path())
@click.option(
    "--date", "date_column", default="date", show_default=True, metavar="COL", help="Column with dates."
)
@click.option("--value", metavar="COL", help="Column with a number for each date.  [default: value]")
@click.option(
    "--numerator", metavar="COL", help="Column with how many did it, for shares.  [default: numerator]"
)
@click.option("--denominator", metavar="COL", help="Column with how many there were.  [default: denominator]")
@click.option(
    "--change", type=DateType(), metavar="DATE", help="When a change began. Compares before and after."
)
@click.option(
    "--baseline", type=DateRangeType(), metavar="A..B",
    help="The dates that the center line and limits stand on.  [default: before --change, or all]",
)  # fmt: skip
@click.option("--chart", type=click.Choice(get_args(Chart)), default="run", show_default=True)
@click.option(
    "--wait-for", default=WAIT_FOR, show_default=True, type=click.IntRange(MIN_AFTER),
    help="How many points after --change were planned before it is judged.",
)  # fmt: skip
@click.option(
    "--roll-out", "is_rollout", is_flag=True,
    help="FILE has the columns school, period, starts and a value, or a numerator and a denominator. Compares schools "
    "that started with schools that had not yet.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the full result as JSON.")
@click.option("--example", is_flag=True, help="Show an example with invented numbers.")
def trend(
    file: str | None,
    date_column: str,
    value: str | None,
    numerator: str | None,
    denominator: str | None,
    change: date | None,
    baseline: tuple[date, date] | None,
    chart: Chart,
    wait_for: int,
    is_rollout: bool,
    as_json: bool,
    example: bool,
) -> None:
    """Chart one measure in FILE, a CSV file in UTF-8 with a row for each date, and say whether it changed.

    A run chart has a median and two rules. XmR, p and laney charts have limits; laney is for shares of large groups. A
    t chart is for rare events: give a row for each event. A g chart takes how many cases passed between events.

    With --change, points before it are the baseline, and the points since are compared with them. With --roll-out, FILE
    has a row for each school and period, and schools that started are compared with those that had not yet.

    \b
      trellis trend logs.csv --numerator turned_in --denominator students --change 2027-01-11
      trellis trend --roll-out schools.csv
    """
    columns = (date_column, value, numerator, denominator)
    spec = TrendSpec(chart, baseline, EXAMPLE_CHANGE if example and not change else change, wait_for)
    if is_rollout:
        _refuse_options({"change": change, "baseline": baseline, "chart": chart != "run"})
        _refuse_options({"date": date_column != "date", "wait-for": wait_for != WAIT_FOR})
        _run_rollout(file, columns[1:], as_json=as_json, example=example)
    elif example and any((change, baseline)):
        raise click.UsageError(ONE_FILE)
    else:
        _run_chart(file, columns, spec, as_json=as_json, example=example)


def _run_chart(
    file: str | None,
    columns: tuple[str, str | None, str | None, str | None],
    spec: TrendSpec,
    *,
    as_json: bool,
    example: bool,
) -> None:
    if example == bool(file) or (example and any(columns[1:])):
        raise click.UsageError(ONE_FILE)
    try:
        has_dates_alone = spec.chart == "t"
        series = (
            _example(EXAMPLE_FILE, read_series)
            if example
            else read_series(str(file), *columns, has_dates_alone)
        )
        answer = answer_trend(series, spec)
    except InvalidInputError as refused:
        raise TrendCommandError(str(refused)) from None
    _print(
        as_dict(answer) if as_json else None,
        lambda width: as_text(answer, width),
        EXAMPLE_SOURCE if example else "",
    )


def _refuse_options(chosen: dict[str, object]) -> None:
    for name, is_chosen in chosen.items():
        if is_chosen:
            raise click.UsageError(
                f"--{name} goes without --roll-out: the file says when each school started."
            )


def _run_rollout(file: str | None, columns: tuple[str | None, ...], *, as_json: bool, example: bool) -> None:
    if example == bool(file) or (example and any(columns)):
        raise click.UsageError(ONE_FILE)
    try:
        table = _example(ROLLOUT_FILE, read_rollout) if example else read_rollout(str(file), *columns)
        answer = compare_rollout(table.values, table.starts)
    except InvalidInputError as refused:
        raise TrendCommandError(str(refused)) from None
    fields = rollout_as_dict(table, answer) if as_json else None
    _print(fields, lambda width: rollout_as_text(table, answer, width), ROLLOUT_SOURCE if example else "")


def _print(fields: dict | None, write_text: Callable[[int | None], str], source: str) -> None:
    """Print what a program asked for as JSON, or else the text for a screen's width (None for a pipe)."""
    screen = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    text = write_text(screen) if fields is None else json.dumps(fields, ensure_ascii=False, indent=2)
    if source and fields is None:
        text += "\n\n" + (fill(source, screen) if screen else source)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without the letters gets "?", not a traceback
    click.echo(text)


def _example(name: str, read: Callable[[Path], Contents]) -> Contents:
    """What is in one of the example files."""
    with as_file(files("trellis.engines").joinpath("examples", name)) as path:
        return read(path)
