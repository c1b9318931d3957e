"""`trellis trend`: chart one measure over time from a CSV file, and say what a marked change did."""

import io
import json
import shutil
import sys
from datetime import date
from importlib.resources import as_file, files
from textwrap import fill
from typing import get_args

import click

from .answer import Chart, Series, TrendAnswer, TrendSpec, answer_trend
from .csvfile import DATE_EXAMPLE, parse_date, read_series
from .marked_changes import MIN_AFTER, WAIT_FOR
from .render import as_dict, as_text
from .results import InvalidInputError

EXAMPLE_FILE = "internship-logs-invented.csv"
EXAMPLE_CHANGE = date(2027, 1, 11)
EXAMPLE_SOURCE = (
    "Source: invented numbers. Each week, how many students of an invented school with an internship turned in their "
    "log by Friday. From January 11 on, time for it is set aside on Thursdays."
)


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
    as_json: bool,
    example: bool,
) -> None:
    """Chart one measure in FILE, a CSV file in UTF-8 with a row for each date, and say whether it changed.

    A run chart has a median and two rules. XmR, p and laney charts have limits; laney is for shares of large groups. A
    t chart is for rare events: give a row for each event. A g chart takes how many cases passed between events.

    With --change, points before it are the baseline, and the points since are compared with them.

    \b
      trellis trend logs.csv --numerator turned_in --denominator students --change 2027-01-11
    """
    columns = (date_column, value, numerator, denominator)
    if example == bool(file) or (example and any((*columns[1:], change, baseline))):
        raise click.UsageError("Give one FILE and its columns, or --example alone.")
    spec = TrendSpec(chart, baseline, EXAMPLE_CHANGE if example else change, wait_for)
    try:
        series = _example_series() if example else read_series(str(file), *columns, chart == "t")
        answer = answer_trend(series, spec)
    except InvalidInputError as refused:
        raise TrendCommandError(str(refused)) from None
    _print(answer, as_json, EXAMPLE_SOURCE if example else "")


def _print(answer: TrendAnswer, as_json: bool, source: str) -> None:
    screen = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    text = json.dumps(as_dict(answer), ensure_ascii=False, indent=2) if as_json else as_text(answer, screen)
    if source and not as_json:
        text += "\n\n" + (fill(source, screen) if screen else source)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without the letters gets "?", not a traceback
    click.echo(text)


def _example_series() -> Series:
    with as_file(files("trellis.engines").joinpath("examples", EXAMPLE_FILE)) as path:
        return read_series(path)
