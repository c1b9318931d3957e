"""`trellis words`: check, correct and update the translations."""

from pathlib import Path

import click

from trellis.core.foundation.boot import start_django
from trellis.core.foundation.catalogs import LANGUAGES

LANGUAGE_CHOICE = click.Choice(LANGUAGES[1:])


@click.group(short_help="Check, correct and update translations.")
def words() -> None:
    """Check and update translations, and export and import spreadsheets of them."""
    start_django(database=False)


@words.command()
@click.argument("language", type=LANGUAGE_CHOICE, required=False)
def update(language: str | None) -> None:
    """Update the catalogs with the current English. Give LANGUAGE to update or start one language."""
    from .catalogs import all_language_catalogs, language_catalogs, update_catalog, write_catalog

    for book in language_catalogs(language) if language else all_language_catalogs():
        write_catalog(book, update_catalog(book))


@words.command()
@click.argument("language", type=LANGUAGE_CHOICE, required=False)
def check(language: str | None) -> None:
    """List every missing or broken translation. Exits with code 1 if there are any."""
    from .catalogs import all_language_catalogs, language_catalogs, read_catalog
    from .translation_faults import translation_faults

    all_faults = [
        fault
        for book in (language_catalogs(language) if language else all_language_catalogs())
        for fault in translation_faults(book, read_catalog(book))
    ]
    for fault in all_faults:
        click.echo(str(fault))
    click.echo(f"{len(all_faults)} to fix.", err=True)
    raise SystemExit(bool(all_faults))


@words.command("compile")
def compile_catalogs() -> None:
    """Compile translations that changed. The installer runs this, because the server may not write to the code."""
    from django.conf import settings

    from trellis.core.foundation.catalogs import compile_stale_catalogs

    compile_stale_catalogs(settings.LOCALE_PATHS)


@words.command()
@click.argument("language", type=LANGUAGE_CHOICE)
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--open", "only_open", is_flag=True, help="Only sentences with no translation yet.")
def sheet(language: str, path: Path, only_open: bool) -> None:
    """Export LANGUAGE to a CSV file at PATH, so that a person can check and correct it."""
    from .sheets import write_sheet

    click.echo(f"{write_sheet(language, path, only_open)} sentences.")


@words.command()
@click.argument("language", type=LANGUAGE_CHOICE)
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def take(language: str, path: Path) -> None:
    """Import corrections to LANGUAGE from the CSV file at PATH."""
    from trellis.core.foundation.errors import ActionError

    from .sheets import import_sheet

    try:
        changed, refused = import_sheet(language, path)
    except ActionError as error:
        raise click.ClickException(error.message) from None
    for why in refused:
        click.echo(f"Not imported: {why}", err=True)
    click.echo(f"{changed} sentences changed. Restart Trellis to show them.")
