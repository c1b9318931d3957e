"""`trellis roster`: rosters from other systems, on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .oneroster import check_roster

if TYPE_CHECKING:
    from trellis.core.community.models import Network

    from .case_import import FrameworkImport
    from .importing import Changes
    from .services import Look


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


@roster.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--network", "slug", help="The network's short name; not needed when there is one network.")
@click.option("--source", help="The system that the roster comes from; not needed when there is one.")
@click.option("--new-source", is_flag=True, help="Yes, this is another system than the one before.")
@click.option("--preview", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask, even when many ties end.")
@click.option(
    "--ids",
    type=click.Choice(["same", "other"]),
    help="Rows whose id named somebody else before: the same people with new names, or other people.",
)
def import_(
    path: Path,
    slug: str | None,
    source: str | None,
    new_source: bool,
    preview: bool,
    yes: bool,
    ids: str | None,
) -> None:
    """Bring the roster at PATH in: all of it or nothing. It can be run again at any time."""
    from trellis.core.foundation.boot import start

    start()
    from trellis.core.community.selectors import network_named
    from trellis.core.foundation.refusal import Refusal

    try:
        _import(path, network_named(slug), source, Asked(preview, yes, new_source, ids))
    except Refusal as error:
        raise click.ClickException(error.sentence) from None


@dataclass(frozen=True)
class Asked:
    """What somebody asked for on the command line, and what they have answered beforehand."""

    preview: bool
    yes: bool
    new_source: bool
    ids: str | None


def _import(path: Path, network: Network, source: str | None, options: Asked) -> None:
    from .services import import_roster, known_sources, refuse_invented

    refuse_invented(network)
    source_names = known_sources(network)
    if source is None:
        source = source_names[0] if len(source_names) == 1 else "OneRoster"
    look = _look(path, network, source, options)
    for line in look.problems.lines():
        click.echo(line)
    if look.changes is None:
        raise click.ClickException(f"{look.problems.errors:,} things to mend. Nothing was written.")
    _say(look.changes.summary())
    if options.preview or look.changes.nothing:
        return
    _confirm(look.changes, source, source_names, options)
    with _bar() as bar:
        rows = sum(merge.added.count + merge.changed.count for merge in look.changes.tables.values())
        written = bar.add_task("Writing", total=rows)
        import_roster(look, network, progress=lambda _, n: bar.advance(written, n), new_source=True)
    click.echo("The roster is in.")
    from trellis.design.blueprint.selectors import without_a_model

    if waiting := without_a_model(network):
        click.echo(f"Schools that work by no model yet: {len(waiting):,}. Next: trellis model adopt MODEL")


def _look(path: Path, network: Network, source: str, options: Asked) -> Look:
    from .importing import Answer
    from .services import look_at_roster

    with _bar() as bar:
        compared = bar.add_task("Comparing", total=None)
        totals: dict[str, int] = {}

        def total(name: str, count: int) -> None:
            totals[name] = count
            bar.update(compared, total=sum(totals.values()))

        answer = Answer(options.ids) if options.ids else None
        return look_at_roster(path, network, source, lambda _, n: bar.advance(compared, n), total, answer)


def _confirm(changes: Changes, source: str, source_names: list[str], options: Asked) -> None:
    """Ask what a person should look at twice. Each question has an option that answers it beforehand."""
    if changes.new_source and not options.new_source:
        click.echo(
            f"This network has rosters from: {', '.join(source_names)}. “{source}” is new. If it is the same system, "
            "use its name, or everybody would be entered a second time."
        )
        click.confirm(f"Is “{source}” another system (--new-source)?", abort=True)
    if changes.many_end and not options.yes:
        click.confirm(
            f"{len(changes.ending):,} of {changes.live_ties:,} ties would end. Is that right?", abort=True
        )


def _bar() -> Any:
    from rich.progress import Progress

    return Progress(transient=True)


def _say(summary: dict[str, Any]) -> None:
    """What would be added, changed and ended, one line a kind."""
    for table in summary["tables"]:
        parts = [f"{table[what]:,} {what}" for what in ("added", "changed") if table[what]]
        if table["new_ids"]:
            parts.append(f"{table['new_ids']:,} with a new id")
        if table["not_here"]:
            parts.append(f"{table['not_here']:,} not in this roster, kept as they are")
        if parts:
            click.echo(f"  {table['kind']}: {', '.join(parts)}")
        for what in ("added", "changed"):
            _names(what, table["samples"][what], table[what])
    if summary["ended"]:
        click.echo(f"  ties ended: {summary['ended']:,}")
        _names("ended", summary["ended_samples"], summary["ended"])
    _names("begun", summary["begun_samples"])
    _names("other people under known ids", [f"{was} → {now}" for _own, was, now in summary["replaced"]])
    _names("staff who are also family", summary["staff_family"])
    for sentence in _by_hand(summary["by_hand"]):
        click.echo(f"  {sentence}")
    for what, count in summary["passed_over"].items():
        click.echo(f"  passed over: {count:,} {what}")
    if summary["nothing"]:
        click.echo("  Nothing has changed since the last time.")


def _names(what: str, names: list[str], count: int = 0) -> None:
    """A few of them by name, as the page shows them."""
    if names:
        click.echo(f"    {what}: {'; '.join(names)}{' …' if count > len(names) else ''}")


def _by_hand(summary: dict[str, list]) -> Iterator[str]:
    """What becomes of students who were entered by hand, as sentences."""
    for name in summary["known"]:
        yield f"{name} was entered by hand, is met by number and stays one student."
    for number, names in summary["unsure"]:
        yield f"More than one student has number {number}: {names}. Nobody is put together by a guess."
    for name, number in summary["no_number"]:
        alike = f"; the roster has a new student of this name, with number {number}" if number else ""
        yield f"{name} was entered by hand and has no number yet{alike}."
    for name, languages_before, languages_after in summary["tongues"]:
        yield f"{name}: home languages {', '.join(languages_before)} become {', '.join(languages_after)}."


@click.group()
def framework() -> None:
    """Standards and outcomes of others, as CASE packages (1EdTech CASE 1.0 and 1.1, JSON)."""


@framework.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--preview", is_flag=True, help="Say what would change, and change nothing.")
def take_framework(path: Path, preview: bool) -> None:
    """Import the framework at PATH, so that projects can be designed towards it. Again is harmless.

    A file with the version that is here already is a correction: its changes are written and listed.
    """
    from trellis.core.foundation.boot import start

    start()
    from trellis.core.foundation.refusal import Refusal

    from .case import read
    from .case_import import import_framework

    try:
        framework_import = import_framework(read(path), preview)
    except Refusal as error:
        raise click.ClickException(error.sentence) from None
    title = framework_import.framework.title
    if framework_import.new:
        click.echo(
            f"{title}: {len(framework_import.added):,} outcomes {'would come in' if preview else 'are in'}."
        )
    elif framework_import.nothing:
        click.echo(f"{title} is here already, as it was changed last. Nothing was written.")
    else:
        click.echo(f"{title}: a correction of what {'is' if preview else 'was'} here.")
        _say_correction(framework_import)


def _say_correction(framework_import: FrameworkImport) -> None:
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


@click.group()
def cohorts() -> None:
    """Graduation cohorts: who entered ninth grade when, and how they left."""


@cohorts.command("import")
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--network", "slug", help="The short name of the network, where there is more than one.")
def take_cohorts(path: Path, slug: str | None) -> None:
    """Take cohorts from the CSV file at PATH: student, cohort, left, left_on, ever_learner. Again is harmless."""
    from trellis.core.foundation.boot import start

    start()
    from trellis.core.community.selectors import network_named
    from trellis.core.foundation.refusal import Refusal

    from .cohorts import read, take

    try:
        rows = read(path)
        new, changed = take(network_named(slug), rows)
    except Refusal as error:
        raise click.ClickException(error.sentence) from None
    click.echo(f"{new:,} students are new in a cohort, {changed:,} changed.")
