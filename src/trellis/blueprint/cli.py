"""`trellis model`: is this folder a model that schools can adopt, and which models are here."""

import sys
from io import TextIOWrapper

import click

from .package import Package, available
from .package.check import examine


@click.group()
def model() -> None:
    """A network's model as a folder of data: check one, list those that are here."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, TextIOWrapper
        ):  # a terminal without a letter shows its number instead of failing
            stream.reconfigure(errors="backslashreplace")


@model.command()
@click.argument("folder", metavar="DIR")
def check(folder: str) -> None:
    """Say what must be mended in the package in DIR before schools can adopt it."""
    package, found = examine(folder)
    for problem in found:
        click.echo(str(problem))
    if package is None:
        click.echo(f"{_count(len(found), 'thing', 'things')} to mend.", err=True)
        raise SystemExit(1)
    click.echo(f"{package.name} {package.version} is ready to adopt: {summary(package)}.")


@model.command("list")
def list_models() -> None:
    """Name the models that schools here can adopt, shipped or in the folders of TRELLIS_MODELS."""
    for slug, path in available().items():
        package, found = examine(path)
        if package is None:
            mend = f"{_count(len(found), 'thing', 'things')} to mend; see trellis model check {path}"
            click.echo(f"{slug:<16} {mend}")
        else:
            click.echo(f"{slug:<16} {package.name} {package.version}: {summary(package)}")


def summary(package: Package) -> str:
    """What is in a package, in numbers: "6 outcomes, 7 rubrics, ... ; 5 parts held, 8 local"."""
    held = sum(part.hold == "held" for part in package.parts.values())
    practices = package.practices.practices if package.practices else ()
    return ", ".join(
        [
            _count(len(package.outcomes.outcomes), "outcome", "outcomes"),
            _count(len(package.rubrics.rubrics), "rubric", "rubrics"),
            _count(len(practices), "practice", "practices"),
            _count(len(package.measures.measures), "measure", "measures"),
            f"{_count(held, 'part', 'parts')} held in every school",
            f"{len(package.parts) - held} the school's own",
        ]
    )


def _count(number: int, one: str, other: str) -> str:
    return f"{number} {one if number == 1 else other}"
