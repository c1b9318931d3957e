"""`trellis gaps`: compare groups of students from a CSV file, with 95% intervals."""

import io
import json
import shutil
import sys
from textwrap import fill
from typing import Any

import click

from . import gaps as engine
from . import published
from .gaps.answer import compare_groups
from .gaps.csvfile import tally_csv
from .gaps.render import as_dict, as_text


class GapsCommandError(click.ClickException):
    """One sentence on stderr, and exit code 2."""

    exit_code = 2


@click.command(short_help="Compare groups of students from a CSV file.")
@click.argument("file", required=False, type=click.Path())
@click.option(
    "--group", multiple=True, metavar="COL", help="Column with the groups. Repeat to combine columns."
)
@click.option("--numerator", metavar="COL", help="Column with how many students did it (graduated).")
@click.option("--denominator", metavar="COL", help="Column with the total number of students (students).")
@click.option(
    "--value", metavar="COL", help="Column with a number for each student, to compare means instead of rates."
)
@click.option("--by", metavar="COL", help="Compare separately within each value of this column (cohort).")
@click.option(
    "--reference", metavar="LEVEL", help="The group to compare with.  [default: all other students]"
)
@click.option(
    "--min-n", default=10, show_default=True, type=click.IntRange(1), help="Hide groups smaller than this."
)
@click.option("--json", "as_json", is_flag=True, help="Print the full result as JSON.")
@click.option(
    "--example", is_flag=True, help="Show an example: New York's English learners, with the source."
)
def gaps(file: str | None, as_json: bool, example: bool, **options: Any) -> None:  # Any: as click read each
    """Compare groups in FILE, a CSV file in UTF-8: the rate or mean of each group, and its gap to a comparison.

    Each row is one student (0 or 1 out of 1) or a group with counts. Each gap is shown in points (or units) and
    as a ratio, with 95% intervals and the size of both groups. Groups of fewer than --min-n students are hidden,
    and more groups if needed, so that no one can work out a hidden number.

    If you combine columns, write the reference in the order of --group: "a × b", "a x b" or "a, b".

    \b
      trellis gaps graduation.csv --group group --by cohort \\
        --numerator graduated --denominator students \\
        --reference "Rest of New York City"
    """
    if example == bool(file) or (example and any(options[option] for option in options if option != "min_n")):
        raise click.UsageError("Give one FILE and its columns, or --example alone.")
    try:
        comparison = (
            published.new_york_english_learners().comparison if example else _compare_file(str(file), options)
        )
    except engine.InvalidInputError as refused:
        raise GapsCommandError(str(refused)) from None
    screen = _screen_width()
    text = (
        json.dumps(as_dict(comparison), ensure_ascii=False, indent=2)
        if as_json
        else as_text(comparison, screen)
    )
    if example and not as_json:
        text += "\n\n" + _source_and_caveats(screen)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without the letters gets "?", not a traceback
    click.echo(text)


def _compare_file(file: str, options: dict[str, Any]) -> engine.Comparison:  # Any: as click read each
    question = engine.ComparisonSpec(**options)
    return compare_groups(tally_csv(file, question), question)


def _source_and_caveats(screen: int | None) -> str:
    shown = published.new_york_english_learners()
    lines = [f"Source: {shown.source}", *(f"- {caveat}" for caveat in shown.caveats)]
    return "\n".join(fill(line, screen, subsequent_indent="  ") if screen else line for line in lines)


def _screen_width() -> int | None:
    """Columns of the terminal; None when the output goes to a pipe or a file."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
