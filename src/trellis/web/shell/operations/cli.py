"""`trellis doctor`, `trellis backup` and `trellis restore`."""

from __future__ import annotations

from pathlib import Path

import click

from trellis.core.foundation.boot import start

MARKS = {"ok": "ok", "warning": "look", "problem": "FIX"}


@click.command(short_help="Look whether this installation is well.")
@click.option(
    "--fix", is_flag=True, help="Take the data away from other accounts, and repair the search index."
)
def doctor(fix: bool) -> None:
    """Look at folder, permissions, secret, database, ledger, search, mail, hosts, address, daily tasks, last backup and
    figures.

    Exits with 1 where something has to be fixed. Changes nothing without --fix.
    """
    start(database=False)
    from django.conf import settings

    from trellis.core.foundation import file_permissions, installation
    from trellis.learning.library import index_check

    from .doctor import examine

    if sentence := installation.missing():
        raise click.ClickException(sentence)
    if fix:
        changed = file_permissions.tighten(settings.DATA)
        click.echo(f"{len(changed)} files and folders are now readable by this account alone.")
        if not (installation.unreachable() or installation.outdated()):
            repaired = index_check.repair()
            click.echo(f"Places in the library's search index that were repaired: {repaired}.")
    problems = 0
    for finding in examine():
        problems += finding.state == "problem"
        click.echo(f"{MARKS[finding.state]:<5} {finding.title:<12} {finding.sentence}")
    if problems:
        raise click.ClickException(f"{problems} {'thing needs' if problems == 1 else 'things need'} fixing.")


@click.command(short_help="Save database, files and key together in one file.")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def backup(path: Path) -> None:
    """Write a backup to PATH, a new zip file, while Trellis runs. It is read back before this says it is done.

    Keep it as safe as the installation: it holds everything.
    """
    start()
    from trellis.core.foundation.refusal import Refusal

    from .backup import make_backup

    try:
        manifest = make_backup(path)
    except Refusal as error:
        raise click.ClickException(error.sentence) from None
    size = path.stat().st_size / 1e6
    click.echo(f"{path}: {len(manifest['parts']):,} parts, {size:,.1f} MB, read back and whole.")


@click.command(short_help="Get an installation back from a backup.")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--replace", is_flag=True, help="Move the installation that is there aside first. Nothing is deleted."
)
def restore(path: Path, replace: bool) -> None:
    """Put the backup at PATH in place. Stop Trellis first."""
    start(database=False)
    from trellis.core.foundation.refusal import Refusal

    from .restore import restore as put_back

    try:
        manifest = put_back(path, replace)
    except Refusal as error:
        raise click.ClickException(error.sentence) from None
    click.echo(f"Restored what was saved {manifest['made']}. Run `trellis upgrade`, then `trellis doctor`.")
