"""`trellis doctor`, `trellis backup` and `trellis restore`."""

from __future__ import annotations

from pathlib import Path

import click

from trellis.core.foundation.boot import start_django

STATE_MARKS = {"ok": "ok", "warning": "warn", "problem": "FIX"}


@click.command(short_help="Check this installation for problems.")
@click.option(
    "--fix", is_flag=True, help="Stop other accounts from reading the data, and repair the search index."
)
def doctor(fix: bool) -> None:
    """Check this installation for problems: data, database, settings, email, daily tasks, backups and figures.

    Exits with code 1 if something needs fixing. Changes nothing without --fix.
    """
    start_django(database=False)
    from django.conf import settings

    from trellis.core.foundation import file_permissions, installation
    from trellis.learning.library import index_check

    from .doctor import run_checks

    if sentence := installation.problem_if_missing():
        raise click.ClickException(sentence)
    if fix:
        changed = file_permissions.restrict_permissions(settings.DATA)
        click.echo(f"{len(changed)} files and folders can now be read only by this account.")
        if not (installation.problem_if_unreachable() or installation.problem_if_outdated()):
            repaired = index_check.repair_index()
            click.echo(f"Entries repaired in the library's search index: {repaired}.")
    problems = 0
    for finding in run_checks():
        problems += finding.state == "problem"
        click.echo(f"{STATE_MARKS[finding.state]:<5} {finding.title:<12} {finding.sentence}")
    if problems:
        raise click.ClickException(f"{problems} {'thing needs' if problems == 1 else 'things need'} fixing.")


@click.command(short_help="Save the database, files and key in one file.")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def backup(path: Path) -> None:
    """Write a backup to PATH, a new zip file. Trellis can keep running. The command reads the file back to check it.

    Keep the file as safe as the installation: it has all the data.
    """
    start_django()
    from trellis.core.foundation.errors import ActionError

    from .backup import make_backup

    try:
        manifest = make_backup(path)
    except ActionError as error:
        raise click.ClickException(error.message) from None
    size = path.stat().st_size / 1e6
    click.echo(
        f"{path}: {len(manifest['parts']):,} parts, {size:,.1f} MB. The backup was read back and is complete."
    )


@click.command(short_help="Restore an installation from a backup.")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--replace", is_flag=True, help="First move the current installation aside. Nothing is deleted."
)
def restore(path: Path, replace: bool) -> None:
    """Restore the backup at PATH. Stop Trellis first."""
    start_django(database=False)
    from trellis.core.foundation.errors import ActionError

    from .restore import restore_backup as put_back

    try:
        manifest = put_back(path, replace)
    except ActionError as error:
        raise click.ClickException(error.message) from None
    click.echo(f"Restored the backup made {manifest['made']}. Run `trellis upgrade`, then `trellis doctor`.")
