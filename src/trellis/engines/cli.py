"""`trellis gaps`: who gets it, who does not, and how sure that is, from a CSV file."""

import io
import json
import shutil
import sys
from textwrap import fill
from typing import Any

import click

from . import gaps as engine
from . import published
from .gaps.answer import answer
from .gaps.csvfile import tally_csv
from .gaps.render import as_dict, as_text


class Refused(click.ClickException):
    """One sentence on stderr, and exit code 2."""

    exit_code = 2


@click.command()
@click.argument("file", required=False, type=click.Path())
@click.option("--group", multiple=True, metavar="COL", help="Column of groups; several are crossed.")
@click.option("--numerator", metavar="COL", help="Column of counts: how many did (graduated).")
@click.option("--denominator", metavar="COL", help="Column of counts: out of how many (students).")
@click.option("--value", metavar="COL", help="Column of one number a student, for means instead of rates.")
@click.option("--by", metavar="COL", help="Do all of it within each level of this column (cohort).")
@click.option("--reference", metavar="LEVEL", help="The group to compare with.  [default: everybody else]")
@click.option("--min-n", default=10, show_default=True, type=click.IntRange(1), help="Hide smaller groups.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--example", is_flag=True, help="Show New York's English learners, with the source.")
def gaps(file: str | None, as_json: bool, example: bool, **options: Any) -> None:
    """Rates or means by group from FILE, a CSV in UTF-8, and each group's gap to a named comparison.

    A row is one student (0 or 1 out of 1) or a cell with counts. Each gap comes in points (or units) and as a
    ratio, with 95% intervals and the sizes it stands on. Groups of fewer than --min-n students are hidden,
    and others where needed so that no hidden group can be worked out.

    Where groups are crossed, write the reference in the order of --group: "a × b", "a x b" or "a, b".

    \b
      trellis gaps graduation.csv --group group --by cohort \\
        --numerator graduated --denominator students \\
        --reference "Rest of New York City"
    """
    if example == bool(file) or (example and any(options[option] for option in options if option != "min_n")):
        raise click.UsageError("Name one FILE and its columns, or ask for --example alone.")
    try:
        comparison = (
            published.new_york_english_learners().comparison if example else _told(str(file), options)
        )
    except engine.Refused as refused:
        raise Refused(str(refused)) from None
    screen = _screen()
    text = (
        json.dumps(as_dict(comparison), ensure_ascii=False, indent=2)
        if as_json
        else as_text(comparison, screen)
    )
    if example and not as_json:
        text += "\n\n" + _provenance(screen)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without the letters gets "?", not a traceback
    click.echo(text)


def _told(file: str, options: dict[str, Any]) -> engine.Comparison:
    question = engine.Question(**options)
    return answer(tally_csv(file, question), question)


def _provenance(screen: int | None) -> str:
    shown = published.new_york_english_learners()
    lines = [f"Source: {shown.source}", *(f"- {caveat}" for caveat in shown.caveats)]
    return "\n".join(fill(line, screen, subsequent_indent="  ") if screen else line for line in lines)


def _screen() -> int | None:
    """Columns of the terminal; None when the output goes to a pipe or a file."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
