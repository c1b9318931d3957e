"""`trellis model diff` and `trellis model merge`: two packages beside each other, and three as one."""

from pathlib import Path

import click

from .package import Package
from .package.base import printable
from .package.check import check_package, validate_tables
from .package.diff import ORDER, Change, package_diff
from .package.locks import merge_packages
from .package.merge import Conflict
from .package.schema import PackageMetadata
from .package.tree import MISSING, Value, written_path
from .package.write import write_folder


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
def diff(old: str, new: str) -> None:
    """List what is different in the package in NEW, compared with the one in OLD."""
    before, after = _package(old), _package(new)
    changes = package_diff(before, after)
    for change in changes:
        click.echo(describe_change(before, change))
    click.echo(f"{len(changes)} {'difference' if len(changes) == 1 else 'differences'}.", err=True)


@click.command()
@click.argument("base", metavar="BASE")
@click.argument("ours", metavar="OURS")
@click.argument("theirs", metavar="THEIRS")
@click.option(
    "--into", "folder", type=click.Path(path_type=Path), help="Write the merged package to this new folder."
)
@click.option(
    "--prefer",
    type=click.Choice(["ours", "theirs"]),
    default="ours",
    help="Whose change stands where both changed the same place. Default: ours.",
)
def merge(base: str, ours: str, theirs: str, folder: Path | None, prefer: str) -> None:
    """Merge the package in OURS with the one in THEIRS. Both come from the one in BASE.

    What THEIRS locks stays as it is there. The exit code is 1 where both changed the same place, or ours gave way.
    """
    packages = [_package(path) for path in (base, ours, theirs)]
    merged = merge_packages(*packages, lambda conflict: getattr(conflict, prefer))
    for conflict in merged.conflicts:
        click.echo(_describe_conflict(packages[2], conflict, "both changed it"))
    for lock in merged.locked:
        click.echo(_describe_conflict(packages[2], lock, "locked by the network, so theirs stands"))
    metadata = packages[2].model_dump(mode="json", include=set(PackageMetadata.model_fields))
    tables = {
        "package": metadata,
        **{name: part for name, part in merged.tree.items() if isinstance(part, dict)},
    }
    problems = validate_tables(tables)[1]
    for problem in problems:
        click.echo(str(problem))
    if folder:
        if folder.exists():
            raise click.ClickException(f"{folder} exists already. Choose a new folder.")
        write_folder(folder, tables)
        click.echo(f"Written to {folder}.", err=True)
    if merged.conflicts or merged.locked or problems:
        raise SystemExit(1)


def _package(path: str) -> Package:
    package, problems = check_package(path)
    if package is None:
        lines = "\n".join(str(problem) for problem in problems[:10])
        raise click.ClickException(
            f"{path} has {len(problems)} problems. Run: trellis model check {path}\n{lines}"
        )
    return package


def describe_change(before: Package, change: Change) -> str:
    """A change in one line: "plan.toml: minutes: 45 -> 60"."""
    place = _place(before, change.path)
    if change.kind == "added":
        return f"{place}: added {_text(change.after)}"
    if change.kind == "removed":
        return f"{place}: removed {_text(change.before)}"
    return f"{place}: {_text(change.before)} -> {_text(change.after)}"


def _describe_conflict(package: Package, conflict: Conflict, why: str) -> str:
    ours, theirs = _text(conflict.ours), _text(conflict.theirs)
    return f"{_place(package, conflict.path)}: {why}: ours {ours}, theirs {theirs}"


def _place(package: Package, path: tuple[str, ...]) -> str:
    order = path[-1] == ORDER
    part, _dot, rest = written_path(package.tree, path[:-1] if order else path).partition(".")
    return f"{part}.toml{f': {rest}' if rest else ''}{': order' if order else ''}"


def _text(value: Value) -> str:
    if value is MISSING:
        return "(nothing)"
    if isinstance(value, dict):
        return printable(value.get("title") or value.get("quality") or value.get("key") or "a table")
    if isinstance(value, list):
        return printable(", ".join(_text(entry) for entry in value), 120)
    return printable(value, 120)
