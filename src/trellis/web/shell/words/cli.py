"""`trellis words`: what Trellis says in each language, to read over and to correct."""

from pathlib import Path

import click

from trellis.core.foundation.boot import start
from trellis.core.foundation.catalogs import LANGUAGES

LANGUAGE = click.Choice(LANGUAGES[1:])


@click.group()
def words() -> None:
    """What Trellis says in each language: what is missing, a sheet to correct, and taking it back."""
    start(database=False)


@words.command()
@click.argument("language", type=LANGUAGE, required=False)
def update(language: str | None) -> None:
    """Bring the catalogs up to date with what the pages say now: those that were begun, or LANGUAGE to begin one."""
    from .catalogs import all_books, books, brought_up_to_date, written

    for book in books(language) if language else all_books():
        written(book, brought_up_to_date(book))


@words.command()
@click.argument("language", type=LANGUAGE, required=False)
def check(language: str | None) -> None:
    """Name every sentence without words, and every broken one; 1 if there is any."""
    from .catalogs import all_books, books, opened
    from .checking import faults

    all_faults = [
        fault
        for book in (books(language) if language else all_books())
        for fault in faults(book, opened(book))
    ]
    for fault in all_faults:
        click.echo(str(fault))
    click.echo(f"{len(all_faults)} to mend.", err=True)
    raise SystemExit(bool(all_faults))


@words.command()
@click.argument("language", type=LANGUAGE)
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--open", "only_open", is_flag=True, help="Only what has no words yet.")
def sheet(language: str, path: Path, only_open: bool) -> None:
    """Write LANGUAGE as a CSV file at PATH, for a person to read over and correct."""
    from .sheets import write_sheet

    click.echo(f"{write_sheet(language, path, only_open)} sentences.")


@words.command()
@click.argument("language", type=LANGUAGE)
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def take(language: str, path: Path) -> None:
    """Take the corrections of a sheet at PATH into LANGUAGE."""
    from trellis.core.foundation.refusal import Refusal

    from .sheets import take_sheet

    try:
        changed, refused = take_sheet(language, path)
    except Refusal as error:
        raise click.ClickException(error.sentence) from None
    for why in refused:
        click.echo(f"Not taken: {why}", err=True)
    click.echo(f"{changed} sentences changed. They show once Trellis is started again.")
