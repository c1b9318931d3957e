"""`trellis roster`, `trellis framework` and `trellis cohorts`: import data from other systems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .oneroster import check_roster

if TYPE_CHECKING:
    from rich.progress import Progress

    from trellis.core.community.models import Network

    from .case_import import FrameworkImport
    from .importing import RosterChanges
    from .services import ImportPreview


@click.group(short_help="Check and import rosters (OneRoster 1.1 and 1.2).")
def roster() -> None:
    """Check and import rosters from other systems (OneRoster 1.1 and 1.2)."""


@roster.command()
@click.argument("path", type=click.Path(path_type=Path))
def check(path: Path) -> None:
    """List the problems in the roster at PATH, a folder or a zip file. Changes nothing."""
    checked = check_roster(path)
    for line in checked.problems.lines():
        click.echo(line)
    if not checked.good:
        raise click.ClickException(f"{_problems(checked.problems.errors)} to fix before you can import it.")
    rows = ", ".join(f"{count:,} {name}" for name, count in checked.rows.items())
    click.echo(f"OneRoster {checked.version}: {rows}. Ready to import.")


@roster.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--network", "slug", help="The network's short name. Not needed if there is only one network.")
@click.option("--source", help="The system the roster comes from. Not needed if there is only one.")
@click.option("--new-source", is_flag=True, help="Confirm that this is a new system.")
@click.option("--preview", is_flag=True, help="Show what would change. Changes nothing.")
@click.option("--yes", is_flag=True, help="Don't ask, even if many connections would end.")
@click.option(
    "--ids",
    type=click.Choice(["same", "other"]),
    help="For rows whose ID named someone else before: the same people with new names, or other people.",
)
def import_roster_command(
    path: Path,
    slug: str | None,
    source: str | None,
    new_source: bool,
    preview: bool,
    yes: bool,
    ids: str | None,
) -> None:
    """Import the roster at PATH: all of it or nothing. You can run it again at any time."""
    from trellis.core.foundation.boot import start_django

    start_django()
    from trellis.core.community.selectors import network_named
    from trellis.core.foundation.errors import ActionError

    try:
        _import_roster(path, network_named(slug), source, ImportOptions(preview, yes, new_source, ids))
    except ActionError as error:
        raise click.ClickException(error.message) from None


@dataclass(frozen=True)
class ImportOptions:
    """The options from the command line, with answers to questions given in advance."""

    preview: bool
    yes: bool
    new_source: bool
    ids: str | None


def _import_roster(path: Path, network: Network, source: str | None, options: ImportOptions) -> None:
    from .services import import_roster, known_sources, reject_demonstration_network

    reject_demonstration_network(network)
    source_names = known_sources(network)
    if source is None:
        source = source_names[0] if len(source_names) == 1 else "OneRoster"
    preview = _preview_import(path, network, source, options)
    for line in preview.problems.lines():
        click.echo(line)
    if preview.changes is None:
        raise click.ClickException(f"{_problems(preview.problems.errors)} to fix. Nothing was imported.")
    _print_summary(preview.changes.summary())
    if options.preview or preview.changes.nothing:
        return
    _ask_to_confirm(preview.changes, source, source_names, options)
    with _progress_bar() as bar:
        rows = sum(merge.added.count + merge.changed.count for merge in preview.changes.tables.values())
        written = bar.add_task("Writing", total=rows)
        import_roster(preview, network, progress=lambda _, n: bar.advance(written, n), new_source=True)
    click.echo("Roster imported.")
    from trellis.design.blueprint.selectors import schools_without_model

    if schools := schools_without_model(network):
        click.echo(f"Schools without a model: {len(schools):,}. Next: trellis model adopt MODEL")


def _preview_import(path: Path, network: Network, source: str, options: ImportOptions) -> ImportPreview:
    from .importing import IdentityAnswer
    from .services import preview_import

    with _progress_bar() as bar:
        compared = bar.add_task("Comparing", total=None)
        totals: dict[str, int] = {}

        def total(name: str, count: int) -> None:
            totals[name] = count
            bar.update(compared, total=sum(totals.values()))

        answer = IdentityAnswer(options.ids) if options.ids else None
        return preview_import(path, network, source, lambda _, n: bar.advance(compared, n), total, answer)


def _ask_to_confirm(
    changes: RosterChanges, source: str, source_names: list[str], options: ImportOptions
) -> None:
    """Ask a person to confirm unusual changes. Each question has an option that answers it in advance."""
    if changes.new_source and not options.new_source:
        click.echo(
            f"This network has rosters from: {', '.join(source_names)}. “{source}” is new. If it is one of these "
            "systems, use its name. Otherwise everyone is added a second time."
        )
        click.confirm(f"Is “{source}” a new system (--new-source)?", abort=True)
    if changes.many_end and not options.yes:
        click.confirm(
            f"{len(changes.ending):,} of {changes.live_ties:,} connections would end. Is that right?",
            abort=True,
        )


def _problems(count: int) -> str:
    return f"{count:,} {'problem' if count == 1 else 'problems'}"


def _progress_bar() -> Progress:
    from rich.progress import Progress

    return Progress(transient=True)


def _print_summary(summary: dict[str, Any]) -> None:  # Any: JSON of `RosterChanges.summary`
    """Print what would be added, changed and ended, one line for each kind."""
    for table in summary["tables"]:
        parts = [f"{table[what]:,} {what}" for what in ("added", "changed") if table[what]]
        if table["new_ids"]:
            parts.append(f"{table['new_ids']:,} with a new ID")
        if table["not_here"]:
            parts.append(f"{table['not_here']:,} not in this roster, left unchanged")
        if parts:
            click.echo(f"  {table['kind']}: {', '.join(parts)}")
        for what in ("added", "changed"):
            _print_names(what, table["samples"][what], table[what])
    if summary["ended"]:
        click.echo(f"  connections ended: {summary['ended']:,}")
        _print_names("ended", summary["ended_samples"], summary["ended"])
    _print_names("started", summary["begun_samples"])
    _print_names(
        "IDs now used for other people", [f"{was} → {now}" for _own, was, now in summary["replaced"]]
    )
    _print_names("staff who are also family", summary["staff_family"])
    for sentence in _hand_entered_sentences(summary["by_hand"]):
        click.echo(f"  {sentence}")
    for what, count in summary["passed_over"].items():
        click.echo(f"  skipped: {count:,} {what}")
    if summary["nothing"]:
        click.echo("  Nothing has changed since the last import.")


def _print_names(what: str, names: list[str], count: int = 0) -> None:
    """Print some of the names, as the web page shows them."""
    if names:
        click.echo(f"    {what}: {'; '.join(names)}{' …' if count > len(names) else ''}")


def _hand_entered_sentences(summary: dict[str, list]) -> Iterator[str]:
    """Yield a sentence for each student who was entered by hand."""
    for name in summary["known"]:
        yield f"{name} was entered by hand. They match by student ID and stay one student."
    for number, names in summary["unsure"]:
        yield f"More than one student has ID {number}: {names}. Records are not merged by guessing."
    for name, number in summary["no_number"]:
        alike = f"; the roster has a new student with this name and ID {number}" if number else ""
        yield f"{name} was entered by hand and has no student ID yet{alike}."
    for name, languages_before, languages_after in summary["home_languages"]:
        yield f"{name}: home languages change from {', '.join(languages_before)} to {', '.join(languages_after)}."


@click.group(short_help="Import standards and outcomes (CASE 1.0 and 1.1).")
def framework() -> None:
    """Import standards and outcomes from CASE packages (1EdTech CASE 1.0 and 1.1, JSON)."""


@framework.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--preview", is_flag=True, help="Show what would change. Changes nothing.")
def import_framework_command(path: Path, preview: bool) -> None:
    """Import the framework at PATH, so that projects can use its standards. You can run it again.

    If this version is already here, the file is treated as a correction: changes are saved and listed.
    """
    from trellis.core.foundation.boot import start_django

    start_django()
    from trellis.core.foundation.errors import ActionError

    from .case import read_case_package
    from .case_import import import_framework

    try:
        framework_import = import_framework(read_case_package(path), preview)
    except ActionError as error:
        raise click.ClickException(error.message) from None
    title = framework_import.framework.title
    if framework_import.new:
        click.echo(
            f"{title}: {len(framework_import.added):,} outcomes {'would be imported' if preview else 'imported'}."
        )
    elif framework_import.nothing:
        click.echo(f"{title} is already up to date. Nothing was changed.")
    else:
        click.echo(f"{title}: {'would be corrected' if preview else 'corrected'}.")
        _print_correction(framework_import)


def _print_correction(framework_import: FrameworkImport) -> None:
    for change in framework_import.changed:
        click.echo(f"  changed: “{change.before}” → “{change.after}”")
    for what, outcomes in (
        ("added", framework_import.added),
        ("removed", framework_import.removed),
        ("moved", framework_import.moved),
    ):
        for outcome in outcomes:
            click.echo(f"  {what}: {' '.join(filter(None, (outcome.code, outcome.title)))}")
    if framework_import.relinked:
        click.echo("  links between outcomes have changed")
    if framework_import.retitled:
        click.echo("  the title, creator or language of the framework has changed")


@click.group(short_help="Import graduation cohorts.")
def cohorts() -> None:
    """Import graduation cohorts: when students entered ninth grade, and how they left."""


@cohorts.command("import")
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--network", "slug", help="The network's short name. Not needed if there is only one network.")
def import_cohorts_command(path: Path, slug: str | None) -> None:
    """Import cohorts from a CSV file with student, cohort, left, left_on and ever_learner. You can run it again."""
    from trellis.core.foundation.boot import start_django

    start_django()
    from trellis.core.community.selectors import network_named
    from trellis.core.foundation.errors import ActionError

    from .cohorts import import_cohorts, read_cohorts

    try:
        rows = read_cohorts(path)
        new, changed = import_cohorts(network_named(slug), rows)
    except ActionError as error:
        raise click.ClickException(error.message) from None
    click.echo(f"{new:,} students added to a cohort, {changed:,} changed.")
