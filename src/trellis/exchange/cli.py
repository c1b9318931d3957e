"""`trellis roster`: rosters from other systems, on the command line."""

from pathlib import Path

import click

from .oneroster import check_roster


@click.group()
def roster() -> None:
    """Read rosters that other systems export (OneRoster 1.1 and 1.2)."""


@roster.command()
@click.argument("path", type=click.Path(path_type=Path))
def check(path: Path) -> None:
    """Say what is wrong with the roster at PATH, a folder or a zip. Changes nothing."""
    checked = check_roster(path)
    for line in checked.problems.lines():
        click.echo(line)
    if not checked.good:
        raise click.ClickException(f"{checked.problems.errors:,} things to mend before it can be imported.")
    rows = ", ".join(f"{count:,} {name}" for name, count in checked.rows.items())
    click.echo(f"OneRoster {checked.version}: {rows}. Nothing stands in the way.")
